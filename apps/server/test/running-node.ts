/**
 * A node as its users start it: the launcher in a process of its own, private database, any free ports.
 *
 *     const node = await startNode({ dataDir });
 *     await fetch(`${node.ready.http}/healthz`);
 *     await node.stop();
 */

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export const launcher = join(import.meta.dirname, '../bin/isocenter.js');

/** Design §5. */
export type ReadyEvent = {
  readonly event: 'ready';
  readonly pid: number;
  /** Absent with a server of somebody else's. */
  readonly postmasterPid?: number;
  readonly http: string;
  readonly dicom: string;
  readonly aet: string;
  readonly setupLink?: string;
};

export type NodeOptions = {
  readonly dataDir: string;
  /** Configuration besides, as environment variables. */
  readonly environment?: Readonly<Record<string, string>>;
  /** The Node that runs the launcher; default the one that runs the test. */
  readonly runtime?: string;
  readonly user?: { readonly uid: number; readonly gid: number };
};

export type StartedNode = {
  readonly ready: ReadyEvent;
  readonly child: ChildProcess;
  /** Everything on standard error, the log. */
  readonly log: () => string;
  /** SIGTERM to the pid that `ready` names; resolves with the launcher's exit code. */
  stop(): Promise<number | null>;
};

/** Starts the command; rejects with its output when it ends before it is ready. */
export async function startNode(options: NodeOptions): Promise<StartedNode> {
  const child = spawnCommand(['up', '--json'], options);
  let log = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    log += chunk.toString();
  });
  const exited = once(child, 'exit');
  const ready = await Promise.race([untilReady(child), exited.then(() => undefined)]);
  if (ready === undefined) throw new Error(`the node ended before it was ready: ${log}`);
  return {
    ready,
    child,
    log: () => log,
    async stop() {
      process.kill(ready.pid, 'SIGTERM');
      const [code] = await exited;
      return code;
    },
  };
}

export type CommandResult = { readonly code: number | null; readonly stdout: string; readonly stderr: string };

/** Runs one command to its end. */
export async function runCommand(args: readonly string[], options: NodeOptions): Promise<CommandResult> {
  const child = spawnCommand(args, options);
  const output = { stdout: '', stderr: '' };
  child.stdout?.on('data', (chunk: Buffer) => {
    output.stdout += chunk.toString();
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    output.stderr += chunk.toString();
  });
  const [code] = await once(child, 'close');
  return { code, ...output };
}

/** Starts one command and leaves its output to the caller. */
export function spawnCommand(args: readonly string[], options: NodeOptions): ChildProcess {
  const free = { ISOCENTER__HTTP__PORT: '0', ISOCENTER__DICOM__PORT: '0', ISOCENTER__DATA__DIR: options.dataDir };
  return spawn(options.runtime ?? process.execPath, [launcher, ...args], {
    cwd: '/',
    env: { PATH: process.env.PATH, ...free, ...options.environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...options.user,
  });
}

async function untilReady(child: ChildProcess): Promise<ReadyEvent | undefined> {
  if (child.stdout === null) return undefined;
  for await (const line of createInterface(child.stdout)) {
    const event: { event?: string } = JSON.parse(line);
    // The command's own promise: design §5 lists the members.
    if (event.event === 'ready') return event as ReadyEvent;
  }
  return undefined;
}
