/** `isocenter keys status|rotate|retire|split|join`: a new master key, while the node runs, and custody of it by several people. What happens is in `../storage/key-rotation.ts`. */

import { join, resolve } from 'node:path';
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
    async (options: CommonOptions) => status(await openCommand(options, 'warn')),
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
  withCommonOptions(rotate).action(async (options: CommonOptions) => rotateKeys(await openCommand(options, 'warn')));
  registerCustody(keys);
  const retire = keys
    .command('retire')
    .description('destroy earlier master keys, once nothing needs them')
    .option('--now', 'also where copies of keys elsewhere may still need one, or a backup of before version 0.3');
  withCommonOptions(retire).action(async (options: CommonOptions & { now?: boolean }) =>
    retireKeys(await openCommand(options, 'warn'), options.now === true),
  );
}

type CustodyOptions = CommonOptions & {
  readonly shares: string;
  readonly needed: string;
  readonly done?: boolean;
  readonly to?: string;
};

function registerCustody(keys: Command): void {
  const split = keys
    .command('split')
    .description('put the master key into the custody of several people')
    .option('--shares <number>', 'how many shares', '3')
    .option('--needed <number>', 'how many of them the node needs to start', '2')
    .option('--done', 'destroy master.key, once as many shares as are needed come on standard input, a line each')
    .addHelpText(
      'after',
      `
First without --done: prints the shares, one for each custodian, and keeps master.key. Each custodian writes theirs down; no
share tells anything by itself. Then with --done, and the custodians' shares on standard input: master.key is destroyed.
From then on each start of the node, and each command that needs the keys, waits for isocenter keys join.`,
    );
  withCommonOptions(split).action(async (options: CustodyOptions) =>
    splitKeys(await openCommand(options, 'warn'), options),
  );
  const join = keys
    .command('join')
    .description('give a share, on standard input, to the node that waits for it')
    .option(
      '--to <file>',
      'write the master key to a file instead, from all shares that are needed; to end custody, blobs/master.key',
    );
  withCommonOptions(join).action(async (options: CustodyOptions) =>
    joinKeys(await openCommand(options, 'warn'), options),
  );
}

async function splitKeys(context: CommandContext, options: CustodyOptions): Promise<void> {
  const { blobsDir } = await import('../archive/open-archive.ts');
  const { endSplit, splitMasterKey } = await import('../storage/custody.ts');
  const { config, output } = context;
  const dir = blobsDir(config.data.dir);
  const lock = await holdKeys(config.data.dir);
  try {
    if (options.done === true) {
      await endSplit(dir, await readLines());
      await record(context, 'keys:split', { done: true });
      output.event('in-custody', {});
      output.line('master.key is destroyed. The next start waits for isocenter keys join.');
      return;
    }
    const [shares, needed] = [Number(options.shares), Number(options.needed)];
    const made = await splitMasterKey(dir, { shares, needed });
    await record(context, 'keys:split', { shares, needed });
    output.event('split', { shares: made, needed });
    for (const [index, share] of made.entries()) output.line(`Custodian ${index + 1}:\n  ${share}`);
    output.line(
      '\nmaster.key is still there. Once every custodian has written theirs down: isocenter keys split --done',
    );
  } finally {
    lock.release();
  }
}

async function joinKeys({ config, output }: CommandContext, { to }: CustodyOptions): Promise<void> {
  const { blobsDir } = await import('../archive/open-archive.ts');
  const { putBack } = await import('../storage/custody.ts');
  const { giveShare } = await import('../storage/custody-keys.ts');
  const dir = blobsDir(config.data.dir);
  const lines = await readLines();
  if (to !== undefined) {
    await putBack(dir, lines, resolve(to));
    output.event('put-back', {});
    return output.line('The master key is in the file.');
  }
  for (const line of lines) {
    const { given, needed } = await giveShare(dir, line);
    output.event('share-given', { given, needed });
    output.line(given < needed ? `${given} of ${needed} shares are given.` : 'All shares are given: the node goes on.');
  }
}

/** What is typed or piped, a line each, up to the end of input. */
async function readLines(): Promise<readonly string[]> {
  if (process.stdin.isTTY) process.stderr.write('Shares, one a line, then Ctrl-D:\n');
  let text = '';
  for await (const piece of process.stdin.setEncoding('utf8')) text += piece;
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
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
  action: 'keys:rotate' | 'keys:retire' | 'keys:split',
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
