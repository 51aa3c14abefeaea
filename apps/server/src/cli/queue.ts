/**
 * `isocenter queue list|cancel|resubmit|pause|resume`: the outgoing queue without the web application, beside a running
 * node or without one. A node notices what is changed here within seconds; what is changed is recorded in the audit trail.
 */

import { setTimeout as delay } from 'node:timers/promises';
import type { Delivery } from '@isocenter/contract/deliveries';
import { type Command, InvalidArgumentError } from 'commander';
import type { Kysely } from 'kysely';
import type { AuditEvent } from '../audit/event.ts';
import type { Database } from '../database/schema.ts';
import { type CommandContext, type CommonOptions, databaseOptions, openCommand, withCommonOptions } from './command.ts';
import { createProgressBar } from './progress-bar.ts';

const subject = { kind: 'system', name: 'command line' } as const;

const followPauseMs = 500;

const states = ['waiting', 'running', 'committing', 'done', 'dead', 'cancelled'] as const;

export function registerQueue(program: Command): void {
  const queue = program.command('queue').description('list and change what is being sent to DICOM peers');
  registerList(queue);
  registerCancel(queue);
  registerResubmit(queue);
  registerPause(queue);
  registerResume(queue);
}

type ListOptions = CommonOptions & {
  readonly state?: readonly string[];
  readonly destination?: string;
  readonly limit: number;
  readonly follow?: boolean;
};

function registerList(queue: Command): void {
  const command = queue
    .command('list')
    .description('list deliveries: being sent, waiting, waiting for commitment, dead letters, ended')
    .option(
      '--state <states>',
      `one or several of ${states.join(',')} (default: waiting,running,committing,dead)`,
      parseStates,
    )
    .option('--destination <peer>', 'name or AE title of a peer')
    .option('--limit <number>', 'how many at most', parseLimit, 100)
    .option('--follow', 'show progress until nothing waits, is being sent or is to be committed to')
    .addHelpText('after', '\nNames no patient. docs/administration.md says what the reasons mean.');
  withCommonOptions(command).action(async (options: ListOptions) => {
    const context = await openCommand(options, 'warn');
    await withDatabase(context, async (db) => {
      if (options.follow === true) await follow(context, db, options);
      await list(context, db, options);
    });
  });
}

function registerCancel(queue: Command): void {
  const command = queue
    .command('cancel')
    .description('send no more of deliveries')
    .argument('<id...>', 'as listed', parseId);
  withCommonOptions(command).action(async (_ids: unknown, options: CommonOptions, { args }: Command) => {
    const { cancelDelivery } = await import('../delivery/changes.ts');
    await changeDeliveries(await openCommand(options, 'warn'), args, { name: 'cancel', perform: cancelDelivery });
  });
}

function registerResubmit(queue: Command): void {
  const command = queue
    .command('resubmit')
    .description('send what is left of dead letters and cancelled deliveries')
    .argument('[id...]', 'as listed', parseId)
    .option('--destination <peer>', 'every dead letter of a peer, by its name or AE title');
  withCommonOptions(command).action(
    async (_ids: unknown, options: CommonOptions & { readonly destination?: string }, { args }: Command) => {
      const context = await openCommand(options, 'warn');
      const { resubmitDeadLetters, resubmitDelivery } = await import('../delivery/changes.ts');
      if (options.destination === undefined) {
        if (args.length === 0) command.error('Name deliveries, or a --destination.');
        await changeDeliveries(context, args, { name: 'resubmit', perform: resubmitDelivery });
        return;
      }
      await changeDestination(context, options.destination, {
        name: 'resubmit',
        perform: async (change, peerId) => ({ deliveries: await resubmitDeadLetters(change, peerId) }),
      });
    },
  );
}

function registerPause(queue: Command): void {
  const command = queue
    .command('pause')
    .description('send nothing more to a peer for now')
    .argument('<peer>', 'name or AE title');
  withCommonOptions(command).action(async (peer: string, options: CommonOptions) => {
    const { pauseDestination } = await import('../delivery/changes.ts');
    const perform = async (change: Change, peerId: number) => {
      await pauseDestination(change, peerId);
      return {};
    };
    await changeDestination(await openCommand(options, 'warn'), peer, { name: 'pause', perform });
  });
}

function registerResume(queue: Command): void {
  const command = queue
    .command('resume')
    .description('send to a peer again, and try at once one that was away')
    .argument('<peer>', 'name or AE title');
  withCommonOptions(command).action(async (peer: string, options: CommonOptions) => {
    const { resumeDestination } = await import('../delivery/changes.ts');
    const perform = async (change: Change, peerId: number) => {
      await resumeDestination(change, peerId);
      return {};
    };
    await changeDestination(await openCommand(options, 'warn'), peer, { name: 'resume', perform });
  });
}

async function list({ output }: CommandContext, db: Kysely<Database>, options: ListOptions): Promise<void> {
  const { listDeliveries } = await import('../delivery/repository.ts');
  const { presentDelivery } = await import('../delivery/presenter.ts');
  const destination = await findDestination(db, options.destination);
  const state = (options.state ?? ['waiting', 'running', 'committing', 'dead']).join(',');
  const query = {
    state,
    limit: options.limit,
    ...(destination !== undefined && { destinationId: String(destination) }),
  };
  const { total, rows } = await listDeliveries(db, subject, query);
  for (const row of rows) {
    const { study, ...delivery } = presentDelivery(row, { subject, now: new Date(), nameOf: (label) => label });
    output.event('delivery', { ...delivery, ...(study !== undefined && { studyId: study.id }) });
    output.line(lineOf(delivery));
  }
  if (total > rows.length) output.line(`and ${total - rows.length} more; --limit lists more`);
  if (total === 0) output.line('There is nothing.');
}

function lineOf({ id, state, destination, instances, code, waitsFor }: Omit<Delivery, 'study'>): string {
  const share = instances.total === 0 ? 0 : instances.sent / instances.total;
  const progress = `${instances.sent}/${instances.total} (${Math.floor(100 * share)} %)`;
  const until = waitsFor?.until === undefined ? '' : ` until ${waitsFor.until}`;
  const uncommitted = instances.uncommitted === 0 ? undefined : `${instances.uncommitted} uncommitted`;
  const why = [code, uncommitted, waitsFor && `waits for ${waitsFor.what}${until}`]
    .filter((part) => part !== undefined)
    .join(', ');
  return `${id.padEnd(8)}${state.padEnd(12)}${destination.aeTitle.padEnd(17)}${progress.padEnd(20)}${why}`.trimEnd();
}

/** Draws one bar for everything that waits, is being sent or is to be committed to, until nothing is. */
async function follow({ output }: CommandContext, db: Kysely<Database>, options: ListOptions): Promise<void> {
  const bar = createProgressBar(process.stderr);
  const destination = await findDestination(db, options.destination);
  const seen = new Set<number>();
  for (;;) {
    let open = db.selectFrom('delivery').select('id').where('state', 'in', ['waiting', 'running', 'committing']);
    if (destination !== undefined) open = open.where('peer_id', '=', destination);
    const left = (await open.execute()).map(({ id }) => id);
    for (const id of left) seen.add(id);
    if (left.length === 0) break;
    const { sent, total } = await db
      .selectFrom('delivery')
      .select((eb) => [
        eb.fn.sum<number>('instances_sent').as('sent'),
        eb.fn.sum<number>('instances_total').as('total'),
      ])
      .where('id', 'in', [...seen])
      .executeTakeFirstOrThrow();
    output.event('progress', { deliveries: left.length, sent: Number(sent), total: Number(total) });
    bar.show(Number(sent) / Math.max(Number(total), 1), `${sent} of ${total} objects, ${left.length} deliveries left`);
    await delay(followPauseMs);
  }
  bar.clear();
}

type Change = { readonly db: Kysely<Database>; readonly now: () => Date };

async function changeDeliveries(
  context: CommandContext,
  ids: readonly string[],
  { name, perform }: { readonly name: string; readonly perform: (change: Change, id: number) => Promise<void> },
): Promise<void> {
  await withAudit(context, async (db, record) => {
    for (const id of ids.map(Number)) {
      await perform({ db, now: () => new Date() }, id);
      const { study_id } = await db
        .selectFrom('delivery')
        .select('study_id')
        .where('id', '=', id)
        .executeTakeFirstOrThrow();
      const object = { kind: 'study', id: study_id };
      await record({
        action: 'delivery:write',
        outcome: 'success',
        subject,
        object,
        details: { change: name, delivery: id },
      });
      context.output.event(name, { id: String(id) });
      context.output.line(`${id} ${name === 'cancel' ? 'is cancelled' : 'waits again'}`);
    }
  });
}

async function changeDestination(
  context: CommandContext,
  named: string,
  change: {
    readonly name: string;
    readonly perform: (change: Change, peerId: number) => Promise<{ readonly deliveries?: number }>;
  },
): Promise<void> {
  await withAudit(context, async (db, record) => {
    const peerId = (await findDestination(db, named)) ?? 0;
    const result = await change.perform({ db, now: () => new Date() }, peerId);
    const details = { change: change.name, ...result };
    await record({
      action: 'destination:write',
      outcome: 'success',
      subject,
      object: { kind: 'peer', id: peerId },
      details,
    });
    context.output.event(change.name, { destination: named, ...result });
    const { deliveries } = result;
    context.output.line(deliveries === undefined ? `${named}: ${change.name}d` : `${deliveries} wait again`);
  });
}

/** @throws SendError `peer-unknown`, `peer-ambiguous` */
async function findDestination(db: Kysely<Database>, named: string | undefined): Promise<number | undefined> {
  if (named === undefined) return undefined;
  const { findPeer } = await import('../sending/find-target.ts');
  return (await findPeer(db, named)).id;
}

async function withAudit(
  context: CommandContext,
  work: (db: Kysely<Database>, record: (event: AuditEvent) => Promise<void>) => Promise<void>,
): Promise<void> {
  const { AuditTrail } = await import('../audit/trail.ts');
  await withDatabase(context, async (db) => {
    const audit = new AuditTrail({ db, logger: context.logger });
    await work(db, (event) => audit.record(event)).finally(() => audit.close());
  });
}

async function withDatabase(context: CommandContext, work: (db: Kysely<Database>) => Promise<void>): Promise<void> {
  const { openDatabase } = await import('../database/database.ts');
  const database = await openDatabase(databaseOptions(context, 'guest'));
  await work(database.db).finally(() => database.close());
}

function parseId(text: string): string {
  if (!/^\d{1,15}$/.test(text)) throw new InvalidArgumentError('This is no number of a delivery.');
  return text;
}

function parseStates(text: string): readonly string[] {
  const named = text.split(',');
  if (!named.every((one) => states.some((state) => state === one))) {
    throw new InvalidArgumentError(`There are ${states.join(', ')}.`);
  }
  return named;
}

function parseLimit(text: string): number {
  const limit = Number(text);
  if (!Number.isInteger(limit) || limit < 1 || limit > 500) throw new InvalidArgumentError('1 to 500.');
  return limit;
}
