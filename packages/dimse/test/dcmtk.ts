/** DCMTK's programs as peers; `TCP_NODELAY` spares them 40 ms an operation on Linux. */

import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { promisify } from 'node:util';

const env = { ...process.env, TCP_NODELAY: '1' };

export const hasDcmtk = ['echoscu', 'storescu', 'dcmsend', 'storescp', 'dump2dcm'].every((name) =>
  (process.env.PATH ?? '').split(':').some((dir) => existsSync(`${dir}/${name}`)),
);

/** The title suffix that reports absent programs in the list of skipped tests. */
export const dcmtkAbsence = hasDcmtk ? '' : ' (skipped: DCMTK is not installed)';

export type Run = { readonly code: number; readonly output: string };

export async function runDcmtk(program: string, args: readonly string[]): Promise<Run> {
  try {
    const { stdout, stderr } = await promisify(execFile)(program, args, { env, timeout: 60_000 });
    return { code: 0, output: stdout + stderr };
  } catch (error) {
    // `execFile` rejects with these fields where the program ends with another code than 0.
    const failed = error as { code?: number; stdout?: string; stderr?: string };
    return { code: Number(failed.code ?? -1), output: `${failed.stdout ?? ''}${failed.stderr ?? ''}` };
  }
}

/** Starts a storescp that takes connections when this resolves. */
export async function startStorescp(port: number, args: readonly string[]): Promise<ChildProcess> {
  const process = spawn('storescp', [...args, String(port)], { env, stdio: 'ignore' });
  for (let attempt = 0; attempt < 200; attempt += 1) {
    if (await isListening(port)) return process;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  process.kill();
  throw new Error('storescp does not listen');
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
