/** C-FIND as SCP, PS3.4 §C.4.1: answers from the index what the caller asks and may see. */

import { findTransferSyntax } from '@isocenter/dicom/transfer-syntax';
import { DimseError } from '@isocenter/dimse/errors';
import type { QueryOption } from '@isocenter/dimse/query-options';
import { dimseStatus } from '@isocenter/dimse/status';
import type { Association, FindMatch, FindRequest } from '@isocenter/dimse/verbs';
import type { Kysely } from 'kysely';
import { AccessDenied, requireAccess } from '../access/access.ts';
import { mayTake } from '../access/action.ts';
import type { ArchiveReader } from '../archive/archive.ts';
import type { AuditRecorder } from '../audit/event.ts';
import type { Database } from '../database/schema.ts';
import type { AdmittedCaller, Caller } from '../dimse/admission.ts';
import type { CurrentCallers } from '../peers/current-callers.ts';
import { formatAttributePath } from '../query/matching.ts';
import { createAnswerEncoder, knownAttributes } from './answer.ts';
import { type IdentifierQuery, readIdentifier } from './identifier.ts';
import { findModel } from './information-models.ts';
import { QueryError } from './query-error.ts';
import { resolveQuery } from './resolve-query.ts';
import { searchRows } from './search.ts';
import type { PlaceZone } from './time-zone.ts';
import { inZone } from './zoned-answer.ts';
import { zonedQuery } from './zoned-query.ts';

const none: ReadonlySet<QueryOption> = new Set();

export type FindVerbOptions = {
  readonly db: Kysely<Database>;
  readonly audit: AuditRecorder;
  readonly reader: Pick<ArchiveReader, 'ask'>;
  readonly callers: Pick<CurrentCallers, 'current'>;
  readonly aeTitle: string;
  /** Of dates and times that name none. */
  readonly zone: PlaceZone;
};

/** Yields an answer for each match. @throws DimseError `operation-refused` with the status to answer */
export async function* findMatches(
  request: FindRequest,
  association: Association<AdmittedCaller>,
  options: FindVerbOptions,
): AsyncGenerator<FindMatch, void> {
  const { address } = association;
  const { agreed: agreedBySopClass } = association.context;
  const { db, audit, reader, aeTitle, zone } = options;
  const subject = await mayQuery(association, options);
  const agreed = agreedBySopClass.get(request.sopClassUid) ?? none;
  const refuse = (status: number, code: string) => {
    const details = { edge: 'c-find', code };
    audit.count({ action: 'study:search', outcome: 'failure', subject, address, details });
    return refused(status, code);
  };
  const query = readQuery(request, agreed, refuse);
  const { offsetMinutes } = query;
  const zoned = offsetMinutes === undefined ? undefined : zonedQuery(query);
  const resolved = resolveQuery(zoned?.around ?? query, {
    isRelational: agreed.has('relational'),
    isFuzzy: agreed.has('fuzzyNames'),
  });
  const isWarning = resolved.unsupported.length > 0 || (zoned?.unsupported.length ?? 0) > 0;
  // The context was accepted with it.
  const transferSyntax = findTransferSyntax(request.transferSyntaxUid);
  if (transferSyntax === undefined) throw refuse(dimseStatus.processingFailure, 'transfer-syntax-unknown');
  const namesZone = agreed.has('timezone');
  const encodeAnswer = createAnswerEncoder({ query, transferSyntax, retrieveAet: aeTitle, namesZone });
  let results = 0;
  let isRevoked = false;
  try {
    for await (const row of searchRows({ db, reader }, subject, resolved)) {
      if (request.signal.aborted) return;
      isRevoked = !mayTake(await options.callers.current(subject), 'study:search');
      if (isRevoked) throw refused(dimseStatus.notAuthorized, 'not authorized');
      const known = knownAttributes(row);
      const layers = namesZone ? inZone(known, zone, offsetMinutes) : known;
      if (zoned?.isMatch(layers) === false) continue;
      results += 1;
      yield { identifier: encodeAnswer(layers), isWarning };
    }
  } finally {
    const keys = resolved.matched.map(formatAttributePath);
    const answered = { edge: 'c-find', level: query.level, keys, results };
    const outcome = isRevoked ? 'denied' : 'success';
    const details = isRevoked ? { ...answered, reason: 'forbidden' } : answered;
    audit.count({ action: 'study:search', outcome, subject, address, details });
  }
}

/** Returns who asks, as the list is now. */
async function mayQuery(
  { address, context }: Association<AdmittedCaller>,
  { db, audit, callers }: FindVerbOptions,
): Promise<Caller['subject']> {
  const subject = await callers.current(context.subject);
  try {
    await requireAccess({ db, audit, subject, address }, 'study:search');
  } catch (error) {
    if (error instanceof AccessDenied) throw refused(dimseStatus.notAuthorized, 'not authorized');
    throw error;
  }
  return subject;
}

function readQuery(
  request: FindRequest,
  agreed: ReadonlySet<QueryOption>,
  refuse: (status: number, code: string) => DimseError,
): IdentifierQuery {
  const model = findModel(request.sopClassUid, 'find');
  if (model === undefined) throw refuse(dimseStatus.sopClassNotSupported, 'no-information-model');
  try {
    return readIdentifier(request, model, agreed);
  } catch (error) {
    if (error instanceof QueryError) throw refuse(error.status, error.code);
    throw error;
  }
}

function refused(status: number, errorComment: string): DimseError {
  return new DimseError('operation-refused', `a query was refused: ${errorComment}`, { status, errorComment });
}
