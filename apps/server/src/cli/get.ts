/**
 * `isocenter get`: brings a study, a series or images from an archive into a folder by C-GET, or has the archive send them
 * to another node by C-MOVE.
 */

import { mkdirSync } from 'node:fs';
import type { RetrieveOutcome } from '@isocenter/dimse/verbs';
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { RetrievedObjects } from '../peers/retrieve-request.ts';
import type { NamedTarget } from '../sending/find-target.ts';
import type { Target } from '../sending/send-files.ts';
import { type CommandContext, openCommand } from './command.ts';
import { chooseTarget, parseAeTitle, requireTarget, type TargetOptions, withTargetOptions } from './target-options.ts';

type GetOptions = TargetOptions & {
  readonly study: string;
  readonly series?: string;
  readonly image?: readonly string[];
  readonly out?: string;
  readonly moveTo?: string;
};

export function registerGet(program: Command): void {
  const command = program
    .command('get')
    .description('bring a study from an archive, or have it sent to another node')
    .requiredOption('--study <uid>', 'its Study Instance UID', parseUid)
    .option('--series <uid>', 'one series of it', parseUid)
    .option('--image <uid...>', 'images of that series', (uid, before: readonly string[] = []) => [
      ...before,
      parseUid(uid),
    ])
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

--out asks by C-GET; what archives send by C-MOVE only goes to a node that they know, such as a running Isocenter. The exit
code is 1 when not everything came, or nothing.`,
    );
  withTargetOptions(command).action(async (options: GetOptions) => {
    requireTarget(command, options);
    if (options.out === undefined && options.moveTo === undefined) {
      command.error('error: say where to: --out FOLDER, or --move-to TITLE');
    }
    if (options.image !== undefined && options.series === undefined) command.error('error: --image needs --series');
    await get(options);
  });
}

/** As archives have them, which is not always as the standard has them; never one that asks for more than one. */
function parseUid(text: string): string {
  if (!/^[!-)+->@-[\]-~]{1,64}$/.test(text)) throw new InvalidArgumentError('1 to 64 characters, no wildcard.');
  return text;
}

async function get(options: GetOptions): Promise<void> {
  const context = openCommand(options, 'warn');
  const target = await chooseTarget(context, options);
  const objects: RetrievedObjects = {
    studyInstanceUid: options.study,
    ...(options.series !== undefined && { seriesInstanceUid: options.series }),
    ...(options.image !== undefined && { sopInstanceUids: options.image }),
  };
  const outcome =
    options.moveTo === undefined
      ? await getInto(context, target, objects, options.out ?? '.')
      : await moveTo(target, objects, options.moveTo);
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
  folder: string,
): Promise<RetrieveOutcome> {
  const { openAssociation } = await import('@isocenter/dimse/client');
  const { askGet, listSopClasses } = await import('../peers/retrieve-request.ts');
  const { findContext, proposalsTo } = await import('../peers/query-peer.ts');
  const { getFiles } = await import('../retrieving/get-files.ts');
  mkdirSync(folder, { recursive: true });
  const proposals = proposalsTo(target, [findContext]);
  const asking = await openAssociation({ ...target, ...proposals, contexts: [findContext] });
  const sopClasses = await listSopClasses(asking, objects.studyInstanceUid).finally(() => asking.release());
  return askGet(sopClasses, async (proposal) => {
    const association = await openAssociation({ ...target, ...proposal });
    try {
      return await getFiles(association, objects, { folder, got: (file) => output.event('got', file) });
    } finally {
      await association.release();
    }
  });
}

async function moveTo(target: Target, objects: RetrievedObjects, destinationAet: string): Promise<RetrieveOutcome> {
  const { openAssociation } = await import('@isocenter/dimse/client');
  const { lastOutcome, retrieveQuery } = await import('../peers/retrieve-request.ts');
  const { identifierSyntaxes, studyRoot } = await import('../peers/query-peer.ts');
  const contexts = [{ abstractSyntax: studyRoot.move, transferSyntaxes: identifierSyntaxes }];
  const association = await openAssociation({ ...target, contexts });
  try {
    const query = retrieveQuery(association, studyRoot.move, objects);
    return await lastOutcome(association.move({ ...query, destinationAet }));
  } finally {
    await association.release();
  }
}
