/**
 * This node as a process of its own, for tests, benches and proofs: started as a user would, with free ports and a
 * folder of its own, and ended by its process id.
 */

import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { provideCluster } from './provided-cluster.ts';

const launcher = resolve(import.meta.dirname, '../../../apps/server/bin/isocenter.js');

/** What the node says when it is ready. */
export type ReadyEvent = {
  readonly pid: number;
  /** Of the private PostgreSQL; absent with a server of somebody else's. */
  readonly postmasterPid?: number;
  /** `http://127.0.0.1:PORT` */
  readonly http: string;
  /** `127.0.0.1:PORT` */
  readonly dicom: string;
  readonly aet: string;
  /** One-time link to create the first administrator; absent once there is one. */
  readonly setupLink?: string;
};

export type IsocenterProcess = {
  readonly ready: ReadyEvent;
  readonly dicomPort: number;
  /** Milliseconds from the start of the process to `ready`. */
  readonly startMs: number;
  /** Everything that it wrote to standard output and standard error so far; empty unless it is kept. */
  output(): string;
  /** Resolves when what it has written, and is kept, has a text more often than so many times. */
  untilWritten(text: string, times: number): Promise<void>;
  /** Resolves when the process has ended, however. */
  readonly ended: Promise<void>;
  /** Asks it to stop and waits until it has. */
  stop(): Promise<void>;
};

export type StartOptions = {
  readonly dataDir: string;
  /** Further environment: configuration keys as `ISOCENTER__SECTION__KEY`. */
  readonly env?: Readonly<Record<string, string>>;
  /** Keeps what the node writes for `output` instead of showing its log. */
  readonly keepOutput?: boolean;
};

/** Starts the node and resolves when it is ready. Rejects when it ends before that. */
export async function startIsocenterProcess(options: StartOptions): Promise<IsocenterProcess> {
  if (options.env?.ISOCENTER__DATABASE__URL === undefined) await provideCluster(options.dataDir);
  const started = performance.now();
  const { keepOutput = false } = options;
  const child = spawn(process.execPath, [launcher, 'up', '--json'], {
    env: environment(options),
    stdio: ['ignore', 'pipe', keepOutput ? 'pipe' : 'inherit'],
  });
  const ended = once(child, 'exit').then(() => undefined);
  let output = '';
  let wrote = Promise.withResolvers<void>();
  for (const stream of keepOutput ? [child.stdout, child.stderr] : []) {
    stream?.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      wrote.resolve();
      wrote = Promise.withResolvers<void>();
    });
  }
  const ready = await readyEvent(child).catch((error: unknown) => {
    throw output === '' ? error : new Error(`the node ended before it was ready: ${output}`, { cause: error });
  });
  return {
    ready,
    dicomPort: Number(ready.dicom.split(':').at(-1)),
    startMs: performance.now() - started,
    output: () => output,
    async untilWritten(text, times) {
      while (output.split(text).length - 1 <= times) await wrote.promise;
    },
    ended,
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      process.kill(ready.pid, 'SIGTERM');
      await ended;
    },
  };
}

/** Runs another command of `isocenter` on the same data and returns what it printed. */
export function runIsocenter(options: StartOptions, args: readonly string[]): string {
  return execFileSync(process.execPath, [launcher, ...args], { env: environment(options), encoding: 'utf8' });
}

/**
 * Makes an empty folder for a node's data, readable by the user that the private PostgreSQL runs as when we are root.
 *
 * @returns the folder and how to remove it
 */
export function makeDataDir(): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'isocenter-'));
  chmodSync(path, 0o755);
  return { path: join(path, 'data'), remove: () => rmSync(path, { recursive: true, force: true }) };
}

function environment({ dataDir, env = {} }: StartOptions): NodeJS.ProcessEnv {
  return {
    ...process.env,
    ISOCENTER__DATA__DIR: dataDir,
    ISOCENTER__HTTP__PORT: '0',
    ISOCENTER__DICOM__PORT: '0',
    ...env,
  };
}

async function readyEvent(child: ChildProcess): Promise<ReadyEvent> {
  if (child.stdout === null) throw new Error('the node has no standard output');
  const lines = createInterface({ input: child.stdout });
  for await (const line of lines) {
    const event = parsedLine(line);
    if (event?.event !== 'ready') continue;
    child.stdout.resume();
    return event as unknown as ReadyEvent; // the members that the command line promises for this event
  }
  throw new Error('the node ended before it was ready');
}

function parsedLine(line: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(line);
  } catch {
    return undefined; // not one of ours
  }
}
