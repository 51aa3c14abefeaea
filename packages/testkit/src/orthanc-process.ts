/** Orthanc as a peer with an archive of its own: started with free ports in a folder of its own, ended by its process. */

import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findFreePort, startPeerListener, untilListening } from './peer-listener.ts';

const program = '/usr/sbin/Orthanc';

export type OrthancModality = { readonly aeTitle: string; readonly port: number };

export type OrthancProcess = {
  readonly dicomPort: number;
  readonly aeTitle: string;
  /** Where it keeps its files, and its configuration. */
  readonly storageDir: string;
  /** Asks its REST API; a body is sent as JSON unless it is bytes. @throws Error unless it answers with success */
  // biome-ignore lint/suspicious/noExplicitAny: callers know the shape of what they ask for
  ask(method: 'GET' | 'POST' | 'DELETE', path: string, body?: unknown): Promise<any>;
  /** Ends it as a failure would; what it holds stays. */
  halt(): Promise<void>;
  /** Starts it again, at the same ports, on what it holds. */
  startAgain(): Promise<void>;
  stop(): Promise<void>;
};

/** `['Orthanc']` where the machine lacks it. */
export function findMissingOrthanc(): readonly string[] {
  return existsSync(program) ? [] : ['Orthanc'];
}

/** @param modalities on this machine, by the names it shall know them by */
export async function startOrthancProcess(
  modalities: Readonly<Record<string, OrthancModality>>,
): Promise<OrthancProcess> {
  const folder = mkdtempSync(join(tmpdir(), 'isocenter-orthanc-'));
  const [dicomPort, httpPort] = [await findFreePort(), await findFreePort()];
  const aeTitle = 'ORTHANC';
  const file = join(folder, 'orthanc.json');
  const configuration = {
    DicomAet: aeTitle,
    DicomPort: dicomPort,
    DicomAlwaysAllowFind: true,
    DicomAlwaysAllowGet: true,
    DicomAlwaysAllowMove: true,
    UnknownSopClassAccepted: true,
    DicomModalities: Object.fromEntries(
      Object.entries(modalities).map(([name, { aeTitle: title, port }]) => [name, [title, '127.0.0.1', port]]),
    ),
    HttpPort: httpPort,
    AuthenticationEnabled: false,
    StorageDirectory: folder,
    StableAge: 60,
    Plugins: [],
  };
  writeFileSync(file, JSON.stringify(configuration));
  const start = async () => {
    const started = await startPeerListener(program, [file], dicomPort);
    // It listens for DICOM first, and for HTTP a moment later.
    await untilListening(started, httpPort);
    return started;
  };
  let child = await start();
  const halt = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
  };
  const url = `http://127.0.0.1:${httpPort}`;
  return {
    dicomPort,
    aeTitle,
    storageDir: folder,
    async ask(method, path, body) {
      const bytes =
        body instanceof Uint8Array ? Buffer.from(body) : body === undefined ? undefined : JSON.stringify(body);
      const response = await fetch(`${url}${path}`, {
        method,
        ...(bytes !== undefined && { body: bytes }),
      });
      const text = await response.text();
      if (!response.ok)
        throw new Error(`Orthanc answered ${response.status} to ${method} ${path}: ${text.slice(0, 500)}`);
      return text === '' ? undefined : JSON.parse(text);
    },
    halt,
    async startAgain() {
      child = await start();
    },
    async stop() {
      await halt();
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
