/**
 * `isocenter get`: brings a study, a series, images, or in the Patient Root model all of a patient's studies from an archive
 * into a folder by C-GET, or has the archive send them to another node by C-MOVE.
 */

import { mkdirSync } from 'node:fs';
import type { OpenAssociationOptions } from '@isocenter/dimse/client';
import type { RetrieveOutcome } from '@isocenter/dimse/verbs';
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Asking } from '../peers/query-peer.ts';
import type { RetrievedObjects } from '../peers/retrieve-request.ts';
import type { GotFile } from '../retrieving/get-files.ts';
import type { NamedTarget } from '../sending/find-target.ts';
import { type AskingOptions, readAsking, withAskingOptions } from './asking-options.ts';
import { type CommandContext, openCommand } from './command.ts';
import { chooseTarget, parseAeTitle, requireTarget, type TargetOptions, withTargetOptions } from './target-options.ts';

type GetOptions = TargetOptions &
  AskingOptions & {
    readonly level?: (typeof levels)[number];
    readonly patient?: string;
    readonly study?: string;
    readonly series?: string;
    readonly image?: readonly string[];
    readonly out?: string;
    readonly moveTo?: string;
  };

const levels = ['patient', 'study', 'series', 'image'] as const;

export function registerGet(program: Command): void {
  const command = program
    .command('get')
    .description('bring a study from an archive, or have it sent to another node')
    .option('--study <uid>', 'its Study Instance UID', parseUid)
    .option('--series <uid>', 'one series of it', parseUid)
    .option('--image <uid...>', 'images of that series', (uid, before: readonly string[] = []) => [
      ...before,
      parseUid(uid),
    ])
    .option('--patient <id>', 'the Patient ID, which Patient Root wants', parsePatientId)
    .addOption(new Option('--level <level>', 'what is retrieved (default: the lowest that is named)').choices(levels))
    .option('--out <folder>', 'where the files go; made where it is not there')
    .addOption(
      new Option('--move-to <title>', 'instead: the AE title the archive sends to')
        .argParser(parseAeTitle)
        .conflicts('out'),
    )
    .addHelpText(
      'after',
      `
Examples:
  isocenter get --study 1.2.3 --peer Archive --out study/
  isocenter get --study 1.2.3 --to pacs.example:104 --aet PACS --move-to ISOCENTER
  isocenter get --model patient --level patient --patient 1234 --peer Archive --out studies/

--out asks by C-GET; what archives send by C-MOVE only goes to a node that they know, such as a running Isocenter. The exit
code is 1 when not everything came, or nothing.`,
    );
  withTargetOptions(withAskingOptions(command)).action(async (options: GetOptions) => {
    requireTarget(command, options);
    const refused = findContradiction(options);
    if (refused !== undefined) command.error(`error: ${refused}`);
    if (options.out === undefined && options.moveTo === undefined) {
      command.error('error: say where to: --out FOLDER, or --move-to TITLE');
    }
    await get(options);
  });
}

/** Returns what of the options does not go together. */
function findContradiction({ model = 'study', level, patient, study, series, image }: GetOptions): string | undefined {
  if (image !== undefined && series === undefined) return '--image needs --series';
  if (series !== undefined && study === undefined) return '--series needs --study';
  if (model === 'patient' && patient === undefined) return '--model patient needs --patient';
  if (model === 'study' && patient !== undefined) return '--patient needs --model patient';
  if (patient === undefined && study === undefined) return 'name what is wanted: --study UID';
  const named =
    image !== undefined ? 'image' : series !== undefined ? 'series' : study !== undefined ? 'study' : 'patient';
  // Whoever forgets --study must not get everything there is of a patient.
  if (level === undefined && named === 'patient') return 'name what is wanted: --study UID, or --level patient for all';
  return level === undefined || level === named ? undefined : `--level ${level} does not go with what is named`;
}

/** PS3.5 Table 6.2-1, LO; no wildcard, never one that asks for more than one. */
function parsePatientId(text: string): string {
  if (!/^[^\\*?\p{Cc}]{1,64}$/u.test(text) || text.trim() === '') {
    throw new InvalidArgumentError('1 to 64 characters, no wildcard.');
  }
  return text;
}

/** As archives have them, which is not always as the standard has them; never one that asks for more than one. */
function parseUid(text: string): string {
  if (!/^[!-)+->@-[\]-~]{1,64}$/.test(text)) throw new InvalidArgumentError('1 to 64 characters, no wildcard.');
  return text;
}

async function get(options: GetOptions): Promise<void> {
  const context = await openCommand(options, 'warn');
  const target = await chooseTarget(context, options);
  const objects: RetrievedObjects = {
    ...(options.patient !== undefined && { patientId: options.patient }),
    ...(options.study !== undefined && { studyInstanceUid: options.study }),
    ...(options.series !== undefined && { seriesInstanceUid: options.series }),
    ...(options.image !== undefined && { sopInstanceUids: options.image }),
  };
  const asking = await readAsking(options);
  const outcome =
    options.moveTo === undefined
      ? await getInto(context, target, objects, { ...asking, folder: options.out ?? '.' })
      : await moveTo(target, objects, { ...asking, destinationAet: options.moveTo });
  const { completed = 0, failed = 0, warning = 0 } = outcome.counts ?? {};
  const status = outcome.status.toString(16).padStart(4, '0');
  context.output.event('summary', { status, completed, failed, warning });
  context.output.line(
    `${completed + warning} objects, ${failed} failed; the archive answered ${status.toUpperCase()}H`,
  );
  if (outcome.status !== 0 || failed > 0 || completed + warning === 0) process.exitCode = 1;
}

async function getInto(
  { output }: CommandContext,
  target: NamedTarget,
  objects: RetrievedObjects,
  { folder, ...asking }: Required<Asking> & { readonly folder: string },
): Promise<RetrieveOutcome> {
  const { openAssociation } = await import('@isocenter/dimse/client');
  const { askGet, listSopClasses } = await import('../peers/retrieve-request.ts');
  const { contextOf, proposalsTo } = await import('../peers/query-peer.ts');
  const { getFiles } = await import('../retrieving/get-files.ts');
  mkdirSync(folder, { recursive: true });
  const contexts = [contextOf('find', asking.model)];
  const first = await openAssociation({ ...target, ...proposalsTo(target, contexts), contexts });
  const sopClasses = await listSopClasses(first, objects, asking).finally(() => first.release());
  const ask = async (proposal: Pick<OpenAssociationOptions, 'contexts' | 'roleSelections'>) => {
    const association = await openAssociation({ ...target, ...proposal, ...proposalsTo(target, proposal.contexts) });
    try {
      const got = (file: GotFile) => output.event('got', file);
      return await getFiles(association, objects, { ...asking, folder, got });
    } finally {
      await association.release();
    }
  };
  return askGet(sopClasses, ask, asking.model);
}

async function moveTo(
  target: NamedTarget,
  objects: RetrievedObjects,
  { destinationAet, ...asking }: Required<Asking> & { readonly destinationAet: string },
): Promise<RetrieveOutcome> {
  const { openAssociation } = await import('@isocenter/dimse/client');
  const { lastOutcome, retrieveQuery } = await import('../peers/retrieve-request.ts');
  const { contextOf, proposalsTo } = await import('../peers/query-peer.ts');
  const contexts = [contextOf('move', asking.model)];
  const association = await openAssociation({ ...target, ...proposalsTo(target, contexts), contexts });
  try {
    const query = retrieveQuery(association, 'move', objects, asking);
    return await lastOutcome(association.move({ ...query, destinationAet }));
  } finally {
    await association.release();
  }
}
