/** Takes the bytes of one file into quarantine. Once this resolves the file is durable; broken off, nothing of it stays. */

import type { Kysely } from 'kysely';
import type { Database } from '../database/schema.ts';
import { HttpProblem } from '../http/problem.ts';
import { StorageError } from '../storage/storage-error.ts';
import type { QuarantineFiles, QuarantineWriter } from './quarantine-files.ts';
import { beginUpload, dropUpload, measureWaiting, noteReceived } from './repository.ts';

export type UploadLimits = {
  readonly maxFileBytes: number;
  /** Of one person, in all their teams. */
  readonly maxWaitingBytes: number;
  readonly waitDays: number;
};

export type ReceiveDeps = {
  readonly db: Kysely<Database>;
  readonly files: QuarantineFiles;
  readonly owner: string;
  readonly limits: UploadLimits;
  /** True while there is no room for objects. */
  readonly isFull: () => boolean;
  readonly now: () => Date;
};

export type UploadSender = { readonly teamId: number; readonly userId: number; readonly address: string | undefined };

const dayMs = 24 * 60 * 60_000;

/** @throws HttpProblem `too-much-waiting`, `payload-too-large`, `disk-full`, and what the body throws */
export async function receiveUpload(
  { db, files, owner, limits, isFull, now }: ReceiveDeps,
  sender: UploadSender,
  body: AsyncIterable<Uint8Array>,
): Promise<number> {
  if ((await measureWaiting(db, sender.userId)) >= limits.maxWaitingBytes) throw new HttpProblem('too-much-waiting');
  if (isFull()) throw new HttpProblem('disk-full');
  const key = files.newKey();
  const [at, expiresAt] = [now(), new Date(now().getTime() + limits.waitDays * dayMs)];
  const id = await beginUpload(db, { ...sender, ...key, owner, now: at, expiresAt });
  let writer: QuarantineWriter | undefined;
  try {
    writer = await files.create(id, key);
    await writeAll(writer, body, { maxFileBytes: limits.maxFileBytes, isFull });
    await writer.finish();
    await noteReceived(db, id, writer.lengthBytes);
    return id;
  } catch (error) {
    await writer?.abort();
    await files.remove(id);
    await dropUpload(db, id);
    if (error instanceof StorageError) throw new HttpProblem('disk-full', { cause: error });
    throw error;
  }
}

/** Once the file is refused, the rest is dropped: who still sends would not hear the answer. */
async function writeAll(
  writer: QuarantineWriter,
  body: AsyncIterable<Uint8Array>,
  { maxFileBytes, isFull }: { readonly maxFileBytes: number; readonly isFull: () => boolean },
): Promise<void> {
  let refusal: unknown;
  for await (const chunk of body) {
    if (refusal !== undefined) continue;
    if (writer.lengthBytes + chunk.byteLength > maxFileBytes) refusal = new HttpProblem('payload-too-large');
    else if (isFull()) refusal = new HttpProblem('disk-full');
    else
      refusal = await writer.write(chunk).then(
        () => undefined,
        (error: unknown) => error,
      );
  }
  if (refusal !== undefined) throw refusal;
}
