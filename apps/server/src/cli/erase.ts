/**
 * `isocenter erase`: shows what would be erased of a patient and who has copies, and asks for it where the number of images is
 * given back. The running node, or the next start, does the work (`../erasure/eraser.ts`).
 */

import { setTimeout as delay } from 'node:timers/promises';
import type { ErasureReason } from '@isocenter/contract/erasures';
import { type Command, Option } from 'commander';
import type { Kysely } from 'kysely';
import type { AuditRecorder } from '../audit/event.ts';
import type { Database } from '../database/schema.ts';
import type { FoundPatient } from '../erasure/repository.ts';
import { type CommandContext, type CommonOptions, databaseOptions, openCommand, withCommonOptions } from './command.ts';

const reasons = [
  'patient-request',
  'consent-withdrawn',
  'court-order',
  'stored-by-mistake',
  'retention-over',
] as const satisfies readonly ErasureReason[];

/** The node looks every minute. */
const waitMs = 120_000;
const pollMs = 500;

type Options = CommonOptions & {
  readonly study: string;
  readonly reason?: ErasureReason;
  readonly instances?: string;
};

export function registerErase(program: Command): void {
  const command = program
    .command('erase')
    .description('erase a patient for good: images, rows and keys; without --instances, show what would go')
    .requiredOption('--study <uid>', 'Study Instance UID of any of the patient’s studies')
    .addOption(new Option('--reason <reason>', 'stays in the audit trail').choices(reasons))
    .option('--instances <number>', 'as the preview said: erase')
    .addHelpText(
      'after',
      `
Example:
  isocenter erase --study 1.2.3
  isocenter erase --study 1.2.3 --reason patient-request --instances 412

Nothing of it can be taken back. A legal hold wins. Copies that were handed out are listed, and are not erased.`,
    );
  withCommonOptions(command).action(async (options: Options) => {
    if ((options.instances === undefined) !== (options.reason === undefined)) {
      command.error('error: --reason and --instances go together');
    }
    await erase(await openCommand(options, 'warn'), options);
  });
}

async function erase(context: CommandContext, options: Options): Promise<void> {
  const { openDatabase } = await import('../database/database.ts');
  const { AuditTrail } = await import('../audit/trail.ts');
  const database = await openDatabase({ ...databaseOptions(context, 'guest'), migrations: 'none' });
  const audit = new AuditTrail({ db: database.db, logger: context.logger });
  try {
    const patient = await show(context, database.db, options.study);
    const { reason, instances } = options;
    if (reason === undefined) return;
    const id = await request({ db: database.db, audit }, patient, { reason, instances: Number(instances) });
    await untilDone(context, database.db, id);
  } finally {
    await audit.close();
    await database.close();
  }
}

async function show({ output }: CommandContext, db: Kysely<Database>, uid: string): Promise<FoundPatient> {
  const { ErasureError } = await import('../erasure/errors.ts');
  const { findPatientOf, listRecipients } = await import('../erasure/repository.ts');
  const study = await db.selectFrom('study').select('id').where('study_instance_uid', '=', uid).executeTakeFirst();
  const patient = study && (await findPatientOf(db, study.id));
  if (patient === undefined) throw new ErasureError('not-found');
  const recipients = await listRecipients(
    db,
    patient.studies.map(({ id }) => id),
  );
  const held = patient.studies.filter((one) => one.is_held).length;
  output.event('preview', { studies: patient.studies.length, instances: countOf(patient), held, recipients });
  output.line(`${patient.studies.length} studies with ${countOf(patient)} images in all, copies and trash included.`);
  for (const one of patient.studies) output.line(`  ${one.study_date}  ${one.instances} images  ${one.description}`);
  if (held > 0) output.line(`A legal hold covers ${held} of them: nothing can be erased.`);
  for (const { way, name, studies } of recipients) output.line(`Has copies of ${studies}: ${name} (${way})`);
  return patient;
}

async function request(
  { db, audit }: { readonly db: Kysely<Database>; readonly audit: AuditRecorder },
  patient: FoundPatient,
  { reason, instances }: { readonly reason: ErasureReason; readonly instances: number },
): Promise<number> {
  const { ErasureError } = await import('../erasure/errors.ts');
  const { HoldError } = await import('../holds/errors.ts');
  const { newLedgerId } = await import('../erasure/eraser.ts');
  const { findSubject, insertErasure, listRecipients } = await import('../erasure/repository.ts');
  if (patient.studies.some((one) => one.is_held)) throw new HoldError('legal-hold');
  if (instances !== countOf(patient)) throw new ErasureError('erasure-mismatch');
  const subject = await findSubject(db, patient.id);
  if (subject === undefined) throw new ErasureError('not-found');
  const recipients = await listRecipients(
    db,
    subject.studies.map(({ id }) => id),
  );
  const erasure = { ledgerId: newLedgerId(), subject, reason, requestedBy: 'command line', requestedAt: new Date() };
  const id = await insertErasure(db, { ...erasure, instances, recipients }, 'waiting');
  if (id === undefined) throw new ErasureError('erasure-under-way');
  await audit.record({
    action: 'patient:erase',
    outcome: 'success',
    subject: { kind: 'system', name: 'command line' },
    details: { change: 'request', erasure: id, reason, studies: subject.studies.length, instances },
  });
  return id;
}

async function untilDone({ output }: CommandContext, db: Kysely<Database>, id: number): Promise<void> {
  const { listErasures } = await import('../erasure/repository.ts');
  for (const until = performance.now() + waitMs; performance.now() < until; await delay(pollMs)) {
    const [row] = await listErasures(db, id);
    if (row === undefined || row.ended_at === null) continue;
    output.event('erased', { id, state: row.state, ledger: row.ledger_id });
    output.line(row.state === 'done' ? `Erased: ${row.ledger_id}.` : 'Refused: a legal hold was placed meanwhile.');
    if (row.state !== 'done') process.exitCode = 1;
    return;
  }
  output.event('erased', { id, state: 'waiting' });
  output.line('Asked for. The node does it when it runs; GET /api/erasures says what keeps it.');
  process.exitCode = 1;
}

function countOf({ studies }: FoundPatient): number {
  return studies.reduce((sum, { instances }) => sum + instances, 0);
}
