/** N-EVENT-REPORT as SCU of storage commitment, PS3.4 §J.3.3: a peer tells what it committed to of what it was asked. */

import { dimseStatus } from '@isocenter/dimse/status';
import type { Association, NotificationRequest, StoreOutcome } from '@isocenter/dimse/verbs';
import type { Kysely } from 'kysely';
import { AccessDenied, requireAccess } from '../access/access.ts';
import type { AuditRecorder } from '../audit/event.ts';
import type { Database } from '../database/schema.ts';
import type { Caller } from '../dimse/admission.ts';
import type { CurrentCallers } from '../peers/current-callers.ts';
import { parseCommitmentReport, reportTypes } from './data-sets.ts';
import { noteReport } from './repository.ts';
import { storageCommitmentInstance } from './service-class.ts';

export type ReportVerbOptions = {
  readonly db: Kysely<Database>;
  readonly audit: AuditRecorder;
  readonly callers: Pick<CurrentCallers, 'current'>;
};

/** Takes a report or refuses it; either is in the audit trail. */
export async function takeCommitmentReport(
  request: NotificationRequest,
  { context, address }: Association<Caller>,
  { db, audit, callers }: ReportVerbOptions,
): Promise<StoreOutcome> {
  const subject = await callers.current(context.subject);
  try {
    await requireAccess({ db, audit, subject, address }, 'dimse:report');
  } catch (error) {
    if (error instanceof AccessDenied) return { status: dimseStatus.notAuthorized, errorComment: 'not authorized' };
    throw error;
  }
  const event = { action: 'dimse:report', subject, address } as const;
  const refuse = (code: string, answer: StoreOutcome): StoreOutcome => {
    audit.count({ ...event, outcome: 'failure', details: { code } });
    return answer;
  };
  if (request.sopInstanceUid !== storageCommitmentInstance) {
    return refuse('no-such-instance', { status: dimseStatus.noSuchObjectInstance });
  }
  if (!Object.values<number>(reportTypes).includes(request.typeId)) {
    return refuse('no-such-event', { status: dimseStatus.noSuchEventType });
  }
  const told = parseCommitmentReport(request.dataSet ?? new Uint8Array(), request.transferSyntaxUid);
  if (told === undefined || !(await noteReport(db, told.transactionUid, subject.aet, told.report))) {
    const answer = { status: dimseStatus.invalidArgumentValue, errorComment: 'no such transaction' };
    return refuse(told === undefined ? 'unreadable' : 'no-such-transaction', answer);
  }
  const details = { committed: told.report.committed.length, failed: told.report.failed.length };
  audit.count({ ...event, outcome: 'success', details });
  return { status: dimseStatus.success };
}
