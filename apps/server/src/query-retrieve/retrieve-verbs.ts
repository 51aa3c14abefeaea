/** C-MOVE and C-GET as SCP, PS3.4 §C.4.2 and §C.4.3: sends what is asked for and may be seen. */

import { DimseError } from '@isocenter/dimse/errors';
import { dimseStatus } from '@isocenter/dimse/status';
import type {
  Association,
  GetRequest,
  GetSuboperations,
  MoveRequest,
  RetrieveOutcome,
  SuboperationCounts,
} from '@isocenter/dimse/verbs';
import type { Kysely } from 'kysely';
import { AccessDenied, requireAccess } from '../access/access.ts';
import { mayTake } from '../access/action.ts';
import type { OpenAnswers } from '../access/open-answers.ts';
import { downloading } from '../access/readable-studies.ts';
import type { ArchiveReader } from '../archive/archive.ts';
import type { AuditRecorder } from '../audit/event.ts';
import type { Database } from '../database/schema.ts';
import type { AdmittedCaller, Caller } from '../dimse/admission.ts';
import { currentCaller } from '../peers/caller.ts';
import type { StoredInstance } from '../retrieval/instance-repository.ts';
import { type IdentifierQuery, readIdentifier } from './identifier.ts';
import { findModel } from './information-models.ts';
import { type FindDestination, openReceivers } from './move-destination.ts';
import { runParallelSuboperations } from './parallel-suboperations.ts';
import { QueryError } from './query-error.ts';
import { listRequested } from './requested-instances.ts';
import { type Receiver, runSuboperations, type SuboperationOptions } from './suboperations.ts';

export type RetrieveVerbOptions = SuboperationOptions & {
  readonly db: Kysely<Database>;
  readonly audit: AuditRecorder;
  readonly reader: ArchiveReader;
  readonly aeTitle: string;
  readonly findDestination: FindDestination;
  readonly answers: Pick<OpenAnswers, 'follow'>;
};

type Progress = AsyncGenerator<SuboperationCounts, RetrieveOutcome, void>;

/** @throws DimseError `operation-refused` with the status to answer */
export async function* moveInstances(
  request: MoveRequest,
  association: Association<AdmittedCaller>,
  options: RetrieveVerbOptions,
): Progress {
  const asked = await admitted('move', request, association, options);
  const instances = await requested(asked, options);
  const destination = await options.findDestination(request.destinationAet);
  if (destination === undefined) throw asked.refuse(dimseStatus.moveDestinationUnknown, 'move-destination-unknown');
  noteTaken(asked, instances, options);
  const receivers = openReceivers(destination, options.aeTitle, instances);
  const moveOriginator = { aet: association.callingAet, messageId: request.messageId };
  const reading = readingAhead(options, instances);
  const { signal, revoked, unfollow } = follow('move', request, association, { ...options, instances });
  const granted = receivers.map((receiver) => untilRevoked(receiver, revoked, () => receiver.abort()));
  const moved = { ...request, signal, instances, moveOriginator };
  try {
    const [receiver] = granted;
    const progress =
      receiver === undefined || granted.length > 1
        ? runParallelSuboperations({ ...moved, receivers: granted }, reading)
        : runSuboperations({ ...moved, receiver }, reading);
    return outcomeOf(yield* progress, revoked);
  } finally {
    unfollow();
    await Promise.all(receivers.map((receiver) => receiver.close()));
  }
}

/** @throws DimseError `operation-refused` with the status to answer */
export async function* getInstances(
  request: GetRequest,
  association: Association<AdmittedCaller>,
  suboperations: GetSuboperations,
  options: RetrieveVerbOptions,
): Progress {
  const asked = await admitted('get', request, association, options);
  const instances = await requested(asked, options);
  noteTaken(asked, instances, options);
  const asker = {
    contextsFor: async ({ sopClassUid }: StoredInstance) =>
      suboperations.contexts.filter(({ abstractSyntax }) => abstractSyntax === sopClassUid),
    store: suboperations.store.bind(suboperations),
  };
  const { signal, revoked, unfollow } = follow('get', request, association, { ...options, instances });
  const receiver = untilRevoked(asker, revoked, () => suboperations.abort());
  const reading = readingAhead(options, instances);
  try {
    return outcomeOf(yield* runSuboperations({ ...request, signal, instances, receiver }, reading), revoked);
  } finally {
    unfollow();
  }
}

type Followed = Pick<RetrieveVerbOptions, 'answers' | 'db'> & { readonly instances: readonly StoredInstance[] };

/**
 * No instance is sent any more after one of them was `revoked`, the peer may not ask for any more, or the retrieval was
 * cancelled.
 */
function follow(
  verb: 'get' | 'move',
  request: GetRequest,
  { context: { subject } }: Association<AdmittedCaller>,
  { answers, db, instances: given }: Followed,
): { readonly signal: AbortSignal; readonly revoked: AbortSignal; readonly unfollow: () => void } {
  const cutting = new AbortController();
  const reach = { privileges: downloading };
  const identify = async () => {
    const caller = await currentCaller(db, subject);
    return mayTake(caller, `dimse:${verb}`) ? caller : { ...caller, verbs: [] };
  };
  const unfollow = answers.follow({ identify, given, reach, cut: () => cutting.abort() });
  const revoked = cutting.signal;
  return { signal: AbortSignal.any([request.signal, revoked]), revoked, unfollow };
}

/** An instance that is on its way when it is revoked ends in its middle, and its association with it. */
function untilRevoked(receiver: Receiver, revoked: AbortSignal, abort: () => void): Receiver {
  return {
    contextsFor: (instance) => receiver.contextsFor(instance),
    async store(instance) {
      if (revoked.aborted) throw new DimseError('association-closed', 'what was to be sent is revoked');
      const { dataSet } = instance;
      if (!(Symbol.asyncIterator in dataSet)) return receiver.store(instance);
      const allHasLeft = () => revoked.removeEventListener('abort', abort);
      revoked.addEventListener('abort', abort);
      try {
        return await receiver.store({ ...instance, dataSet: toTheEnd(dataSet, allHasLeft) });
      } finally {
        allHasLeft();
      }
    },
  };
}

async function* toTheEnd(chunks: AsyncIterable<Uint8Array>, ended: () => void): AsyncGenerator<Uint8Array, void> {
  yield* chunks;
  ended();
}

/** What was revoked before all of it was sent ends as if it had been cancelled: nobody takes a part for the whole. */
function outcomeOf(outcome: RetrieveOutcome, revoked: AbortSignal): RetrieveOutcome {
  const isPart = revoked.aborted && outcome.counts?.remaining !== 0;
  return isPart ? { ...outcome, status: dimseStatus.cancel } : outcome;
}

function readingAhead(options: RetrieveVerbOptions, instances: readonly StoredInstance[]): SuboperationOptions {
  return { ...options, reader: options.reader.inOrder(instances.map(({ location }) => location)) };
}

/** A retrieval that its caller may ask for and whose identifier can be read. */
type Asked = {
  readonly query: IdentifierQuery;
  readonly event: {
    readonly action: 'dimse:get' | 'dimse:move';
    readonly subject: Caller['subject'];
    readonly address: string;
  };
  /** Of the destination, for the trail. */
  readonly to: { readonly aeTitle?: string };
  /** Notes the refusal in the trail and returns what is thrown. */
  readonly refuse: (status: number, code: string) => DimseError;
};

async function admitted(
  verb: 'get' | 'move',
  request: GetRequest | MoveRequest,
  { context, address }: Association<AdmittedCaller>,
  { db, audit }: RetrieveVerbOptions,
): Promise<Asked> {
  const subject = await currentCaller(db, context.subject);
  const event = { action: `dimse:${verb}`, subject, address } as const;
  const to = 'destinationAet' in request ? { aeTitle: request.destinationAet } : {};
  const refuse = (status: number, code: string) => {
    audit.count({ ...event, outcome: 'failure', details: { code, ...to } });
    return refused(status, code);
  };
  try {
    await requireAccess({ db, audit, subject, address }, event.action);
    const model = findModel(request.sopClassUid, verb);
    if (model === undefined) throw refuse(dimseStatus.sopClassNotSupported, 'no-information-model');
    const query = readIdentifier(request, model, context.agreed.get(request.sopClassUid) ?? new Set());
    return { query, event, to, refuse };
  } catch (error) {
    if (error instanceof AccessDenied) throw refused(dimseStatus.notAuthorized, 'not authorized');
    if (error instanceof QueryError) throw refuse(error.status, error.code);
    throw error;
  }
}

async function requested(
  { query, event, refuse }: Asked,
  { db, reader }: RetrieveVerbOptions,
): Promise<readonly StoredInstance[]> {
  await reader.settled();
  try {
    return await listRequested(db, event.subject, query);
  } catch (error) {
    if (error instanceof QueryError) throw refuse(error.status, error.code);
    throw error;
  }
}

/** An entry of the trail for each study of which something is sent. */
function noteTaken(
  { query, event, to }: Asked,
  instances: readonly StoredInstance[],
  { audit }: RetrieveVerbOptions,
): void {
  for (const id of new Set(instances.map(({ studyId }) => studyId))) {
    const object = { kind: 'study', id } as const;
    audit.count({ ...event, outcome: 'success', object, details: { level: query.level, ...to } });
  }
}

function refused(status: number, errorComment: string): DimseError {
  return new DimseError('operation-refused', `a retrieval was refused: ${errorComment}`, { status, errorComment });
}
