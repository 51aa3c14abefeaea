/**
 * N-ACTION as SCP of storage commitment, PS3.4 §J.3.2: a request is answered with success once it is on record; what
 * becomes of it is the `Reporter`'s.
 */

import { dimseStatus } from '@isocenter/dimse/status';
import type { Association, NotificationRequest, StoreOutcome } from '@isocenter/dimse/verbs';
import type { Kysely } from 'kysely';
import { AccessDenied, requireAccess } from '../access/access.ts';
import type { AuditRecorder } from '../audit/event.ts';
import type { Database } from '../database/schema.ts';
import type { Caller } from '../dimse/admission.ts';
import type { CurrentCallers } from '../peers/current-callers.ts';
import { parseCommitmentRequest } from './data-sets.ts';
import type { CommitmentReporter } from './reporter.ts';
import { insertCommitment } from './repository.ts';
import { requestCommitmentAction, storageCommitmentInstance } from './service-class.ts';

export type ActionVerbOptions = {
  readonly db: Kysely<Database>;
  readonly audit: AuditRecorder;
  readonly callers: Pick<CurrentCallers, 'current'>;
  readonly now: () => Date;
  readonly commitments: Pick<CommitmentReporter, 'take'>;
};

export async function takeCommitmentRequest(
  request: NotificationRequest,
  association: Association<Caller>,
  { db, audit, callers, now, commitments }: ActionVerbOptions,
): Promise<StoreOutcome> {
  const subject = await callers.current(association.context.subject);
  const { address } = association;
  try {
    await requireAccess({ db, audit, subject, address }, 'dimse:commit');
  } catch (error) {
    if (error instanceof AccessDenied) return { status: dimseStatus.notAuthorized, errorComment: 'not authorized' };
    throw error;
  }
  const event = { action: 'dimse:commit', subject, address } as const;
  const refuse = (code: string, answer: StoreOutcome): StoreOutcome => {
    audit.count({ ...event, outcome: 'failure', details: { code } });
    return answer;
  };
  if (request.sopInstanceUid !== storageCommitmentInstance) {
    return refuse('no-such-instance', { status: dimseStatus.noSuchObjectInstance });
  }
  if (request.typeId !== requestCommitmentAction) {
    return refuse('no-such-action', { status: dimseStatus.noSuchActionType });
  }
  const asked = parseCommitmentRequest(request.dataSet ?? new Uint8Array(), request.transferSyntaxUid);
  if (asked === undefined) {
    return refuse('unreadable', { status: dimseStatus.invalidArgumentValue, errorComment: 'request unreadable' });
  }
  const { aet: aeTitle, peerId } = subject;
  const recorded = insertCommitment(db, { ...asked, aeTitle, peerId, address: subject.address }, now());
  const { transferSyntaxUid } = request;
  const id = await commitments.take(recorded, { association, transferSyntaxUid });
  const object = { kind: 'commitment', id } as const;
  const details = { instances: asked.instances.length };
  audit.count({ ...event, outcome: 'success', object, details });
  return { status: dimseStatus.success };
}
