/**
 * A store that speaks S3, over Amazon's client, which is loaded when a bucket is configured and not before.
 *
 * Each request has a time limit and is tried three times; a body that ends early counts as an answer that did not come.
 * Uploading and its proof is `s3-upload.ts`.
 */

import type { _Object, GetObjectCommandOutput, S3Client, S3ClientConfig } from '@aws-sdk/client-s3';
import { StorageError } from '../storage/storage-error.ts';
import type { ListedObject, ObjectStore } from './object-store.ts';
import { uploadFile } from './s3-upload.ts';

export type S3Options = {
  readonly bucket: string;
  /** Undefined for Amazon's own. */
  readonly endpoint: string | undefined;
  readonly region: string;
  /** Undefined: the chain of environment, profile and machine role. */
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string } | undefined;
  /** `https://host/bucket/key` in place of `https://bucket.host/key`. */
  readonly forcePathStyle: boolean;
  readonly times?: S3Times;
};

export type S3Times = { readonly connectMs: number; readonly idleMs: number; readonly requestMs: number };

const defaultTimes: S3Times = { connectMs: 3_000, idleMs: 15_000, requestMs: 60_000 };
const attempts = 3;
const maxSockets = 32;

export type S3 = typeof import('@aws-sdk/client-s3');

/** What the parts of this folder share of a client. */
export type S3Session = {
  readonly s3: S3;
  readonly client: S3Client;
  readonly bucket: string;
  readonly requestMs: number;
};

/** Loads the client; asks nothing of the store yet. */
export async function openS3Store(options: S3Options): Promise<ObjectStore> {
  const s3 = await import('@aws-sdk/client-s3');
  const times = options.times ?? defaultTimes;
  const client = new s3.S3Client(clientConfig(options, times));
  signWithChecksum(client);
  return new S3Store({ s3, client, bucket: options.bucket, requestMs: times.requestMs }, addressOf(options));
}

function clientConfig(options: S3Options, times: S3Times): S3ClientConfig {
  const { endpoint, region, credentials, forcePathStyle } = options;
  return {
    region,
    forcePathStyle,
    maxAttempts: attempts,
    // Checksums are ours, made once; those that the client would add are not understood by every store.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: {
      connectionTimeout: times.connectMs,
      socketTimeout: times.idleMs,
      httpAgent: { keepAlive: true, maxSockets },
      httpsAgent: { keepAlive: true, maxSockets },
    },
    ...(endpoint !== undefined && { endpoint }),
    ...(credentials !== undefined && { credentials }),
  };
}

/** The signature takes the SHA-256 that a part goes with: hashing it once more would hold this thread up. */
function signWithChecksum(client: S3Client): void {
  client.middlewareStack.add(
    (next) => (args) => {
      // In this step the client's requests are those of HTTP; its types leave that open.
      const { headers } = args.request as { readonly headers: Record<string, string> };
      const checksum = headers['x-amz-checksum-sha256'];
      if (checksum !== undefined) headers['x-amz-content-sha256'] = Buffer.from(checksum, 'base64').toString('hex');
      return next(args);
    },
    { step: 'build', name: 'signWithChecksum' },
  );
}

function addressOf({ bucket, endpoint, region }: S3Options): string {
  return endpoint === undefined ? `${bucket} (Amazon S3, ${region})` : `${bucket} at ${endpoint}`;
}

class S3Store implements ObjectStore {
  readonly address: string;
  readonly #session: S3Session;

  constructor(session: S3Session, address: string) {
    this.#session = session;
    this.address = address;
  }

  put: ObjectStore['put'] = async (key, source, signal) => {
    try {
      const isProven = await uploadFile(this.#session, key, source, signal);
      const bytes = await this.findBytes(key);
      if (bytes !== source.bytes) throw unavailable(undefined, 'The store holds another length than was sent');
      // A store that confirms no content is asked for it.
      if (!isProven) await this.#compare(key, source);
    } catch (error) {
      throw asStorageError(error);
    }
  };

  async read(key: string, start: number, end: number): Promise<Buffer> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#readOnce(key, start, end);
      } catch (error) {
        const storageError = asStorageError(error);
        // The client tried to get an answer three times; what is tried again here is a body that broke off.
        const isBroken = storageError.details.system === brokenBody;
        if (!isBroken || attempt === attempts) throw storageError;
      }
    }
  }

  async findBytes(key: string): Promise<number | undefined> {
    const { s3, client, bucket } = this.#session;
    try {
      const command = new s3.HeadObjectCommand({ Bucket: bucket, Key: key });
      const { ContentLength } = await client.send(command, this.#limit());
      return ContentLength;
    } catch (error) {
      const storageError = asStorageError(error);
      if (storageError.code === 'not-found') return undefined;
      throw storageError;
    }
  }

  async remove(key: string): Promise<void> {
    const { s3, client, bucket } = this.#session;
    try {
      await client.send(new s3.DeleteObjectCommand({ Bucket: bucket, Key: key }), this.#limit());
    } catch (error) {
      const storageError = asStorageError(error);
      if (storageError.code !== 'not-found') throw storageError;
    }
  }

  async *list(prefix: string): AsyncGenerator<ListedObject, void> {
    const { s3, client, bucket } = this.#session;
    for (let token: string | undefined; ; ) {
      const input = { Bucket: bucket, Prefix: prefix, ...(token !== undefined && { ContinuationToken: token }) };
      let found: readonly _Object[];
      let next: string | undefined;
      try {
        const { Contents = [], NextContinuationToken } = await client.send(
          new s3.ListObjectsV2Command(input),
          this.#limit(),
        );
        found = Contents;
        next = NextContinuationToken;
      } catch (error) {
        throw asStorageError(error);
      }
      for (const { Key, Size = 0 } of found) if (Key !== undefined) yield { key: Key, bytes: Size };
      if (next === undefined) return;
      token = next;
    }
  }

  close(): void {
    this.#session.client.destroy();
  }

  async #readOnce(key: string, start: number, end: number): Promise<Buffer> {
    const { s3, client, bucket } = this.#session;
    const command = new s3.GetObjectCommand({ Bucket: bucket, Key: key, Range: `bytes=${start}-${end - 1}` });
    const { Body } = await client.send(command, this.#limit());
    return collect(Body, end - start);
  }

  async #compare(key: string, { bytes, sha256 }: { readonly bytes: number; readonly sha256: string }): Promise<void> {
    const { createHash } = await import('node:crypto');
    const hash = createHash('sha256');
    const pieceBytes = 4 * 1024 * 1024;
    for (let at = 0; at < bytes; at += pieceBytes) {
      hash.update(await this.read(key, at, Math.min(at + pieceBytes, bytes)));
    }
    if (hash.digest('hex') !== sha256) throw unavailable(undefined, 'The store holds other bytes than were sent');
  }

  #limit() {
    return { abortSignal: AbortSignal.timeout(this.#session.requestMs) };
  }
}

const brokenBody = 'broken-body';

/** Returns the body, of the length that was asked for. */
async function collect(body: GetObjectCommandOutput['Body'], bytes: number): Promise<Buffer> {
  const whole = Buffer.allocUnsafeSlow(bytes);
  let filled = 0;
  try {
    // In Node the client gives a stream of the response; its type covers browsers as well.
    for await (const piece of body as unknown as AsyncIterable<Buffer>) {
      if (filled + piece.byteLength > bytes) break;
      filled += piece.copy(whole, filled);
    }
  } catch (error) {
    throw unavailable(error, 'The store broke off', brokenBody);
  }
  if (filled !== bytes) throw unavailable(undefined, 'The store sent another length than was asked for', brokenBody);
  return whole;
}

const absentNames: ReadonlySet<string> = new Set(['NoSuchKey', 'NotFound']);

/** The client's messages may quote a request: its name of the error is kept, and no more. */
function asStorageError(error: unknown): StorageError {
  if (error instanceof StorageError) return error;
  const name = error instanceof Error ? error.name : 'unknown';
  if (absentNames.has(name))
    return new StorageError('not-found', 'The store has nothing under this key', { system: name });
  return unavailable(error);
}

function unavailable(error: unknown, message = 'The S3 store does not answer as it should', system?: string) {
  const status = httpStatusOf(error);
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  const name = code ?? (error instanceof Error ? error.name : 'unexpected');
  return new StorageError('store-unavailable', message, {
    system: system ?? (status === undefined ? name : `${name} ${status}`),
  });
}

function httpStatusOf(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('$metadata' in error)) return undefined;
  const { $metadata } = error;
  if (typeof $metadata !== 'object' || $metadata === null || !('httpStatusCode' in $metadata)) return undefined;
  return typeof $metadata.httpStatusCode === 'number' ? $metadata.httpStatusCode : undefined;
}
