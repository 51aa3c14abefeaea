/**
 * What is done to each attribute of a SOP Class: PS3.15 Table E.1-1 and the options compiled to one action a tag.
 *
 * Compound actions of the table (`X/Z/D`) are resolved by the type of the attribute in the IOD. Inside of items the type
 * is not known, and the action is taken that keeps any of them valid. What the table does not name is decided by VR, and
 * denied wherever a person could have typed it (`kept-attributes.ts`).
 */

import { findDictionaryVr, type Keyword, tagOf } from '@isocenter/dicom/dictionary';
import { elementOf, groupOf, isPrivate, type Tag } from '@isocenter/dicom/tag';
import type { Vr } from '@isocenter/dicom/vr';
import { attributeTypeTable } from './generated/attribute-types.ts';
import { profileTable } from './generated/profile-table.ts';
import { codeTags, keptTags } from './kept-attributes.ts';
import type { ProfileOptions } from './profile-options.ts';

export type Action =
  /** Sequences are kept with their items cleaned. */
  | 'keep'
  /** Kept where the value is what its VR allows, removed where it is not; of code strings, where its words are known. */
  | 'check'
  /** Text, which loses what identifies and every word that nobody knows. */
  | 'clean'
  /** Text that an option keeps whatever its words are: it loses what is known of the case. */
  | 'search'
  | 'remove'
  | 'empty'
  | 'dummy'
  /** UIDs are replaced by others, the same for the same. */
  | 'uid'
  /** Dates are moved by the days of the patient. */
  | 'shift'
  /** An id, or the name that stands for it, is replaced by a pseudonym, the same for the same. */
  | 'pseudonym'
  /** Kept where the coding scheme beside it is published. */
  | 'code'
  /** An age, which is kept up to 89 years. */
  | 'cap'
  /** A rule of the site has another text for it. */
  | 'replace'
  /** A rule of the site holds the object back. */
  | 'hold';

export type Plan = {
  readonly sopClassUid: string;
  readonly options: ProfileOptions;
  /** Returns the action for an element of this VR, at the top level or inside of an item. */
  readonly actionOf: (tag: Tag, vr: Vr, isNested: boolean) => Action;
};

/** Replaced by keyed pseudonyms rather than emptied, so that what belongs together can still be found together. */
const pseudonymous: readonly Keyword[] = ['PatientID', 'PatientName', 'AccessionNumber', 'StudyID'];

/** Sequences of action D whose items say what they are by published codes: a dummy of them keeps their structure. */
const structured: readonly Keyword[] = ['ContentSequence', 'GraphicAnnotationSequence'];

/**
 * Not in the table: identity that was encrypted under keys of somebody else, the role of a Responsible Person (PS3.3
 * §C.7.1.1, 1C) who is removed, and how signatures that are removed were made.
 */
const removedBesides: readonly Keyword[] = [
  'EncryptedAttributesSequence',
  'MACParametersSequence',
  'ResponsiblePersonRole',
];

/** The approval number of the committee is removed, without which its name must not be there, PS3.3 §C.7.1.3, 1C. */
const removedUnlessKept: readonly Keyword[] = ['ClinicalTrialProtocolEthicsCommitteeName'];

/** Of type 3 in items, with one item or more where it is there, PS3.3 Table 10-9; what else it is, is the matter of items. */
const removedInItems: readonly Keyword[] = ['ReferencedStudySequence'];

/** Returns the plan of a SOP Class; compiled once, it serves any number of instances. */
export function compilePlan(sopClassUid: string, options: ProfileOptions): Plan {
  const types = typesOf(sopClassUid);
  const [top, nested] = [new Map<Tag, Action>(), new Map<Tag, Action>()];
  for (const row of profileRows()) {
    const { tag } = row;
    top.set(tag, resolve(row, options, types.get(tag) ?? '3'));
    nested.set(tag, resolve(row, options, undefined));
  }
  for (const actions of [top, nested]) {
    for (const keyword of pseudonymous) actions.set(tagOf(keyword), 'pseudonym');
    for (const keyword of structured) actions.set(tagOf(keyword), 'keep');
    for (const keyword of removedBesides) actions.set(tagOf(keyword), 'remove');
    for (const keyword of removedUnlessKept)
      if (actions.get(tagOf(keyword)) === 'dummy') actions.set(tagOf(keyword), 'remove');
    for (const keyword of removedInItems)
      if (actions.get(tagOf(keyword)) === 'empty') actions.set(tagOf(keyword), 'remove');
    if (options.cleanGraphics === true) actions.set(tagOf('UnformattedTextValue'), 'clean');
    if (options.retainSafePrivate !== true) actions.set(tagOf('PrivateDataElementCharacteristicsSequence'), 'remove');
  }
  const byVr = rememberedByVr((tag, vr) => actionByVr(tag, vr, options));
  return {
    sopClassUid,
    options,
    actionOf: (tag, vr, isNested) => {
      if (isPrivate(tag) || groupOf(tag) < 8 || elementOf(tag) === 0) return 'remove';
      const known = (isNested ? nested : top).get(tag);
      return known ?? byVr(tag, vr);
    },
  };
}

/** Remembers as many answers as the dictionary has attributes. */
function rememberedByVr(decide: (tag: Tag, vr: Vr) => Action): (tag: Tag, vr: Vr) => Action {
  const known = new Map<Vr, Map<Tag, Action>>();
  return (tag, vr) => {
    const ofVr = known.get(vr) ?? new Map<Tag, Action>();
    const before = ofVr.get(tag);
    if (before !== undefined) return before;
    const action = decide(tag, vr);
    if (findDictionaryVr(tag) !== undefined) known.set(vr, ofVr.set(tag, action));
    return action;
  };
}

type Row = { readonly tag: Tag; readonly codes: readonly string[]; readonly options: string };

/** Returns Table E.1-1 without its pattern rows. */
export function profileRows(): readonly Row[] {
  return profileTable
    .trim()
    .split('\n')
    .map((line) => {
      const [digits = '', codes = '', options = ''] = line.split('\t');
      // Eight hexadecimal digits are a tag.
      return { tag: Number.parseInt(digits, 16) as Tag, codes: codes.split('/'), options };
    });
}

/** Returns the row of Table E.1-1 for a tag: its codes, and the letters of the options that change them. */
export function findProfileRow(tag: Tag): Row | undefined {
  return profileRows().find((row) => row.tag === tag);
}

function typesOf(sopClassUid: string): ReadonlyMap<Tag, '1' | '2'> {
  const line = attributeTypeTable.split('\n').find((one) => one.startsWith(`${sopClassUid}\t`));
  const list = line?.split('\t')[1]?.split(',') ?? [];
  return new Map(
    list.map((one) => {
      const [keyword = '', type] = one.split(' ');
      // The keywords of the table are those of the dictionary, and the types are 1 and 2.
      return [tagOf(keyword as Keyword), type as '1' | '2'];
    }),
  );
}

/** @param type undefined where it is not known */
function resolve(row: Row, options: ProfileOptions, type: '1' | '2' | '3' | undefined): Action {
  const retained = retainedBy(row, options);
  return retained ?? cleanedBy(row, options) ?? basicAction(row.codes, type);
}

/** Returns the action of the options that keep something, or undefined where none of them names the attribute. */
function retainedBy({ tag, options: columns }: Row, options: ProfileOptions): Action | undefined {
  // A date of a device is a date first: a calibration on a known day says when the patient was there.
  if (columns.includes('F')) {
    if (options.dates === 'full') return 'keep';
    if (options.dates === 'modified') return findDictionaryVr(tag) === 'TM' ? 'check' : 'shift';
    return undefined;
  }
  if (options.cleanStructuredContent === true && columns.includes('S')) return 'keep';
  const isText = isTextOf(tag);
  if (options.retainUids === true && columns.includes('U+')) return 'keep';
  if (options.retainDeviceIdentity === true && columns.includes('D+')) return isText ? 'search' : 'keep';
  if (options.retainInstitutionIdentity === true && columns.includes('I+')) return isText ? 'search' : 'keep';
  if (options.retainPatientCharacteristics !== true || !columns.includes('C')) return undefined;
  if (isText) return 'clean';
  return findDictionaryVr(tag) === 'AS' ? 'cap' : 'check';
}

/** Returns the action of the option that cleans descriptions, or undefined where it does not name the attribute. */
function cleanedBy({ tag, options: columns }: Row, options: ProfileOptions): Action | undefined {
  if (options.cleanDescriptors !== true || !columns.includes('T')) return undefined;
  if (isTextOf(tag)) return 'clean';
  const declared = findDictionaryVr(tag);
  if (declared === 'SQ') return 'keep';
  return declared === 'CS' ? 'check' : undefined;
}

function isTextOf(tag: Tag): boolean {
  return [...texts].some((vr) => findDictionaryVr(tag) === vr);
}

/** Returns the action of the basic profile; PS3.15 §E.2 says how the compound ones go by type. */
function basicAction(codes: readonly string[], type: '1' | '2' | '3' | undefined): Action {
  if (codes.includes('U*')) return 'keep';
  const strictest = codes.at(-1) ?? 'X';
  const byType = { 1: strictest, 2: codes.includes('Z') ? 'Z' : strictest, 3: codes[0] ?? 'X' };
  const code = codes.length === 1 || type === undefined ? strictest : byType[type];
  return simple[code] ?? 'remove';
}

const simple: Readonly<Record<string, Action>> = { X: 'remove', Z: 'empty', D: 'dummy', U: 'uid', K: 'keep' };

/** Not in the table and no descriptions: the text of content items, and an identifier of a document. */
const identifying: ReadonlySet<Tag> = new Set((['TextValue', 'HL7InstanceIdentifier'] satisfies Keyword[]).map(tagOf));

const texts: ReadonlySet<Vr> = new Set<Vr>(['LO', 'SH', 'ST', 'LT', 'UT', 'UC']);
const numbers: ReadonlySet<Vr> = new Set<Vr>(['AT', 'FD', 'FL', 'SL', 'SS', 'SV', 'UL', 'US', 'UV']);
const bulk: ReadonlySet<Vr> = new Set<Vr>(['OD', 'OF', 'OL', 'OV', 'OW']);

function actionByVr(tag: Tag, vr: Vr, options: ProfileOptions): Action {
  const declared = findDictionaryVr(tag);
  if (declared === undefined || isRepeatingGroup(tag)) return 'remove';
  if (codeTags.has(tag)) return 'code';
  if (keptTags.has(tag)) return isTextOf(tag) ? 'clean' : 'keep';
  const isAsDeclared = declared.includes(vr) || (texts.has(vr) && [...texts].some((text) => declared === text));
  if (vr === 'UN' || !isAsDeclared) return 'remove';
  if (vr === 'SQ' || numbers.has(vr) || bulk.has(vr)) return 'keep';
  if (texts.has(vr)) return options.cleanDescriptors === true && !identifying.has(tag) ? 'clean' : 'dummy';
  if (vr === 'PN' || vr === 'AS') return 'dummy';
  if (vr === 'CS' || vr === 'DS' || vr === 'IS') return 'check';
  if (vr === 'UI') return options.retainUids === true ? 'keep' : 'uid';
  if (vr === 'DA' || vr === 'DT' || vr === 'TM') return dateAction(vr, options);
  return 'remove';
}

function dateAction(vr: Vr, { dates }: ProfileOptions): Action {
  if (dates === 'full') return 'keep';
  if (dates === undefined) return 'dummy';
  return vr === 'TM' ? 'check' : 'shift';
}

/** Curves (50xx) and overlays (60xx) go whole: without their data the rest of the group says nothing. */
function isRepeatingGroup(tag: Tag): boolean {
  const group = groupOf(tag) & 0xff00;
  return group === 0x5000 || group === 0x6000;
}
