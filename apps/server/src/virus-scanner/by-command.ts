/**
 * A virus scanner that is a command: it gets a file on standard input and answers by its exit code, as `clamdscan -` does: 0 for
 * clean, 1 for something found. Everything else is a failure.
 */

import { type StdioOptions, spawn } from 'node:child_process';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ScanOptions, ScanVerdict } from './scan-verdict.ts';

export type CommandSettings = {
  /** Program and arguments; never through a shell. */
  readonly command: readonly string[];
  readonly timeoutMs: number;
};

/** @throws what the bytes throw, and the reason of the signal */
export async function scanByCommand(
  { command, timeoutMs }: CommandSettings,
  bytes: AsyncIterable<Uint8Array>,
  { signal }: ScanOptions,
): Promise<ScanVerdict> {
  const [program, ...args] = command;
  if (program === undefined) return 'failed';
  // Nothing of the node's own surroundings: they may hold secrets.
  const env = { PATH: process.env.PATH ?? '/usr/bin:/bin' };
  const stdio: StdioOptions = ['pipe', 'ignore', 'ignore'];
  const child = spawn(program, args, { stdio, env, timeout: timeoutMs, killSignal: 'SIGKILL', signal });
  const ended = new Promise<number | null>((resolve) => {
    child.once('error', () => resolve(null));
    child.once('close', (code) => resolve(code));
  });
  let failure: unknown;
  let isRead = false;
  async function* watched() {
    const source = bytes[Symbol.asyncIterator]();
    try {
      for (;;) {
        const next = await source.next().catch((error: unknown) => {
          failure = error;
          throw error;
        });
        if (next.done === true) break;
        yield next.value;
      }
      isRead = true;
    } finally {
      await source.return?.();
    }
  }
  // A scanner that has found something need not read on.
  if (child.stdin !== null)
    await pipeline(Readable.from(watched(), { objectMode: false }), child.stdin).catch(() => undefined);
  if (failure !== undefined) child.kill('SIGKILL');
  const code = await ended;
  signal.throwIfAborted();
  if (failure !== undefined) throw failure;
  if (code === 1) return 'found';
  return code === 0 && isRead ? 'clean' : 'failed';
}
