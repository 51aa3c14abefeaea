/** `isocenter find`: asks a peer what it holds, C-FIND as SCU in the Study Root model, and prints what it answers. */

import type { DataSet } from '@isocenter/dicom/data-set';
import { findDictionaryEntry, findTag, type Keyword } from '@isocenter/dicom/dictionary';
import { toDicomJson } from '@isocenter/dicom/json';
import { getStrings } from '@isocenter/dicom/values';
import type { QueryOption } from '@isocenter/dimse/query-options';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { type CommandContext, openCommand } from './command.ts';
import { chooseTarget, requireTarget, type TargetOptions, withTargetOptions } from './target-options.ts';

type Key = { readonly keyword: string; readonly value: string };

type FindOptions = TargetOptions & {
  readonly level: 'study' | 'series' | 'image';
  readonly key: readonly Key[];
  readonly relational?: boolean;
  readonly combined?: boolean;
  readonly fuzzy?: boolean;
  readonly zone?: string;
};

/** Asked for where nobody says what of. */
const defaultKeys: { readonly [level in FindOptions['level']]: readonly Keyword[] } = {
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
    .description('ask a peer what studies, series or images it holds')
    .addOption(
      new Option('--level <level>', 'what is searched for').choices(['study', 'series', 'image']).default('study'),
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
  isocenter find --peer Archive --level series --relational -k Modality=MR -k StudyDate=20260101

What the entry of a peer says is proposed as well.`,
    );
  withTargetOptions(command).action(async (options: FindOptions) => {
    requireTarget(command, options);
    await find(options);
  });
}

async function find(options: FindOptions): Promise<void> {
  const context = openCommand(options, 'warn');
  const { output } = context;
  const { proposes = [], ...target } = await chooseTarget(context, options);
  const { openAssociation } = await import('@isocenter/dimse/client');
  const { agreedWith, findAt, findContext, proposalsTo } = await import('../peers/query-peer.ts');
  const wanted = optionsOf(options);
  const association = await openAssociation({
    ...target,
    contexts: [findContext],
    ...proposalsTo({ proposes: [...wanted, ...proposes] }, [findContext]),
  });
  try {
    const agreed = agreedWith(association, 'find');
    for (const option of [...wanted].filter((one) => !agreed.has(one))) {
      output.event('not-agreed', { option });
      output.line(`the peer does not agree to ${option}`);
    }
    // Dates and times of the answers are in this zone, too.
    const zone = options.zone ?? (agreed.has('timezone') ? await ourOffset(context) : undefined);
    const matches = await findAt(association, {
      QueryRetrieveLevel: options.level.toUpperCase(),
      ...(zone !== undefined && { TimezoneOffsetFromUTC: zone }),
      ...Object.fromEntries(defaultKeys[options.level].map((keyword) => [keyword, ''])),
      ...Object.fromEntries(options.key.map(({ keyword, value }) => [keyword, value])),
    });
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
