/** Ends joinings that waited too long and removes expired links and codes, every minute, by one of several gateways. */

import type { Kysely } from 'kysely';
import type { AuditRecorder } from '../audit/event.ts';
import type { Database } from '../database/schema.ts';
import type { Logger } from '../logging.ts';
import { RecurringWork } from '../recurring-work.ts';
import { sweepVerification } from '../verification/sweep.ts';
import { expireJoinings } from './withdraw.ts';

const intervalMs = 60_000;

export type JoiningKeeperOptions = {
  readonly db: Kysely<Database>;
  readonly audit: AuditRecorder;
  readonly logger: Logger;
  readonly now: () => Date;
  readonly leads?: () => boolean;
};

export function startJoiningKeeper({ db, audit, logger, now, leads }: JoiningKeeperOptions): RecurringWork {
  return new RecurringWork({
    intervalMs,
    leads,
    work: () => keepJoinings({ db, audit, now }),
    failed: (error) => logger.warn({ code: 'joinings-failed', err: error }, 'joinings were not looked at'),
  });
}

export async function keepJoinings({
  db,
  audit,
  now,
}: Pick<JoiningKeeperOptions, 'db' | 'audit' | 'now'>): Promise<void> {
  const subject = { kind: 'system', name: 'joining' } as const;
  for (const id of await expireJoinings(db, now())) {
    await audit.record({ action: 'joining:expire', outcome: 'success', subject, object: { kind: 'joining', id } });
  }
  await sweepVerification(db, now());
}
