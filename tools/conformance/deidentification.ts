/**
 * `docs/deidentification-conformance.md`: what de-identification removes, replaces, inserts and keeps, PS3.15 §E.1.3, in
 * the form of PS3.2 Tables N.8-7 and N.11-6. Every row is asked of the plans that the node runs on.
 */

import { dummyTextOf } from '@isocenter/deid/dummy-value';
import { attributeTypeTable } from '@isocenter/deid/generated/attribute-types';
import { fiducialOf, identityKinds } from '@isocenter/deid/identity-kind';
import { codeTags, keptTags } from '@isocenter/deid/kept-attributes';
import { type Action, compilePlan, type Plan, profileRows } from '@isocenter/deid/plan';
import {
  cleanPixelDataOption,
  cleanVisualFeaturesOption,
  methodCodesOf,
  type ProfileOptions,
} from '@isocenter/deid/profile-options';
import { findDictionaryEntry, findDictionaryVr, findTag, listKeywords } from '@isocenter/dicom/dictionary';
import { formatTag, groupOf, type Tag, tagFrom } from '@isocenter/dicom/tag';
import { type Vr, vrs } from '@isocenter/dicom/vr';
import { reasons } from '../../apps/server/src/cli/deid.ts';
import { version } from '../../apps/server/src/version.ts';
import { table } from './markdown.ts';

type Variant = { readonly flag: string; readonly options: ProfileOptions; readonly does: string };

const variants: Readonly<Record<keyof ProfileOptions, readonly Variant[]>> = {
  dates: [
    {
      flag: '--dates full',
      options: { dates: 'full' },
      does: 'dates and times of day stay as they are',
    },
    {
      flag: '--dates modified',
      options: { dates: 'modified' },
      does: 'dates move by the same days for all of a patient, 1 to 3650 into the past; times of day stay',
    },
  ],
  keepsWeekday: [
    {
      flag: '--dates modified --keep-weekday',
      options: { dates: 'modified', keepsWeekday: true },
      does: 'as before, by whole weeks',
    },
  ],
  retainPatientCharacteristics: [
    {
      flag: '--retain-patient-characteristics',
      options: { retainPatientCharacteristics: true },
      does: 'sex, size, weight and the like stay where they are what their VR is for; ages above 89 years become 90; text is cleaned',
    },
  ],
  retainDeviceIdentity: [
    {
      flag: '--retain-device',
      options: { retainDeviceIdentity: true },
      does: 'ids of devices stay; text loses what is known of the patient and the staff; dates of devices go by the option for dates',
    },
  ],
  retainInstitutionIdentity: [
    {
      flag: '--retain-institution',
      options: { retainInstitutionIdentity: true },
      does: 'names of institutions stay; text loses what is known of the patient and the staff',
    },
  ],
  retainUids: [{ flag: '--retain-uids', options: { retainUids: true }, does: 'UIDs stay' }],
  retainSafePrivate: [
    {
      flag: '--retain-safe-private',
      options: { retainSafePrivate: true },
      does: 'private elements of Table E.3.10-1, and those that the object says are safe, stay where their values are numbers, codes or known words; UIDs in them are replaced',
    },
  ],
  cleanDescriptors: [
    {
      flag: '--clean-descriptors',
      options: { cleanDescriptors: true },
      does: 'descriptions and comments lose what identifies and every word that nobody knows, rather than all they say',
    },
  ],
  cleanGraphics: [
    {
      flag: '--clean-graphics',
      options: { cleanGraphics: true },
      does: 'the text of graphic annotations is cleaned; overlays and curves go all the same',
    },
  ],
  cleanStructuredContent: [
    {
      flag: '--clean-structured-content',
      options: { cleanStructuredContent: true },
      does: 'content items are cleaned by what they are about (Table E.3.4-1): names, ids, dates, UIDs and text',
    },
  ],
  reports: [
    {
      flag: '--reports surrogates',
      options: { reports: 'surrogates' },
      does: 'in the text of reports (structured ones, HL7 v2, PDF, scans, plain text), invented names, places and numbers stand where placeholders would; headers are as without it',
    },
  ],
};

const chosen: readonly Variant[] = Object.values(variants).flat();

/** What each action does, and its code of PS3.15 §E.1. */
const actions: Readonly<Record<Action, readonly [code: string, does: string]>> = {
  remove: ['X', 'the attribute goes'],
  empty: ['Z', 'its value goes; a sequence has no item'],
  dummy: ['D', 'a value that says nothing (below); a sequence stays, with its codes and values replaced'],
  pseudonym: ['D', 'a keyed pseudonym of 16 characters, the same for the same id'],
  uid: ['U', 'another UID, the same for the same; those of the standard stay'],
  shift: ['C', 'the date is moved by the days of the patient'],
  cap: ['C', 'the age stays up to 89 years, and becomes 90 above'],
  check: [
    'K',
    'stays where it is what its VR is for, and of code strings where its words are known; goes or is emptied otherwise',
  ],
  clean: ['C', 'the text loses what identifies and every word that nobody knows'],
  search: ['C', 'the text loses what is known of the patient and the staff'],
  code: ['K', 'stays where its coding scheme is a published one, replaced otherwise; its meaning is cleaned'],
  keep: ['K', 'stays; a sequence is cleaned inside'],
  replace: ['D', 'a text of a rule of the site'],
  hold: ['', 'a rule of the site holds the object back'],
};

export function composeDeidentification(): string {
  const basic = compilePlan('', {});
  const rows = profileRows();
  const counts = countBy(rows.map(({ tag }) => basic.actionOf(tag, vrOf(tag), false)));
  return `# De-identification: what is removed, replaced, inserted and kept

Isocenter ${version}, PS3.15 2024e Annex E, of \`isocenter deid\`. Written by \`tools/conformance.ts\` from the tables that the
node runs on; not to be edited. How to use it is in [deidentification.md](deidentification.md).

## In short

- **Profile**: Basic Application Level Confidentiality Profile, with the options below; de-identifier only. No
  Encrypted Attributes Sequence (0400,0500) is written, and one that is there is removed: nothing in the result leads back.
- **Every item of every sequence** is treated as the data set is. Where Table E.1-1 leaves a choice, the type of the attribute
  in the IOD of the SOP Class decides; inside of items, where types are not told apart, what keeps any of them valid.
- **${rows.length} attributes of Table E.1-1**, in a data set of an unknown SOP Class: ${summaryOf(counts)}.
- **Whatever the table does not name is decided by its VR**, and what a person could have typed is replaced, but for
  ${keptTags.size} attributes that devices write by themselves. New attributes of later editions, which the dictionary does
  not know, are removed, and so are private elements, curves (50xx), overlays (60xx), group lengths and digital signatures.
- **Inserted**: Patient Identity Removed (0012,0062), De-identification Method (0012,0063) and its codes (0012,0064),
  Longitudinal Temporal Information Modified (0028,0303), with \`--clean-pixels\` Burned In Annotation (0028,0301), where a face
  was taken off Recognizable Visual Features (0028,0302). Preamble and file meta information are written anew.
- **Referential integrity**: the same UID, Patient ID, Accession Number and Study ID become the same everywhere, in every
  study, run and node that has the key (HMAC-SHA-256), and in no other; all dates of a patient move by the same days. A patient is
  told by Patient ID; by name, birth date and sex where there is none.
- **A second look** at every byte of the result searches what identified the original; an object in which it finds something is held back.
- **Rules of a site** decide before all of this. One that lets through more than the Basic profile gives a reason in its file,
  is listed with it by each run, is in the ledger with \`beyondProfile\`, and takes the code 113100 from the object.

## Profile and options (PS3.2 Table N.8-7)

${optionTable(rows)}

Options are chosen for each run and may be combined; the codes of what was done to an object are in it.

## Actions

Codes are those of PS3.15 §E.1; the words are those of the ledger.

${table(
  ['action', 'code', 'what is done', 'rows of Table E.1-1, Basic profile'],
  (Object.keys(actions) as Action[]) // the keys of the constant above
    .filter((action) => action !== 'replace' && action !== 'hold')
    .map((action) => [action, actions[action][0], actions[action][1], counts.get(action) ?? 0]),
)}

Values that say nothing: ${vrs
    .flatMap((vr) => {
      const text = vr === 'PN' || vr === 'LO' ? undefined : dummyTextOf(tagFrom(0, 0), vr);
      return text === undefined || text.startsWith('%') ? [] : [`${vr} \`${text}\``];
    })
    .join(
      ', ',
    )}; numbers and bytes zero; a UID that the patient and the tag give; names and texts a fiducial by their kind:
${identityKinds.map((kind) => `\`${fiducialOf(kind)}\``).join(', ')}.

## What the table does not name

${defaultTable()}

Besides these, what devices write by themselves stays, cleaned where it is text: ${listOf(keptTags)}.
Codes (${listOf(codeTags)}) go by their coding scheme.

## What is held back

Nothing of it is written; it is named with its reason.

${table(
  ['reason', ''],
  Object.entries(reasons).map(([reason, words]) => [`\`${reason}\``, words]),
)}

## Every row of Table E.1-1 (PS3.2 Table N.11-6)

Of no attribute the value is encrypted, so the column «Encrypted» of the form is left out. *Done* is what the Basic profile
does in a data set, over all SOP Classes whose types are known; *in items* what it does there, where it is another thing; an
option is named where it does something else.

${rowTable(rows)}
`;
}

type ProfileRow = ReturnType<typeof profileRows>[number];

/** Of an attribute with a choice of VRs the first. */
function vrOf(tag: Tag): Vr {
  const name = (findDictionaryVr(tag) ?? 'UN').split(' or ')[0];
  return vrs.find((vr) => vr === name) ?? 'UN';
}

function countBy<T>(values: readonly T[]): ReadonlyMap<T, number> {
  const counts = new Map<T, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

function summaryOf(counts: ReadonlyMap<Action, number>): string {
  const words: Readonly<Partial<Record<Action, string>>> = {
    remove: 'removed',
    empty: 'emptied',
    dummy: 'replaced',
    pseudonym: 'by a pseudonym',
    uid: 'by another UID',
    keep: 'kept with their items cleaned',
  };
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .map(([action, count]) => `${count} ${words[action] ?? action}`)
    .join(', ');
}

function optionTable(rows: readonly ProfileRow[]): string {
  const basic = compilePlan('', {});
  const codeOf = (options: ProfileOptions): string => {
    const added = methodCodesOf(options).filter(({ value }) => !methodCodesOf({}).some((one) => one.value === value));
    return added.map(({ value, meaning }) => `${value} ${meaning}`).join(', ');
  };
  const changedBy = (options: ProfileOptions): number => {
    const plan = compilePlan('', options);
    return rows.filter(({ tag }) => isOther(plan, basic, tag)).length;
  };
  const [profile] = methodCodesOf({});
  return table(
    ['code', 'option of the command', 'what it does', 'rows changed'],
    [
      [`${profile?.value} ${profile?.meaning}`, '', 'what this page says', ''],
      [
        `${cleanPixelDataOption.value} ${cleanPixelDataOption.meaning}`,
        '`--clean-pixels`',
        'burned-in text is masked in every frame',
        '',
      ],
      [
        `${cleanVisualFeaturesOption.value} ${cleanVisualFeaturesOption.meaning}`,
        '`--clean-faces`, `--keep-face-lesions`',
        'faces are taken off head series in CT, MR, PET and NM, or their skin is moved to the surface of a made-up face; the code is in the objects of which one was',
        '',
      ],
      ...chosen.map(({ flag, options, does }) => [codeOf(options), `\`${flag}\``, does, changedBy(options)]),
    ],
  );
}

function isOther(plan: Plan, basic: Plan, tag: Tag): boolean {
  const vr = vrOf(tag);
  return [false, true].some((isNested) => plan.actionOf(tag, vr, isNested) !== basic.actionOf(tag, vr, isNested));
}

function rowTable(rows: readonly ProfileRow[]): string {
  const sopClasses = attributeTypeTable
    .trim()
    .split('\n')
    .map((line) => line.split('\t')[0] ?? '');
  const plans = ['', ...sopClasses].map((sopClass) => compilePlan(sopClass, {}));
  const basic = compilePlan('', {});
  const optional = chosen
    .filter(({ options }) => options.keepsWeekday === undefined)
    .map(({ flag, options }) => ({ flag, plan: compilePlan('', options) }));
  const cells = rows.map(({ tag, codes }) => {
    const vr = vrOf(tag);
    const done = [...new Set(plans.map((plan) => plan.actionOf(tag, vr, false)))];
    const nested = basic.actionOf(tag, vr, true);
    const options = optional.flatMap(({ flag, plan }) =>
      isOther(plan, basic, tag) ? [`${plan.actionOf(tag, vr, false)} (${flag.replace('--', '')})`] : [],
    );
    const isSame = done.length === 1 && done[0] === nested;
    return [
      findDictionaryEntry(tag)?.name ?? '',
      formatTag(tag),
      codes.join('/'),
      done.join(', '),
      isSame ? '' : nested,
      options.join(', '),
    ];
  });
  const patterns = [
    ['Curve Data', '(50xx,xxxx)', 'X', 'remove', '', ''],
    ['Overlay Data and Comments, and the rest of the group', '(60xx,xxxx)', 'X', 'remove', '', ''],
    ['Private Attributes', '(odd group)', 'X', 'remove', '', 'check, uid (retain-safe-private)'],
  ];
  return table(['attribute', 'tag', 'Table E.1-1', 'done', 'in items', 'with options'], [...cells, ...patterns]);
}

/** By VR, of all attributes of the dictionary that neither the table nor a list names. */
function defaultTable(): string {
  const listed = new Set(profileRows().map(({ tag }) => tag));
  const tags = [...listKeywords()]
    .flatMap((keyword) => findTag(keyword) ?? [])
    .filter((tag) => !listed.has(tag) && !keptTags.has(tag) && !codeTags.has(tag))
    .filter((tag) => groupOf(tag) >= 8 && ![0x5000, 0x6000, 0xfffe].includes(groupOf(tag)));
  const basic = compilePlan('', {});
  const rows = vrs.flatMap((vr) => {
    const own = tags.filter((tag) => vrOf(tag) === vr);
    if (own.length === 0) return [];
    const options = chosen.flatMap(({ flag, options }) => {
      const plan = compilePlan('', options);
      const others = own.filter((tag) => isOther(plan, basic, tag));
      const done = actionsOf(plan, others);
      return options.keepsWeekday === true || others.length === 0 ? [] : [`${done} (${flag.replace('--', '')})`];
    });
    return [[vr, own.length, actionsOf(basic, own), options.join(', ')]];
  });
  return table(['VR', 'attributes', 'done', 'with options'], rows);
}

/** The action of most, and the others with what they are done to where that is few. */
function actionsOf(plan: Plan, tags: readonly Tag[]): string {
  const groups = [...Map.groupBy(tags, (tag) => plan.actionOf(tag, vrOf(tag), false))];
  return groups
    .sort(([, a], [, b]) => b.length - a.length)
    .map(([action, of], place) => (place === 0 ? action : `${action}: ${listOf(new Set(of.slice(0, 4)))}`))
    .join('; ');
}

function listOf(tags: ReadonlySet<Tag>): string {
  return [...tags].map((tag) => findDictionaryEntry(tag)?.keyword ?? formatTag(tag)).join(', ');
}
