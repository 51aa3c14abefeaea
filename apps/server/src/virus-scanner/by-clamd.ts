/**
 * A virus scanner that speaks the protocol of ClamAV's daemon over TCP or a socket of this machine: INSTREAM, as clamd(8) has it.
 *
 * Sent are `zINSTREAM\0`, then chunks, each after its length as four bytes in network order, then a length of zero; the answer
 * is one line that ends with a zero byte. `stream: OK` lets the file pass, `stream: … FOUND` refuses it; anything else, such as
 * a file longer than `StreamMaxLength`, is a failure.
 */

import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { ScanOptions, ScanVerdict } from './scan-verdict.ts';

export type ClamdSettings = {
  /** `host:port`, or the path of a socket. */
  readonly address: string;
  readonly timeoutMs: number;
};

/** A name of what was found is shorter. */
const maxAnswerBytes = 4096;

/** @throws what the bytes throw, and the reason of the signal */
export async function scanByClamd(
  { address, timeoutMs }: ClamdSettings,
  bytes: AsyncIterable<Uint8Array>,
  { signal }: ScanOptions,
): Promise<ScanVerdict> {
  const socket = connect(placeOf(address));
  const tooLate = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
  const destroy = () => socket.destroy();
  tooLate.addEventListener('abort', destroy);
  if (tooLate.aborted) destroy();
  const answered = answerOf(socket);
  try {
    const isSent = await send(socket, bytes);
    const answer = await answered;
    signal.throwIfAborted();
    if (answer === undefined) return 'failed';
    if (/^stream: .+ FOUND$/.test(answer)) return 'found';
    return answer === 'stream: OK' && isSent ? 'clean' : 'failed';
  } finally {
    tooLate.removeEventListener('abort', destroy);
    destroy();
  }
}

function placeOf(address: string): { readonly path: string } | { readonly host: string; readonly port: number } {
  if (address.startsWith('/')) return { path: address };
  const colon = address.lastIndexOf(':');
  return { host: address.slice(0, colon).replace(/^\[|\]$/g, ''), port: Number(address.slice(colon + 1)) };
}

/** Resolves with the line that was answered; undefined where the connection fails or ends without one. */
function answerOf(socket: Socket): Promise<string | undefined> {
  let text = '';
  return new Promise((resolve) => {
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString('latin1');
      const end = text.indexOf('\0');
      if (end >= 0) resolve(text.slice(0, end));
      else if (text.length > maxAnswerBytes) resolve(undefined);
    });
    socket.once('error', () => resolve(undefined));
    socket.once('close', () => resolve(undefined));
  });
}

/** Resolves with true once everything has been handed over; a scanner that has answered need not read on. */
async function send(socket: Socket, bytes: AsyncIterable<Uint8Array>): Promise<boolean> {
  if (!(await write(socket, Buffer.from('zINSTREAM\0')))) return false;
  for await (const chunk of bytes) {
    if (chunk.byteLength === 0) continue;
    const length = Buffer.alloc(4);
    length.writeUInt32BE(chunk.byteLength);
    socket.write(length);
    if (!(await write(socket, chunk))) return false;
  }
  return write(socket, Buffer.alloc(4));
}

/** Waits until the bytes have left, since whose they are may use the memory again; false where the connection is over. */
async function write(socket: Socket, bytes: Uint8Array): Promise<boolean> {
  if (socket.destroyed) return false;
  const over = new AbortController();
  const left = new Promise<boolean>((resolve) => {
    socket.write(bytes, (error) => resolve(error === undefined || error === null));
  });
  const closed = once(socket, 'close', { signal: over.signal }).then(
    () => false,
    () => false,
  );
  try {
    return await Promise.race([left, closed]);
  } finally {
    over.abort();
  }
}
