/** The options that decide what becomes of objects: of `isocenter deid`, and of the parameter sets that it takes. */

import { readFile } from 'node:fs/promises';
import type { ParameterSet } from '@isocenter/deid/parameter-set/parameter-set';
import type { ProfileOptions } from '@isocenter/deid/profile-options';
import type { SiteRules } from '@isocenter/deid/rules/rule';
import { type Command, Option } from 'commander';
import { DeidRunError } from '../deidentification/deid-error.ts';
import type { Output } from './command.ts';

export type DecidingOptions = {
  readonly dates?: 'full' | 'modified';
  readonly keepWeekday?: boolean;
  readonly retainPatientCharacteristics?: boolean;
  readonly retainDevice?: boolean;
  readonly retainInstitution?: boolean;
  readonly retainUids?: boolean;
  readonly cleanStructuredContent?: boolean;
  readonly reports?: 'fiducials' | 'surrogates';
  readonly rules?: string;
  readonly retainSafePrivate?: boolean;
  readonly cleanDescriptors?: boolean;
  readonly cleanGraphics?: boolean;
  readonly acceptPictures?: boolean;
  readonly cleanPixels?: boolean;
  readonly cleanFaces?: boolean;
  readonly keepFaceLesions?: boolean;
};

export function addDecidingOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--dates <how>', 'keep dates as they are, or move those of a patient by the same days').choices([
        'full',
        'modified',
      ]),
    )
    .option('--keep-weekday', 'move dates by whole weeks')
    .option('--retain-patient-characteristics', 'keep sex, age (up to 89), size, weight')
    .option('--retain-device', 'keep what tells one device from another')
    .option('--retain-institution', 'keep names of institutions')
    .option('--retain-uids', 'keep UIDs')
    .option('--clean-structured-content', 'clean reports by what their items are about')
    .addOption(
      new Option(
        '--reports <how>',
        'in the text of reports, placeholders in place of names and numbers, or invented ones',
      ).choices(['fiducials', 'surrogates']),
    )
    .option('--rules <file>', 'rules of the site (YAML), which decide before the profile does')
    .option('--retain-safe-private', 'keep private elements that PS3.15 or the object lists as safe, checked by value')
    .option('--clean-descriptors', 'take identity out of descriptions and comments instead of replacing them')
    .option('--clean-graphics', 'take identity out of the text of annotations instead of replacing it')
    .option('--accept-pictures', 'let through captures, documents and recordings, because somebody has looked at them')
    .option('--clean-pixels', 'take burned-in text out of pictures; needs a second or more for each')
    .option('--clean-faces', 'take faces off head series in CT, MR and PET')
    .addOption(
      new Option(
        '--keep-face-lesions',
        'clean faces by moving the skin to that of a made-up face, so that lesions of nose and skin stay',
      ).implies({ cleanFaces: true }),
    );
}

/** Names of the options, as commander has them. */
export const decidingOptionNames: readonly string[] = [
  ...['dates', 'keepWeekday', 'retainPatientCharacteristics', 'retainDevice', 'retainInstitution', 'retainUids'],
  ...[
    'cleanStructuredContent',
    'reports',
    'rules',
    'retainSafePrivate',
    'cleanDescriptors',
    'cleanGraphics',
    'acceptPictures',
  ],
  ...['cleanPixels', 'cleanFaces', 'keepFaceLesions'],
];

export function profileOf(options: DecidingOptions): ProfileOptions {
  return {
    ...(options.dates && { dates: options.dates }),
    ...(options.reports && { reports: options.reports }),
    keepsWeekday: options.keepWeekday === true,
    retainPatientCharacteristics: options.retainPatientCharacteristics === true,
    retainDeviceIdentity: options.retainDevice === true,
    retainInstitutionIdentity: options.retainInstitution === true,
    retainUids: options.retainUids === true,
    cleanStructuredContent: options.cleanStructuredContent === true,
    retainSafePrivate: options.retainSafePrivate === true,
    cleanDescriptors: options.cleanDescriptors === true,
    cleanGraphics: options.cleanGraphics === true,
  };
}

export function cleanFacesOf({ cleanFaces, keepFaceLesions }: DecidingOptions): ParameterSet['cleanFaces'] {
  return keepFaceLesions === true ? 'keep-lesions' : cleanFaces === true;
}

/** @throws DeidRunError `rules-unreadable`, `rules-invalid` */
export async function readRules(file: string, output: Output): Promise<SiteRules> {
  const { parseRules } = await import('@isocenter/deid/rules/parse-rules');
  const text = await readFile(file, 'utf8').catch(() => {
    throw new DeidRunError('rules-unreadable', 'the file of rules cannot be read');
  });
  const parsed = parseRules(text);
  if (parsed.kind === 'rules') return toldOf(parsed.site, output);
  for (const { line, column, code, message } of parsed.problems) {
    output.line(`${file}:${line}:${column}  ${code}: ${message}`);
    output.event('rule-problem', { line, column, code, message });
  }
  throw new DeidRunError('rules-invalid', `${parsed.problems.length} problems in the rules: nothing was done`);
}

/** Says which rules let through more than the Basic profile, and why, before anything is done by them. */
export function toldOf(site: SiteRules, output: Output): SiteRules {
  const beyond = site.rules.filter(({ because }) => because !== undefined);
  if (beyond.length > 0) output.line('Beyond the Basic profile, by rules of the site:');
  for (const { name, selectors, action, because } of beyond) {
    const attributes = selectors.map(({ text }) => text);
    output.line(`  ${name}: ${action.kind} ${attributes.join(', ')}, because: ${because}`);
    output.event('beyond-profile', { rule: name, attributes, action: action.kind, because });
  }
  return site;
}
