/**
 * Gives one file to the running node, as the browser does, and says what became of it. While the node is away, starts
 * again, or waits for its database, it is tried again for a while: a file that came twice is stored once.
 */

import { Readable } from 'node:stream';
import { ImportResult } from '@isocenter/contract/imports';
import { apiRoutes } from '@isocenter/contract/paths';
import { Value } from 'typebox/value';
import { readPieces } from '../backup/durable-file.ts';
import { isSystemError } from '../system-error.ts';
import { ImportError } from './import-error.ts';

/** Milliseconds before each further attempt: about two minutes in all, as long as a node may take to start. */
const retryPausesMs: readonly number[] = [500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 60_000];

export type StoreTarget = {
  /** Address of the node, without a slash at its end. */
  readonly nodeUrl: string;
  readonly token: string;
  readonly pause: (ms: number) => Promise<void>;
};

export type Stored =
  | { readonly kind: 'stored' | 'duplicate' | 'conflict' }
  /** `code` is that of the problem that the node answered, or `file-unreadable`. */
  | { readonly kind: 'refused'; readonly code: string };

/** @throws ImportError `node-away`, `disk-full`, `not-allowed` */
export async function storeFile(target: StoreTarget, path: string): Promise<Stored> {
  for (let attempt = 0; ; attempt += 1) {
    const answer = await send(target, path);
    if (answer.kind !== 'away') return answer;
    const pauseMs = retryPausesMs[attempt];
    if (pauseMs === undefined) {
      throw new ImportError('node-away', 'the node does not answer: start it, and run the import again to go on', {
        cause: answer.cause,
      });
    }
    await target.pause(pauseMs);
  }
}

async function send(target: StoreTarget, path: string): Promise<Stored | { kind: 'away'; cause: unknown }> {
  const content = Readable.from(copied(readPieces(path)), { objectMode: false });
  // Whatever the file did is in here: fetch says only that it failed.
  let unreadable = false;
  content.on('error', (error) => {
    unreadable ||= isSystemError(error);
  });
  let response: Response;
  try {
    response = await fetch(`${target.nodeUrl}${apiRoutes.importFile.path}`, {
      method: apiRoutes.importFile.method,
      headers: { authorization: `Bearer ${target.token}`, 'content-type': 'application/octet-stream' },
      body: Readable.toWeb(content),
      duplex: 'half',
    } as RequestInit); // `duplex` is missing from the type.
  } catch (cause) {
    return unreadable ? { kind: 'refused', code: 'file-unreadable' } : { kind: 'away', cause };
  } finally {
    content.destroy();
  }
  return outcomeOf(response);
}

async function outcomeOf(response: Response): Promise<Stored | { kind: 'away'; cause: unknown }> {
  const body: unknown = await response.json().catch(() => undefined);
  if (response.ok && Value.Check(ImportResult, body)) return { kind: body.outcome };
  const code =
    typeof body === 'object' && body !== null && 'code' in body ? String(body.code) : String(response.status);
  if (code === 'disk-full') {
    throw new ImportError('disk-full', 'the node has no room left: make room, and run the import again to go on');
  }
  if (response.status === 401 || response.status === 403) {
    throw new ImportError(
      'not-allowed',
      'the node does not let this command in: it has another database than this one',
    );
  }
  const isTemporary = response.status === 429 || response.status === 502 || response.status === 503;
  return isTemporary ? { kind: 'away', cause: undefined } : { kind: 'refused', code };
}

/** A stream may hold several pieces at once, which share a buffer. */
async function* copied(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void> {
  for await (const piece of source) yield Uint8Array.prototype.slice.call(piece);
}
