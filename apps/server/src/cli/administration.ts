/** What the commands for users and for service accounts have in common: the database with its audit trail, and their options. */

import { tokenMaxDays } from '@isocenter/contract/tokens';
import { InvalidArgumentError } from 'commander';
import type { Administration } from '../access/administration.ts';
import { type CommandContext, databaseOptions } from './command.ts';

export async function withAdministration<T>(
  context: CommandContext,
  work: (administration: Administration) => Promise<T>,
): Promise<T> {
  const { openDatabase } = await import('../database/database.ts');
  const { AuditTrail } = await import('../audit/trail.ts');
  const database = await openDatabase(databaseOptions(context, 'guest'));
  const audit = new AuditTrail({ db: database.db, logger: context.logger });
  try {
    return await work({ db: database.db, now: () => new Date(), audit });
  } finally {
    await audit.close();
    await database.close();
  }
}

export function parseEmail(text: string): string {
  if (!/^[^@\s]+@[^@\s]+$/.test(text) || text.length > 254)
    throw new InvalidArgumentError('This is no e-mail address.');
  return text;
}

export function parseDays(text: string): number {
  const days = Number(text);
  if (!Number.isInteger(days) || days < 1 || days > tokenMaxDays)
    throw new InvalidArgumentError(`1 to ${tokenMaxDays} days.`);
  return days;
}
