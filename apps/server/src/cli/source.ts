/**
 * `isocenter source list|studies|run|pause|resume|retry`: archives that are copied from, without the web application, beside
 * a running node or without one. A node notices what is changed here within a second; what is changed is recorded in the
 * audit trail.
 */

import type { Source, SourceStudy } from '@isocenter/contract/sources';
import { type Command, InvalidArgumentError } from 'commander';
import type { Kysely } from 'kysely';
import type { AuditDetail } from '../audit/event.ts';
import type { Database } from '../database/schema.ts';
import { type CommandContext, type CommonOptions, databaseOptions, openCommand, withCommonOptions } from './command.ts';

const subject = { kind: 'system', name: 'command line' } as const;

const states = ['waiting', 'running', 'sending', 'done', 'failed', 'deleted-here', 'deleted-there'] as const;

export function registerSource(program: Command): void {
  const source = program.command('source').description('archives that are copied from: list, run, pause, retry');
  registerList(source);
  registerStudies(source);
  registerChange(source, { name: 'pause', description: 'ask and copy no more for now', done: 'paused' });
  registerChange(source, {
    name: 'resume',
    description: 'ask and copy again, at once also where it was away',
    done: 'resumed',
  });
  registerChange(source, {
    name: 'retry',
    description: 'try every study again that was given up',
    done: 'tried again',
  });
  registerRun(source);
}

function registerList(source: Command): void {
  const command = source.command('list').description('list sources, how far they are, and what keeps them');
  withCommonOptions(command).action(async (options: CommonOptions) => {
    const context = await openCommand(options, 'warn');
    await withDatabase(context, async (db) => {
      const { listSources } = await import('../sources/repository.ts');
      const { presentSource } = await import('../sources/presenter.ts');
      const sources = (await listSources(db, new Date())).map((row) => presentSource(row, new Date()));
      for (const one of sources) {
        context.output.event('source', one);
        for (const line of linesOf(one)) context.output.line(line);
      }
      if (sources.length === 0) context.output.line('There is none: sources are made in the settings.');
    });
  });
}

type StudiesOptions = CommonOptions & { readonly state: string; readonly limit: number };

function registerStudies(source: Command): void {
  const command = source
    .command('studies')
    .description('list studies of a source, and what became of them')
    .argument('<source>', 'name, or AE title of the archive')
    .option('--state <states>', `one or several of ${states.join(',')}`, parseStates, 'failed')
    .option('--limit <number>', 'how many at most', parseLimit, 100)
    .addHelpText('after', '\nNames no patient. docs/sources.md says what the reasons mean.');
  withCommonOptions(command).action(async (named: string, options: StudiesOptions) => {
    const context = await openCommand(options, 'warn');
    await withDatabase(context, async (db) => {
      const { listSourceStudies } = await import('../sources/repository.ts');
      const { presentSourceStudy } = await import('../sources/presenter.ts');
      const { state, limit } = options;
      for (const { id } of await findSources(db, named)) {
        const { total, rows } = await listSourceStudies(db, id, { state, limit });
        for (const study of rows.map(presentSourceStudy)) {
          context.output.event('study', study);
          context.output.line(lineOf(study));
        }
        if (total > rows.length) context.output.line(`and ${total - rows.length} more; --limit lists more`);
      }
    });
  });
}

type Change = { readonly name: 'pause' | 'resume' | 'retry'; readonly description: string; readonly done: string };

function registerChange(source: Command, { name, description, done }: Change): void {
  const command = source
    .command(name)
    .description(description)
    .argument('<source>', 'name, or AE title of the archive');
  withCommonOptions(command).action(async (named: string, options: CommonOptions) => {
    const { pauseSource, resumeSource, retryStudies } = await import('../sources/repository.ts');
    await changeSources(await openCommand(options, 'warn'), { named, name, done }, async (store, id) => {
      if (name === 'retry') return { studies: await retryStudies(store, id) };
      await (name === 'pause' ? pauseSource : resumeSource)(store, id);
      return {};
    });
  });
}

function registerRun(source: Command): void {
  const command = source
    .command('run')
    .description('ask now for what is new')
    .argument('<source>', 'name, or AE title of the archive')
    .option('--compare', 'also compare all of a mirror');
  withCommonOptions(command).action(async (named: string, options: CommonOptions & { readonly compare?: boolean }) => {
    const { runSource } = await import('../sources/repository.ts');
    const { compare = false } = options;
    const change = { named, name: 'run', done: 'will be asked by the running node' };
    await changeSources(await openCommand(options, 'warn'), change, async (store, id) => {
      await runSource(store, id, { compare });
      return { compare };
    });
  });
}

type Store = { readonly db: Kysely<Database>; readonly now: () => Date };

async function changeSources(
  context: CommandContext,
  { named, name, done }: { readonly named: string; readonly name: string; readonly done: string },
  perform: (store: Store, id: number) => Promise<Record<string, AuditDetail>>,
): Promise<void> {
  const { AuditTrail } = await import('../audit/trail.ts');
  await withDatabase(context, async (db) => {
    const audit = new AuditTrail({ db, logger: context.logger });
    try {
      for (const source of await findSources(db, named)) {
        const details = await perform({ db, now: () => new Date() }, source.id);
        await audit.record({
          action: 'source:write',
          outcome: 'success',
          subject,
          object: { kind: 'source', id: source.id },
          details: { change: name, ...details },
        });
        context.output.event(name, { source: source.name, ...details });
        context.output.line(`${source.name}: ${'studies' in details ? `${details.studies} studies ` : ''}${done}`);
      }
    } finally {
      await audit.close();
    }
  });
}

/** By name, or all of an archive by its AE title. @throws SourceError `not-found` */
async function findSources(db: Kysely<Database>, named: string) {
  const { listSources } = await import('../sources/repository.ts');
  const { SourceError } = await import('../sources/errors.ts');
  const sources = await listSources(db, new Date());
  const byName = sources.filter(({ name }) => name.toLowerCase() === named.toLowerCase());
  const found = byName.length > 0 ? byName : sources.filter(({ ae_title }) => ae_title === named);
  if (found.length === 0) throw new SourceError('not-found');
  return found;
}

function linesOf({ name, peer, studies, waitsFor, failing, sweep, lastRunAt, nextRunAt }: Source): readonly string[] {
  const { waiting, running, sending, done, failed, deletedHere, deletedThere } = studies;
  const until = waitsFor?.until === undefined ? '' : ` until ${waitsFor.until}`;
  const states = [
    `${done} done`,
    `${waiting + running} left`,
    `${sending} being sent back`,
    `${failed} given up`,
    `${deletedHere} deleted here`,
    `${deletedThere} deleted there`,
  ];
  return [
    `${name} (${peer.aeTitle})`,
    `  ${states.join(', ')}`,
    `  last asked ${lastRunAt ?? 'never'}, next ${nextRunAt}`,
    ...(sweep === undefined ? [] : [`  ${sweep.kind} has come to ${sweep.date}, ${sweep.found} studies found`]),
    ...(waitsFor === undefined ? [] : [`  waits: ${waitsFor.what}${until}`]),
    ...(failing === undefined ? [] : [`  failing since ${failing.since}: ${failing.code}`]),
  ];
}

function lineOf({ studyInstanceUid, state, theirs, held, missing, unsent, code }: SourceStudy): string {
  const counts = `${theirs ?? '?'} there, ${held ?? '?'} here`;
  const lacking = [missing > 0 && `${missing} missing`, unsent > 0 && `${unsent} not there`, code].filter(Boolean);
  return `${studyInstanceUid}  ${state}  ${[counts, ...lacking].join(', ')}`;
}

async function withDatabase(context: CommandContext, work: (db: Kysely<Database>) => Promise<void>): Promise<void> {
  const { openDatabase } = await import('../database/database.ts');
  const database = await openDatabase(databaseOptions(context, 'guest'));
  await work(database.db).finally(() => database.close());
}

function parseStates(text: string): string {
  if (!text.split(',').every((one) => states.some((state) => state === one))) {
    throw new InvalidArgumentError(`There are ${states.join(', ')}.`);
  }
  return text;
}

function parseLimit(text: string): number {
  const limit = Number(text);
  if (!Number.isInteger(limit) || limit < 1 || limit > 500) throw new InvalidArgumentError('1 to 500.');
  return limit;
}
