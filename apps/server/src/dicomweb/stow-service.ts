/**
 * Stores the instances of a STOW-RS request as they arrive, PS3.18 §10.5: each part goes straight into the archive, and while
 * one becomes durable the next is received.
 *
 * Every part has its own result. What was stored stays stored when a later part is broken.
 */

import type { Ingest } from '../archive/archive.ts';
import type { IntakeRequest, IntakeResult } from '../archive/intake.ts';
import { Part10Intake } from '../archive/part10-intake.ts';
import { isUnavailable } from '../database/errors.ts';
import { HttpProblem } from '../http/problem.ts';
import type { Logger } from '../logging.ts';
import { StorageError } from '../storage/storage-error.ts';
import { parseMediaType } from './media-type.ts';
import type { MultipartPart } from './multipart-reader.ts';
import type { StowFailureCode, StowResult } from './stow-response.ts';

/** Instances that wait for the disk at the same time; each holds at most 1 MiB. */
const maxFinishing = 32;

export type StowDeps = { readonly ingest: Ingest; readonly logger: Logger };

export type StowRequest = {
  readonly parts: AsyncIterable<MultipartPart>;
  readonly provenance: IntakeRequest['provenance'];
  /** Of the address: instances of another study are refused, PS3.18 §10.5.1. */
  readonly studyInstanceUid: string | undefined;
};

/**
 * Returns a result for each part, in their order.
 *
 * @throws HttpProblem `multipart-malformed`, `multipart-too-large` where the body is broken and had no part before
 */
export async function storeParts(deps: StowDeps, request: StowRequest): Promise<readonly StowResult[]> {
  const results: Promise<StowResult>[] = [];
  const finishing = new Set<Promise<StowResult>>();
  try {
    for await (const part of request.parts) {
      if (finishing.size >= maxFinishing) await Promise.race(finishing);
      const result = await receivePart(deps, request, part);
      if (result.kind !== 'finishing') {
        results.push(Promise.resolve(result));
        continue;
      }
      results.push(result.result);
      finishing.add(result.result);
      // It never rejects.
      void result.result.then(() => finishing.delete(result.result));
    }
  } catch (error) {
    if (results.length === 0) throw toProblem(error);
    deps.logger.warn({ code: 'stow-body-broken', parts: results.length }, 'a store request broke off');
    results.push(Promise.resolve({ kind: 'failed', code: 'body-broken', identity: undefined }));
  }
  return Promise.all(results);
}

/** A single instance as the whole body, PS3.18 §10.5.2. */
export async function* singlePart(body: AsyncIterable<Uint8Array>): AsyncGenerator<MultipartPart, void> {
  yield { headers: new Map(), body };
}

type Received = StowResult | { readonly kind: 'finishing'; readonly result: Promise<StowResult> };

/** Takes the bytes of one part. @throws what the body throws when it is broken */
async function receivePart({ ingest, logger }: StowDeps, request: StowRequest, part: MultipartPart): Promise<Received> {
  const contentType = part.headers.get('content-type');
  if (contentType !== undefined && parseMediaType(contentType)?.type !== 'application/dicom') {
    return { kind: 'failed', code: 'part-media-type', identity: undefined };
  }
  const { provenance, studyInstanceUid } = request;
  const expected = studyInstanceUid === undefined ? {} : { expected: { studyInstanceUid } };
  const intake = new Part10Intake((transferSyntax) =>
    ingest.open({ transferSyntax, provenance, policy: 'first', ...expected }),
  );
  const refused = await takeBody(intake, part.body);
  if (refused !== undefined) return failureOf(refused.error, logger);
  const result = intake.finish().then(toResult, (error: unknown) => failureOf(error, logger));
  return { kind: 'finishing', result };
}

/**
 * Hands the bytes of a part to the archive. Once that cannot take them, the rest is dropped: the parts that follow are
 * none the worse.
 *
 * @returns why the archive took no more of them
 * @throws what the body throws when it is broken
 */
async function takeBody(
  intake: Part10Intake,
  body: AsyncIterable<Uint8Array>,
): Promise<{ readonly error: unknown } | undefined> {
  let refused: { readonly error: unknown } | undefined;
  try {
    for await (const chunk of body) {
      if (refused !== undefined) continue;
      try {
        const waits = intake.write(chunk);
        if (waits !== undefined) await waits;
      } catch (error) {
        refused = { error };
        await intake.abort();
      }
    }
  } catch (error) {
    await intake.abort();
    if (refused === undefined) throw error;
  }
  return refused;
}

/** What fails here is never the sender's fault: what is wrong with an object is a result of the archive. */
export function failureOf(error: unknown, logger: Logger): StowResult {
  const code = failureCodeOf(error);
  logger.error({ code: 'stow-failed', failure: code, err: error }, 'an instance could not be stored');
  return { kind: 'failed', code, identity: undefined };
}

function failureCodeOf(error: unknown): StowFailureCode {
  if (error instanceof StorageError) return 'out-of-resources';
  return isUnavailable(error) ? 'database-unavailable' : 'processing-failure';
}

/** Returns what is answered of an object that the archive took or refused. */
export function toResult(result: IntakeResult): StowResult {
  if (result.kind === 'durable') {
    const { sopClassUid, sopInstanceUid, seriesInstanceUid, studyInstanceUid } = result;
    return { kind: 'stored', sopClassUid, sopInstanceUid, seriesInstanceUid, studyInstanceUid };
  }
  const { code, identity } = result;
  const isIdentified = identity !== undefined && identity.sopClassUid !== '' && identity.sopInstanceUid !== '';
  return { kind: 'failed', code, identity: isIdentified ? identity : undefined };
}

/** Returns the problem of a body that could not be read to its end. */
export function toProblem(error: unknown): HttpProblem {
  if (error instanceof HttpProblem) return error;
  return new HttpProblem('multipart-malformed', { detail: 'The body could not be read to its end.', cause: error });
}
