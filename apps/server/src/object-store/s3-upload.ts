/**
 * Uploads a file: in one request up to 8 MiB, in parts above. Each part goes with its SHA-256, and its arrival is proven by
 * the SHA-256 or the MD5 (ETag) that the store answers with; the whole, by the SHA-256 that was taken before.
 *
 * A part at a time is held. What an upload left that was broken off is ended at once, or by the bucket's lifecycle rule.
 */

import { createHash } from 'node:crypto';
import { readFully } from '../storage/file-system.ts';
import { StorageError } from '../storage/storage-error.ts';
import type { StoredFile } from './object-store.ts';
import type { S3Session } from './s3-store.ts';

const minPartBytes = 8 * 1024 * 1024;
/** S3 takes 10 000. */
const maxParts = 9_000;
/** Hashed at a time, so that nobody waits long for this thread. */
const sliceBytes = 1024 * 1024;

type Part = { readonly body: Buffer; readonly sha256: Buffer; readonly md5: string };
type Answer = { readonly ETag?: string | undefined; readonly ChecksumSHA256?: string | undefined };

/** Returns true where the store has proven that it holds these bytes. @throws StorageError where the file was read otherwise */
export async function uploadFile(
  session: S3Session,
  key: string,
  source: StoredFile,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const partBytes = Math.max(minPartBytes, Math.ceil(source.bytes / maxParts));
  const whole = createHash('sha256');
  const readPart = async (at: number): Promise<Part> => {
    const part = await readHashed(source, at, Math.min(partBytes, source.bytes - at), whole);
    if (at + part.body.byteLength === source.bytes && whole.digest('hex') !== source.sha256) {
      throw new StorageError('corrupt-record', 'A file on the disk reads otherwise than before');
    }
    return part;
  };
  if (source.bytes > partBytes) return uploadParts(session, { key, source, partBytes, readPart, signal });
  const { s3, client, bucket, requestMs } = session;
  const part = await readPart(0);
  const input = { Bucket: bucket, Key: key, Body: part.body, ChecksumSHA256: part.sha256.toString('base64') };
  return isProof(await client.send(new s3.PutObjectCommand(input), limit(requestMs, signal)), part);
}

type Parts = {
  readonly key: string;
  readonly source: StoredFile;
  readonly partBytes: number;
  readonly readPart: (at: number) => Promise<Part>;
  readonly signal: AbortSignal | undefined;
};

async function uploadParts(session: S3Session, { key, source, partBytes, readPart, signal }: Parts): Promise<boolean> {
  const { s3, client, bucket, requestMs } = session;
  const target = { Bucket: bucket, Key: key };
  const begun = new s3.CreateMultipartUploadCommand({ ...target, ChecksumAlgorithm: 'SHA256' });
  const { UploadId } = await client.send(begun, limit(requestMs, signal));
  const parts: { PartNumber: number; ETag: string | undefined; ChecksumSHA256: string }[] = [];
  let isProven = true;
  try {
    for (let at = 0; at < source.bytes; at += partBytes) {
      const part = await readPart(at);
      const PartNumber = parts.length + 1;
      const ChecksumSHA256 = part.sha256.toString('base64');
      const input = { ...target, UploadId, PartNumber, Body: part.body, ChecksumSHA256 };
      const answer = await client.send(new s3.UploadPartCommand(input), limit(requestMs, signal));
      isProven &&= isProof(answer, part);
      parts.push({ PartNumber, ETag: answer.ETag, ChecksumSHA256 });
    }
    const complete = { ...target, UploadId, MultipartUpload: { Parts: parts } };
    await client.send(new s3.CompleteMultipartUploadCommand(complete), limit(requestMs, signal));
    return isProven;
  } catch (error) {
    const abort = new s3.AbortMultipartUploadCommand({ ...target, UploadId });
    // A store that is away cannot be told; what failed first says more.
    await client.send(abort, limit(requestMs, undefined)).catch(() => undefined);
    throw error;
  }
}

async function readHashed(source: StoredFile, from: number, bytes: number, whole: ReturnType<typeof createHash>) {
  const body = Buffer.allocUnsafeSlow(bytes);
  const sha256 = createHash('sha256');
  const md5 = createHash('md5');
  for (let at = 0; at < bytes; at += sliceBytes) {
    const slice = body.subarray(at, at + sliceBytes);
    if ((await readFully(source.file, slice, from + at)) < slice.byteLength) {
      throw new StorageError('corrupt-record', 'A file on the disk is shorter than before');
    }
    whole.update(slice);
    sha256.update(slice);
    md5.update(slice);
  }
  return { body, sha256: sha256.digest(), md5: md5.digest('hex') };
}

function isProof({ ETag, ChecksumSHA256 }: Answer, { sha256, md5 }: Part): boolean {
  return ChecksumSHA256 === sha256.toString('base64') || ETag?.replaceAll('"', '') === md5;
}

function limit(requestMs: number, signal: AbortSignal | undefined) {
  const timeout = AbortSignal.timeout(requestMs);
  return { abortSignal: signal === undefined ? timeout : AbortSignal.any([timeout, signal]) };
}
