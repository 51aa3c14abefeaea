/** DCMTK's programs as peers; `TCP_NODELAY` spares them 40 ms an operation on Linux. */

import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ctImageStorage, testInstanceUid } from './messages.ts';

const env = { ...process.env, TCP_NODELAY: '1' };

const programs = [
  'echoscu',
  'storescu',
  'dcmsend',
  'storescp',
  'findscu',
  'movescu',
  'getscu',
  'dcmqrscp',
  'dcmqridx',
  'dump2dcm',
] as const;

export const hasDcmtk = programs.every((name) =>
  (process.env.PATH ?? '').split(':').some((dir) => existsSync(`${dir}/${name}`)),
);

/** The title suffix that reports absent programs in the list of skipped tests. */
export const dcmtkAbsence = hasDcmtk ? '' : ' (skipped: DCMTK is not installed)';

export type Run = { readonly code: number; readonly output: string };

/** Runs a program to its end, in a folder where one is given. */
export async function runDcmtk(program: string, args: readonly string[], folder?: string): Promise<Run> {
  try {
    const { stdout, stderr } = await promisify(execFile)(program, args, { env, timeout: 60_000, cwd: folder });
    return { code: 0, output: stdout + stderr };
  } catch (error) {
    // `execFile` rejects with these fields where the program ends with another code than 0.
    const failed = error as { code?: number; stdout?: string; stderr?: string };
    return { code: Number(failed.code ?? -1), output: `${failed.stdout ?? ''}${failed.stderr ?? ''}` };
  }
}

/** Starts a program that takes connections on the port when this resolves. */
export async function startListener(program: string, args: readonly string[], port: number): Promise<ChildProcess> {
  const process = spawn(program, args, { env, stdio: 'ignore' });
  for (let attempt = 0; attempt < 200; attempt += 1) {
    if (await isListening(port)) return process;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  process.kill();
  throw new Error(`${program} does not listen`);
}

export async function findFreePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen({ host: '127.0.0.1', port: 0 }, resolve));
  const address = server.address();
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** The study that `writeInstances` makes instances of. */
export const testStudyUid = `${testInstanceUid}.100`;

/** Writes `1.dcm`, `2.dcm`, …: Part 10 files of one study, explicit VR little endian, with some rows of pixels. */
export async function writeInstances(folder: string, count: number): Promise<void> {
  for (let number = 1; number <= count; number += 1) {
    const text = join(folder, `${number}.txt`);
    writeFileSync(text, describeInstance(number));
    const { output } = await runDcmtk('dump2dcm', ['+l', '65536', text, join(folder, `${number}.dcm`)]);
    if (output !== '') throw new Error(output);
    rmSync(text);
  }
}

/** Data set of a Part 10 file whose file meta information has a group length. */
export function dataSetOf(file: Uint8Array): Uint8Array {
  const groupLength = new DataView(file.buffer, file.byteOffset).getUint32(140, true);
  return file.subarray(144 + groupLength);
}

function describeInstance(number: number): string {
  return [
    `(0002,0010) UI =LittleEndianExplicit`,
    `(0008,0016) UI [${ctImageStorage}]`,
    `(0008,0018) UI [${testInstanceUid}.${number}]`,
    `(0008,0060) CS [CT]`,
    `(0010,0010) PN [TEST^INSTANCE]`,
    `(0010,0020) LO [TEST-1]`,
    `(0020,000d) UI [${testStudyUid}]`,
    `(0020,000e) UI [${testInstanceUid}.200]`,
    `(0028,0010) US 256`,
    `(0028,0011) US 256`,
    `(7fe0,0010) OW ${Array.from({ length: 4096 }, (_, at) => ((at * number) % 65_536).toString(16).padStart(4, '0')).join('\\')}`,
  ].join('\n');
}

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
