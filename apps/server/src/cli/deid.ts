/**
 * `isocenter deid`: takes identity out of DICOM files, folder to folder. Needs no node.
 *
 * Results go to standard output, a line for every file with `--json`; the bar goes to standard error. Paths are shown to
 * whoever typed the command, and are in no log. The exit code is 1 when a file was held back.
 */

import { randomBytes } from 'node:crypto';
import { userInfo } from 'node:os';
import { type Command, Option } from 'commander';
import { DeidRunError } from '../deidentification/deid-error.ts';
import type { FileOutcome, FolderRun, HeldFileReason } from '../deidentification/run-folder.ts';
import type { Output } from './command.ts';
import { jsonOption, openOutput } from './command.ts';
import {
  addDecidingOptions,
  cleanFacesOf,
  type DecidingOptions,
  decidingOptionNames,
  profileOf,
  readRules,
  toldOf,
} from './deid-options.ts';
import { formatBytes, formatDuration } from './format.ts';
import { createProgressBar } from './progress-bar.ts';

/** Files held back that a person is shown one by one; `--json` has them all. */
const listedFiles = 20;

type DeidCommandOptions = DecidingOptions & {
  readonly json?: boolean;
  readonly keyFile: string;
  readonly dryRun?: boolean;
  readonly showKept?: boolean;
  readonly quarantine?: string;
  readonly release?: readonly string[];
  readonly releasedBy?: string;
  readonly parameters?: string;
  readonly trust?: string;
};

export function registerDeid(program: Command): void {
  const command = program
    .command('deid')
    .description('take identity out of DICOM files, HL7 v2 messages and text reports')
    .argument('<in>', 'file, or folder with everything below it')
    .argument('[out]', 'folder for the result; not needed for a dry run')
    .requiredOption('--key-file <file>', 'key of the project; made at the first run, to be kept apart from the result');
  addDecidingOptions(command)
    .option('--dry-run', 'write nothing; show here what every attribute was and would be, and what decided')
    .option('--show-kept', 'with --dry-run, show what stays as it is, too')
    .addOption(
      new Option(
        '--parameters <file>',
        'a signed parameter set in place of the options above (with --trust)',
      ).conflicts([...decidingOptionNames]),
    )
    .option('--trust <file>', 'public key of whoever may sign the parameter set')
    .option('--quarantine <dir>', 'list there what is held back for a leak or a doubt, without names and values')
    .option(
      '--release <file...>',
      'files of the quarantine that somebody has looked at and lets out (with --quarantine)',
    )
    .option('--released-by <name>', 'who that was, for the ledger; the user of this machine unless given')
    .option(...jsonOption)
    .addHelpText(
      'after',
      `
Example:
  isocenter deid /archive/study /tmp/clean --key-file project.key --dates modified
  isocenter deid /archive/study --key-file project.key --dates modified --dry-run

By the Basic Application Level Confidentiality Profile (PS3.15 Annex E): whatever it does not name and a person could
have typed is replaced, too, and every private element is removed. What stays of text is searched with what the object
says of its patient. The same key gives the same pseudonyms on every machine. What cannot be cleaned is held back and named, and the exit code is 1. Interrupted, it goes on where it was.`,
    );
  command.action(async (input: string, out: string | undefined, options: DeidCommandOptions) => {
    await deidentify(input, out, options);
  });
}

async function deidentify(input: string, out: string | undefined, options: DeidCommandOptions): Promise<void> {
  const output = openOutput(options);
  const outputDir = out ?? '';
  if (outputDir === '' && options.dryRun !== true)
    throw new DeidRunError('output-missing', 'name a folder for the result, or ask for a --dry-run');
  const { openProjectKey } = await import('../deidentification/project-key.ts');
  const { assertApart, deidentifyFolders } = await import('../deidentification/run-folder.ts');
  const decided = await decidedBy(options, output);
  if (options.dryRun !== true) await assertApart(input, outputDir, options.keyFile);
  const { key, isNew } =
    options.dryRun === true ? await keyOfDryRun(options, output) : await openProjectKey(options.keyFile);
  if (isNew)
    output.line(`Made a new key: ${options.keyFile}. Keep it apart from the result, or destroy it when all is done.`);
  const bar = createProgressBar(process.stderr);
  const startedAt = performance.now();
  const counts = { done: 0, present: 0, skipped: 0, held: 0, bytes: 0 };
  const held: HeldFile[] = [];
  const run: FolderRun = {
    input,
    outputDir,
    key,
    ...decided,
    ...quarantineOf(options),
  };
  if (options.dryRun === true) return await dryRun(run, options.showKept === true, output);
  const outcomes = deidentifyFolders(run);
  try {
    for await (const outcome of outcomes) {
      counts[outcome.kind] += 1;
      if (outcome.kind === 'done') counts.bytes += outcome.sizeBytes;
      if (outcome.kind === 'held') held.push(outcome);
      const { kind, ...details } = outcome;
      output.event(kind, details);
      const seconds = (performance.now() - startedAt) / 1000;
      if (!output.json) bar.show(0, `${counts.done} objects, ${formatBytes(counts.bytes / seconds)}/s`);
    }
  } finally {
    bar.clear();
  }
  const seconds = Math.round(performance.now() - startedAt) / 1000;
  output.event('summary', { ...counts, seconds });
  showHeld(output, held);
  const before = counts.present > 0 ? `, ${counts.present} by an earlier run` : '';
  const kept = counts.held > 0 ? `, ${counts.held} held back` : '';
  const others = counts.skipped > 0 ? `, ${counts.skipped} files left out that are no objects` : '';
  output.line(
    `${counts.done} objects (${formatBytes(counts.bytes)}) in ${formatDuration(seconds)}${before}${kept}${others}`,
  );
  if (counts.held > 0) process.exitCode = 1;
}

/** Makes no key: a second look must not depend on whether there was a first. */
async function keyOfDryRun({ keyFile }: DeidCommandOptions, output: Output): Promise<ProjectKey> {
  const { findProjectKey } = await import('../deidentification/project-key.ts');
  const found = await findProjectKey(keyFile);
  if (found !== undefined) return { key: found, isNew: false };
  output.line(`There is no key yet: pseudonyms and days are those of a key that is thrown away.`);
  output.event('throw-away-key', {});
  return { key: randomBytes(32), isNew: false };
}

type ProjectKey = { readonly key: Uint8Array; readonly isNew: boolean };

async function dryRun(run: FolderRun, showsKept: boolean, output: Output): Promise<void> {
  const { tryFiles } = await import('../deidentification/dry-run.ts');
  const { DryRunReport } = await import('./deid-dry-run.ts');
  const report = new DryRunReport(output, showsKept);
  const counts = { tried: 0, skipped: 0, held: 0 };
  const held: HeldFile[] = [];
  for await (const file of tryFiles(run)) {
    counts[file.kind] += 1;
    if (file.kind === 'tried') report.add(file);
    else output.event(file.kind, { path: file.path, reason: file.reason });
    if (file.kind === 'held') held.push(file);
  }
  report.show();
  showHeld(output, held);
  output.event('summary', counts);
  const pictures = run.cleanPixels ? '; pictures were not looked at' : '';
  output.line(`${counts.tried} objects looked at, ${counts.held} would be held back${pictures}. Nothing was written.`);
  if (counts.held > 0) process.exitCode = 1;
}

type Decided = Pick<FolderRun, 'profile' | 'rules' | 'version' | 'acceptPictures' | 'cleanPixels' | 'cleanFaces'>;

/**
 * What the options say, or the parameter set that is there in their place.
 *
 * @throws DeidRunError `parameters-invalid`, `parameters-of-another-program`, `rules-unreadable`, `rules-invalid`
 */
async function decidedBy(options: DeidCommandOptions, output: Output): Promise<Decided> {
  if (options.parameters === undefined) {
    const rules = options.rules === undefined ? undefined : await readRules(options.rules, output);
    const pictures = {
      acceptPictures: options.acceptPictures === true,
      cleanPixels: options.cleanPixels === true,
      cleanFaces: cleanFacesOf(options),
    };
    return { profile: profileOf(options), ...(rules && { rules }), ...pictures };
  }
  if (options.trust === undefined)
    throw new DeidRunError('parameters-key-invalid', '--parameters needs --trust, the key of whoever may sign them');
  const { readTrustedParameters } = await import('../deidentification/parameter-files.ts');
  const { parameters, differing } = await readTrustedParameters(options.parameters, options.trust);
  if (differing.length > 0)
    throw new DeidRunError(
      'parameters-of-another-program',
      `the parameter set was made with another program, of which these parts differ: ${differing.join(', ')}`,
    );
  const { profile, rules, version, acceptPictures, cleanPixels, cleanFaces } = parameters;
  return { profile, version, acceptPictures, cleanPixels, cleanFaces, ...(rules && { rules: toldOf(rules, output) }) };
}

/** @throws DeidRunError `release-not-held` */
function quarantineOf({ quarantine, release = [], releasedBy }: DeidCommandOptions): Pick<FolderRun, 'quarantine'> {
  if (quarantine === undefined) {
    if (release.length === 0) return {};
    throw new DeidRunError(
      'release-not-held',
      '--release needs --quarantine, the folder that lists what was held back',
    );
  }
  const by = releasedBy ?? userInfo().username;
  return { quarantine: { dir: quarantine, released: release, by, now: () => new Date() } };
}

type HeldFile = Extract<FileOutcome, { kind: 'held' }>;

function showHeld(output: Output, held: readonly HeldFile[]): void {
  for (const { path, reason, leaks = [] } of held.slice(0, listedFiles)) {
    output.line(`HELD BACK  ${path}\n           ${reason}: ${reasons[reason]}`);
    for (const leak of leaks) output.line(`           ${leak.kind} in ${leak.path}`);
  }
  if (held.length > listedFiles) output.line(`and ${held.length - listedFiles} more; --json lists all`);
}

/** Why a file was held back, for a person. */
export const reasons: Readonly<Record<HeldFileReason, string>> = {
  'file-unreadable': 'the file or folder cannot be read',
  'too-large': 'it is larger than 1 GiB, or a report of more than 8 MiB',
  conflict: 'another object with the same SOP Instance UID and other content is there already',
  unreadable: 'it is damaged, or not what its name says it is',
  'not-an-instance': 'it does not say which object it is',
  'held-by-rule': 'a rule of the site says so',
  'leak-found': 'after cleaning, something still stands in it that identifies the patient, the order or the staff',
  deflated: 'it is deflated, and nothing here can deflate it again',
  capture: 'a capture of a screen or of paper: its picture may name the patient',
  'burned-in-annotation': 'it says that its picture names the patient',
  'encapsulated-document':
    'a document that is no PDF, or one with pictures (which --clean-pixels reads), forms or letters that are not read',
  recording: 'a video or a recording of a voice',
  'secondary-capture': 'a capture, which is a picture of text more often than of a patient',
  scanned: 'scanned paper or film',
  screen: 'a picture of a screen',
  'dose-report': 'a dose report as a picture',
  'slide-label': 'the label of a slide, or the slide with its label',
  'not-decodable': 'its picture is coded in a way that is not read here, and was not searched for text',
  'face-slices-uneven': 'it may show a head, and slices of its series are missing, of several sizes, or too far apart',
  'face-not-located': 'it may show a head, and where the face is cannot be told',
  'face-not-proven': 'its face could not be taken off so that nothing of it is left and no brain is changed',
  'face-not-slices': 'it may show a face, and is no stack of slices: a scout, a projection, a rendering',
  'face-series-too-large': 'its series is larger than is looked at as a whole (512 MiB)',
  'face-outline': 'contours, doses or segments that may follow the outline of a face',
  'picture-unreadable': 'its picture is damaged, and was not searched for text',
};
