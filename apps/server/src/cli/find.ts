/** `isocenter find`: asks a peer what it holds, C-FIND as SCU in the Study Root or Patient Root model, and prints the answers. */

import type { DataSet } from '@isocenter/dicom/data-set';
import { findDictionaryEntry, findTag, type Keyword } from '@isocenter/dicom/dictionary';
import { toDicomJson } from '@isocenter/dicom/json';
import { getStrings } from '@isocenter/dicom/values';
import type { QueryOption } from '@isocenter/dimse/query-options';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { type AskingOptions, readAsking, withAskingOptions } from './asking-options.ts';
import { type CommandContext, openCommand } from './command.ts';
import { chooseTarget, requireTarget, type TargetOptions, withTargetOptions } from './target-options.ts';

type Key = { readonly keyword: string; readonly value: string };

type FindOptions = TargetOptions &
  AskingOptions & {
    readonly level: 'patient' | 'study' | 'series' | 'image';
    readonly key: readonly Key[];
    readonly relational?: boolean;
    readonly combined?: boolean;
    readonly fuzzy?: boolean;
    readonly zone?: string;
  };

/** Asked for where nobody says what of. */
const defaultKeys: { readonly [level in FindOptions['level']]: readonly Keyword[] } = {
  patient: ['PatientName', 'PatientID', 'PatientBirthDate', 'PatientSex', 'NumberOfPatientRelatedStudies'],
  study: [
    'StudyDate',
    'StudyTime',
    'AccessionNumber',
    'ModalitiesInStudy',
    'PatientName',
    'PatientID',
    'StudyInstanceUID',
  ],
  series: ['Modality', 'SeriesNumber', 'SeriesDescription', 'StudyInstanceUID', 'SeriesInstanceUID'],
  image: ['InstanceNumber', 'SOPClassUID', 'StudyInstanceUID', 'SeriesInstanceUID', 'SOPInstanceUID'],
};

export function registerFind(program: Command): void {
  const command = program
    .command('find')
    .description('ask a peer what patients, studies, series or images it holds')
    .addOption(
      new Option('--level <level>', 'what is searched for')
        .choices(['patient', 'study', 'series', 'image'])
        .default('study'),
    )
    .addOption(
      new Option('-k, --key <keyword[=value]>', 'what must match, or is asked for; once for each')
        .argParser((text, keys: readonly Key[]) => [...keys, parseKey(text)])
        .default([]),
    )
    .option('--relational', 'propose relational queries: keys of any level')
    .option('--combined', 'propose that ranges of a date and its time are one range')
    .option('--fuzzy', 'propose that names match by how they sound')
    .addOption(new Option('--zone <+HHMM>', 'propose time zones, and mean dates and times in this one'))
    .addHelpText(
      'after',
      `
Examples:
  isocenter find --peer Archive -k PatientName=doe* -k StudyDate=20260101-
  isocenter find --to pacs.example:104 --aet PACS --level series -k StudyInstanceUID=1.2.3
  isocenter find --peer Archive --model patient --level patient -k PatientID=1234
  isocenter find --peer Archive --level series --relational -k Modality=MR -k StudyDate=20260101

Below the level of patients, Patient Root wants PatientID as a key. What the entry of a peer says is proposed as well.`,
    );
  withTargetOptions(withAskingOptions(command)).action(async (options: FindOptions) => {
    requireTarget(command, options);
    if (options.level === 'patient' && options.model !== 'patient') {
      command.error('error: --level patient needs --model patient');
    }
    await find(options);
  });
}

async function find(options: FindOptions): Promise<void> {
  const context = await openCommand(options, 'warn');
  const { output } = context;
  const { proposes = [], ...target } = await chooseTarget(context, options);
  const { openAssociation } = await import('@isocenter/dimse/client');
  const { agreedWith, contextOf, findAt, proposalsTo } = await import('../peers/query-peer.ts');
  const wanted = optionsOf(options);
  const asking = await readAsking(options);
  const contexts = [contextOf('find', asking.model)];
  const association = await openAssociation({
    ...target,
    contexts,
    ...proposalsTo({ proposes: [...wanted, ...proposes] }, contexts),
  });
  try {
    const agreed = agreedWith(association, 'find', asking.model);
    for (const option of [...wanted].filter((one) => !agreed.has(one))) {
      output.event('not-agreed', { option });
      output.line(`the peer does not agree to ${option}`);
    }
    // Dates and times of the answers are in this zone, too.
    const zone = options.zone ?? (agreed.has('timezone') ? await ourOffset(context) : undefined);
    const identifier = {
      QueryRetrieveLevel: options.level.toUpperCase(),
      ...(zone !== undefined && { TimezoneOffsetFromUTC: zone }),
      ...Object.fromEntries(defaultKeys[options.level].map((keyword) => [keyword, ''])),
      ...Object.fromEntries(options.key.map(({ keyword, value }) => [keyword, value])),
    };
    const matches = await findAt(association, identifier, asking);
    for (const match of matches) {
      output.event('match', toDicomJson(match));
      output.line(describe(match));
    }
    output.event('summary', { matches: matches.length });
    output.line(`${matches.length} found`);
  } finally {
    await association.release();
  }
}

/** Returns the node's offset from UTC, as it is now. */
async function ourOffset({ config }: CommandContext): Promise<string> {
  const { nodeZone } = await import('../config/node-zone.ts');
  const { formatOffset } = await import('../query-retrieve/time-zone.ts');
  return formatOffset(nodeZone(config.dicom.timeZone).offsetOn(new Date()));
}

function optionsOf({ relational, combined, fuzzy, zone }: FindOptions): ReadonlySet<QueryOption> {
  return new Set<QueryOption>([
    ...(relational === true ? (['relational'] as const) : []),
    ...(combined === true ? (['combinedDateTime'] as const) : []),
    ...(fuzzy === true ? (['fuzzyNames'] as const) : []),
    ...(zone !== undefined ? (['timezone'] as const) : []),
  ]);
}

/** One line: what has a value, by its keyword. */
function describe(match: DataSet): string {
  return match.elements
    .map(({ tag }) => [findDictionaryEntry(tag)?.keyword, getStrings(match, tag).join('\\')] as const)
    .filter(([keyword, value]) => keyword !== undefined && keyword !== 'SpecificCharacterSet' && value !== '')
    .map(([keyword, value]) => `${keyword}=${value}`)
    .join('  ');
}

function parseKey(text: string): Key {
  const [keyword = '', ...value] = text.split('=');
  if (findTag(keyword) === undefined) throw new InvalidArgumentError(`No attribute has the keyword ${keyword}.`);
  return { keyword, value: value.join('=') };
}
