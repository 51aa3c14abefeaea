/** The second half of `isocenter send --commit`: asks for storage commitment and prints what the peer reports. */

import { setTimeout as delay } from 'node:timers/promises';
import { DimseError } from '@isocenter/dimse/errors';
import type { InstanceReference } from '../commitment/data-sets.ts';
import type { ReportInbox } from '../commitment/request-commitment.ts';
import type { Target } from '../sending/send-files.ts';
import { type CommandContext, databaseOptions } from './command.ts';

type Inquiry = { readonly target: Target; readonly instances: readonly InstanceReference[]; readonly waitMs: number };

/** Instances that a person is shown one by one; `--json` has them all. */
const listed = 20;

/** Sets the exit code to 1 where not everything is committed to. */
export async function commit(context: CommandContext, { target, instances, waitMs }: Inquiry): Promise<void> {
  const { output } = context;
  const { requestCommitment } = await import('../commitment/request-commitment.ts');
  const { openDatabase } = await import('../database/database.ts');
  const database = await openDatabase(databaseOptions(context, 'guest'));
  try {
    const inbox = await createInbox(database.db, target.calledAet);
    const references = instances.map(({ sopClassUid, sopInstanceUid }) => ({ sopClassUid, sopInstanceUid }));
    const outcome = await requestCommitment({ target, instances: references, waitMs, pause: delay, inbox });
    switch (outcome.kind) {
      case 'refused':
        return fail(context, 'commitment-refused', `the peer answered ${hex(outcome.status)}`);
      case 'unreported':
        return fail(context, 'commitment-unreported', 'the peer took the request and has not reported');
      case 'reported':
        break;
    }
    const { committed, failed } = outcome;
    for (const { sopInstanceUid } of committed) output.event('committed', { sopInstanceUid });
    for (const { sopInstanceUid, reason } of failed)
      output.event('uncommitted', { sopInstanceUid, reason: hex(reason) });
    for (const { sopInstanceUid, reason } of failed.slice(0, listed)) {
      output.line(
        `NOT COMMITTED  ${sopInstanceUid}\n               ${hex(reason)}: ${reasonNames[reason] ?? 'no reason known here'}`,
      );
    }
    if (failed.length > listed) output.line(`and ${failed.length - listed} more; --json lists all`);
    output.line(`${committed.length} objects committed${failed.length === 0 ? '' : `, ${failed.length} not`}`);
    if (failed.length > 0) process.exitCode = 1;
  } catch (error) {
    if (!(error instanceof DimseError)) throw error;
    fail(context, error.code, error.message);
  } finally {
    await database.close();
  }
}

/** Failure Reason (0008,1197), PS3.3 §C.14.1.1. */
const reasonNames: Readonly<Record<number, string>> = {
  272: 'processing failure',
  274: 'no such object',
  281: 'it is of another SOP Class there',
  290: 'its SOP Class is not supported there',
  305: 'the Transaction UID is in use',
  531: 'resource limitation',
};

async function createInbox(
  db: Parameters<typeof import('../commitment/repository.ts').findReport>[0],
  calledAet: string,
): Promise<ReportInbox> {
  const { findReport, insertInquiry } = await import('../commitment/repository.ts');
  return {
    expect: (transactionUid) => insertInquiry(db, { transactionUid, aeTitle: calledAet }, new Date()),
    find: (transactionUid) => findReport(db, transactionUid),
  };
}

function fail({ output }: CommandContext, code: string, message: string): void {
  output.event('commitment-failed', { code, message });
  output.line(`FAILED  storage commitment\n        ${code}: ${message}`);
  process.exitCode = 1;
}

function hex(status: number): string {
  return `${status.toString(16).toUpperCase().padStart(4, '0')}H`;
}
