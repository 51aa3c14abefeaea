/** `isocenter keys status|rotate|retire`: a new master key, while the node runs. What happens is in `../storage/key-rotation.ts`. */

import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Command } from 'commander';
import type { MasterKeySource } from '../storage/master-key-source.ts';
import type { MasterKeys } from '../storage/master-keys.ts';
import { type CommandContext, type CommonOptions, databaseOptions, openCommand, withCommonOptions } from './command.ts';

/** A running node looks every five seconds, and wraps some ten thousand keys a second. */
const waitMs = 60_000;
const pollMs = 500;

export function registerKeys(program: Command): void {
  const keys = program
    .command('keys')
    .description('the master key: what it wraps, a new one, the end of an earlier one');
  withCommonOptions(keys.command('status').description('say what earlier master keys are needed for')).action(
    async (options: CommonOptions) => status(openCommand(options, 'warn')),
  );
  const rotate = keys
    .command('rotate')
    .description('make a new master key and wrap every patient key by it')
    .addHelpText(
      'after',
      `
The node may run. No object is written anew. Interrupted, run it again: it goes on, and the node works at every moment.
Copy the first line of blobs/master.key to where you keep it; the earlier key stays below it until isocenter keys retire.`,
    );
  withCommonOptions(rotate).action(async (options: CommonOptions) => rotateKeys(openCommand(options, 'warn')));
  const retire = keys
    .command('retire')
    .description('destroy earlier master keys, once nothing needs them')
    .option('--now', 'also where copies of keys elsewhere may still need one, or a backup of before version 0.3');
  withCommonOptions(retire).action(async (options: CommonOptions & { now?: boolean }) =>
    retireKeys(openCommand(options, 'warn'), options.now === true),
  );
}

type Opened = { readonly source: MasterKeySource; readonly masterKeys: MasterKeys; readonly dataDir: string };

async function openKeys({ config, logger }: CommandContext): Promise<Opened> {
  const { hasLog } = await import('../archive/open-archive.ts');
  const { ArchiveError } = await import('../archive/archive-error.ts');
  const { openNodeKeys } = await import('../archive/node-keys.ts');
  const dataDir = config.data.dir;
  if (!hasLog(dataDir)) throw new ArchiveError('log-missing');
  const source = await openNodeKeys(config, logger);
  return { source, masterKeys: source.keys, dataDir };
}

/** Of two commands that change the master keys, one waits and gives up. */
async function holdKeys(dataDir: string) {
  const { blobsDir } = await import('../archive/open-archive.ts');
  const { holdLock } = await import('../storage/owner-lock.ts');
  return holdLock(join(blobsDir(dataDir), 'KEYS-LOCK'));
}

async function status(context: CommandContext): Promise<void> {
  const { output } = context;
  const { copiesGoneAt, listNeeds } = await import('../storage/key-rotation.ts');
  const { dataDir, source, masterKeys } = await openKeys(context);
  const earlier = source.followedAt().length;
  const needs = await listNeeds(dataDir, masterKeys);
  const retireFrom = copiesGoneAt(source)?.toISOString();
  output.event('keys', { earlier, needs, ...(retireFrom !== undefined && { retireFrom }) });
  if (earlier === 0) return output.line('There is one master key, and it wraps everything.');
  output.line(`There is a master key, and ${earlier} of before it.`);
  for (const { spool, keyFile, copies } of needs) {
    const what = [...(keyFile ? ['the keys of patients'] : []), ...(copies > 0 ? [`${copies} copies of keys`] : [])];
    output.line(
      `Spool ${spool}: an earlier one still wraps ${what.join(' and ')}. Start the node, or isocenter keys rotate.`,
    );
  }
  if (needs.length === 0) {
    output.line(
      `Nothing in the data folder needs them. Copies of keys elsewhere may, until ${retireFrom?.slice(0, 10)}.`,
    );
  }
}

async function rotateKeys(context: CommandContext): Promise<void> {
  const { listNeeds, wrapFreeSpools } = await import('../storage/key-rotation.ts');
  const { output } = context;
  const { dataDir, source, masterKeys } = await openKeys(context);
  process.umask(0o077);
  const lock = await holdKeys(dataDir);
  try {
    const isUnfinished = (await listNeeds(dataDir, masterKeys)).length > 0;
    if (!isUnfinished) await source.add(new Date());
    output.line(isUnfinished ? 'Going on with the new master key of before.' : 'There is a new master key.');
    await wrapFreeSpools(dataDir, masterKeys);
    const until = performance.now() + waitMs;
    while ((await listNeeds(dataDir, masterKeys)).length > 0 && performance.now() < until) await delay(pollMs);
    const needs = await listNeeds(dataDir, masterKeys);
    await record(context, 'keys:rotate', { finished: needs.length === 0 });
    output.event('rotated', { finished: needs.length === 0, resumed: isUnfinished });
    if (needs.length > 0) {
      output.line('The running node is still wrapping keys by it: isocenter keys status says when that is done.');
      process.exitCode = 1;
      return;
    }
    output.line('Every key of a patient, and every copy here, is wrapped by it.');
    output.line(
      'Copy the first line of blobs/master.key to where you keep it, and keep the earlier one as long as backups.',
    );
  } finally {
    lock.release();
    source.close();
  }
}

async function retireKeys(context: CommandContext, now: boolean): Promise<void> {
  const { copiesGoneAt, retireMasterKeys } = await import('../storage/key-rotation.ts');
  const { StorageError } = await import('../storage/storage-error.ts');
  const { dataDir, source } = await openKeys(context);
  const lock = await holdKeys(dataDir);
  try {
    const goneAt = copiesGoneAt(source);
    if (!now && goneAt !== undefined && goneAt > new Date()) {
      const day = goneAt.toISOString().slice(0, 10);
      const message = `copies of keys elsewhere may need an earlier master key until ${day}: wait, or add --now`;
      throw new StorageError('master-key-needed', message);
    }
    const retired = await retireMasterKeys(dataDir, source);
    await record(context, 'keys:retire', { retired });
    context.output.event('retired', { keys: retired });
    context.output.line(
      retired === 0 ? 'There is no earlier master key.' : `Destroyed ${retired} earlier master keys.`,
    );
  } finally {
    lock.release();
    source.close();
  }
}

async function record(
  context: CommandContext,
  action: 'keys:rotate' | 'keys:retire',
  details: Record<string, number | boolean>,
): Promise<void> {
  const { openDatabase } = await import('../database/database.ts');
  const { AuditTrail } = await import('../audit/trail.ts');
  const database = await openDatabase({ ...databaseOptions(context, 'guest'), migrations: 'none' });
  const audit = new AuditTrail({ db: database.db, logger: context.logger });
  const subject = { kind: 'system', name: 'command line' } as const;
  await audit.record({ action, outcome: 'success', subject, details }).finally(() => audit.close());
  await database.close();
}
