/**
 * De-identifies DICOM files, PS3.10 and PS3.15 Annex E: preamble and file meta information are made anew, the data set
 * goes through the plan of its SOP Class, and what was done is written into it (PS3.3 §C.12.1.1.1, CID 7050) and into a
 * ledger.
 *
 * What cannot be cleaned, and what still holds identity afterwards (`leak-scan`), is held back with a reason and never
 * returned in part.
 */

import { buildDataSet } from '@isocenter/dicom/build';
import type { DataElement, DataSet } from '@isocenter/dicom/data-set';
import { tagOf } from '@isocenter/dicom/dictionary';
import { type Deflate, type EncodeOptions, encodeDataSet } from '@isocenter/dicom/encode';
import { DicomError } from '@isocenter/dicom/errors';
import type { Finding } from '@isocenter/dicom/finding';
import type { Inflate } from '@isocenter/dicom/parse';
import { encodeFileMeta, type Part10File, parsePart10 } from '@isocenter/dicom/part10';
import type { Tag } from '@isocenter/dicom/tag';
import { formatTag } from '@isocenter/dicom/tag';
import type { TransferSyntax } from '@isocenter/dicom/transfer-syntax';
import { mediaStorageDirectorySopClass } from '@isocenter/dicom/uids';
import { findElement, getString } from '@isocenter/dicom/values';
import type { CleanedPicture, PictureCleaner } from './burned-in/picture-cleaner.ts';
import { deidentifyDataSet } from './deidentify-data-set.ts';
import type { FaceHeld } from './faces/clean-series.ts';
import { createHeaderTexts } from './header-text/header-texts.ts';
import { type LeakInContext, withContexts } from './leak-scan/leak-context.ts';
import { createLeakScanner, type ScannedObject } from './leak-scan/leak-scanner.ts';
import type { LeakFinding } from './leak-scan/leak-search.ts';
import { Ledger, type LedgerEntry } from './ledger.ts';
import { patientKeyOf } from './patient-key.ts';
import { cleanableRisks, findPictureRisk, type PictureRisk } from './picture-risk.ts';
import { cleanPixelData } from './pixel-data.ts';
import { compilePlan, type Plan } from './plan.ts';
import {
  cleanPixelDataOption,
  cleanVisualFeaturesOption,
  longitudinalMarkOf,
  methodCodesOf,
  type ProfileOptions,
} from './profile-options.ts';
import { createPseudonyms } from './pseudonyms.ts';
import { createContentCleaner } from './reports/clean-content.ts';
import type { ContentDecision } from './reports/content-decision.ts';
import type { DocumentCleaner } from './reports/encapsulated-document.ts';
import { compileRules } from './rules/compile-rules.ts';
import type { SiteRules } from './rules/rule.ts';
import { longitudinalMarkUnder, markKeywords, methodCodesUnder, ruleMethodOf } from './rules/rule-marks.ts';
import type { IdentityTerm } from './text/term-set.ts';
import { createWordLists, type WordLists } from './text/word-lists.ts';

export type DeidentifierOptions = {
  /** Key of the project, 32 bytes or more. */
  readonly key: Uint8Array;
  readonly profile: ProfileOptions;
  /** Of a site, on top of the profile. */
  readonly rules?: SiteRules;
  /** Let through what may hold identity in its picture or document, because a person has looked at it. */
  readonly acceptPictures?: boolean;
  /** Of the words that are no names, and the lists of the site; those of nobody in particular unless given. */
  readonly wordLists?: WordLists;
  readonly inflate?: Inflate;
  readonly deflate?: Deflate;
};

export type DeidentifiedFile =
  | {
      readonly kind: 'done';
      /** The file in pieces; the last may be a view of the input. */
      readonly chunks: readonly Uint8Array[];
      readonly studyInstanceUid: string;
      readonly seriesInstanceUid: string;
      readonly sopInstanceUid: string;
      readonly ledger: readonly LedgerEntry[];
    }
  | {
      readonly kind: 'held';
      readonly reason: HeldReason;
      /** Where identity was found after cleaning; only with `leak-found`. */
      readonly leaks?: readonly LeakInContext[];
    };

export type HeldReason =
  | 'not-dicom'
  /** A directory of a medium, PS3.3 Annex F, which names patients and is no object of one. */
  | 'dicomdir'
  /** A DICOM object that is damaged. */
  | 'unreadable'
  /** SOP Class, SOP Instance, series or study have no UID. */
  | 'not-an-instance'
  /** A rule of the site says so. */
  | 'held-by-rule'
  /** What identified the case in the original still stands in the cleaned object. */
  | 'leak-found'
  /** A deflated data set, and nothing to deflate it with again. */
  | 'deflated'
  | PictureRisk
  | FaceHeld
  | Extract<CleanedPicture, { kind: 'left-out' }>['reason'];

/** What is said of one file, besides the options of all. */
export type OfFile = {
  /** Identity of the case from messages and orders, which must not be found in the result either. */
  readonly record?: readonly IdentityTerm[];
  /** As the option, for this file. */
  readonly acceptPicture?: boolean;
  /** Whether a person has looked at what was found and let it pass. */
  readonly isReleased?: (leak: LeakFinding) => boolean;
  /** Says what stands around what was found, for a person who may see it. */
  readonly wantsContexts?: boolean;
  /** What was done to faces in its picture before it came here. */
  readonly faces?: Extract<LedgerEntry['action'], 'deface' | 'reface'>;
};

export type Deidentifier = (input: Uint8Array, ofFile?: OfFile) => DeidentifiedFile;

/** Takes burned-in text out of the picture, too; one file at a time. */
export type PictureDeidentifier = (input: Uint8Array, ofFile?: OfFile) => Promise<DeidentifiedFile>;

/**
 * Returns a function that de-identifies one file after the other; plans are compiled when a SOP Class is met first.
 *
 * @throws DeidError `key-too-short`
 */
export function createDeidentifier(options: DeidentifierOptions): Deidentifier {
  const deidentify = createFileDeidentifier(options);
  return (input, ofFile = {}) => {
    const file = parseInput(input, options.inflate);
    if (typeof file === 'string') return { kind: 'held', reason: file };
    const isAccepted = options.acceptPictures === true || ofFile.acceptPicture === true;
    const risk = isAccepted ? undefined : findPictureRisk(file.dataSet);
    return risk === undefined ? deidentify(file, ofFile) : { kind: 'held', reason: risk };
  };
}

/**
 * As `createDeidentifier`, with Clean Pixel Data, PS3.15 §E.3.1. Pictures of text are held back, or looked at as others are
 * where pictures are accepted.
 *
 * @throws DeidError `key-too-short`
 */
export function createPictureDeidentifier(
  options: DeidentifierOptions,
  cleanPicture: PictureCleaner,
): PictureDeidentifier {
  const deidentify = createFileDeidentifier(options);
  const { inflate } = options;
  return async (input, ofFile = {}) => {
    const acceptPictures = options.acceptPictures === true || ofFile.acceptPicture === true;
    const file = parseInput(input, inflate);
    if (typeof file === 'string') return { kind: 'held', reason: file };
    const risk = findPictureRisk(file.dataSet);
    if (risk !== undefined && !cleanableRisks.has(risk))
      return acceptPictures ? deidentify(file, ofFile) : { kind: 'held', reason: risk };
    const picture = await cleanPicture(file, { keepPicturesOfText: acceptPictures, ...(inflate && { inflate }) });
    return picture.kind === 'left-out' ? { kind: 'held', reason: picture.reason } : deidentify(file, ofFile, picture);
  };
}

/**
 * As `createDeidentifier`, for objects that are documents: what cannot be cleaned of them is held back.
 *
 * @throws DeidError `key-too-short`
 */
export function createDocumentDeidentifier(
  options: DeidentifierOptions,
  cleanDocument: DocumentCleaner,
): PictureDeidentifier {
  const deidentify = createFileDeidentifier(options);
  return async (input, ofFile = {}) => {
    const file = parseInput(input, options.inflate);
    if (typeof file === 'string') return { kind: 'held', reason: file };
    const document = await cleanDocument(file.dataSet, ofFile.record ?? []);
    if (document === undefined) return { kind: 'held', reason: 'encapsulated-document' };
    return deidentify(file, ofFile, { kind: 'no-picture' }, document);
  };
}

type Looked = Exclude<CleanedPicture, { kind: 'left-out' }>;

/** What comes after the decision that the picture of a file may go out. */
function createFileDeidentifier(
  options: DeidentifierOptions,
): (
  file: Part10File,
  ofFile: OfFile,
  looked?: Looked,
  document?: ReadonlyMap<Tag, ContentDecision>,
) => DeidentifiedFile {
  const { profile } = options;
  const pseudonyms = createPseudonyms(options.key);
  const plans = new Map<string, Plan>();
  const planOf = (sopClassUid: string): Plan => {
    const plan = plans.get(sopClassUid) ?? compilePlan(sopClassUid, profile);
    plans.set(sopClassUid, plan);
    return plan;
  };
  const usualMarks = createMarks(options);
  const rulesFor = options.rules && compileRules(options.rules);
  const lists = options.wordLists ?? listsOf(options.rules);
  const decideContent =
    profile.cleanStructuredContent === true ? createContentCleaner(profile, pseudonyms, lists) : undefined;
  const findLeaks = createLeakScanner(lists);
  const textsOf = createHeaderTexts({ lists, profile });
  return (
    file,
    { record = [], isReleased, wantsContexts = false, faces },
    looked = { kind: 'no-picture' },
    document = undefined,
  ) => {
    const { dataSet, transferSyntax } = looked.kind === 'masked' ? looked : file;
    if (transferSyntax.deflated && options.deflate === undefined) return { kind: 'held', reason: 'deflated' };
    const sopClassUid = getString(dataSet, tagOf('SOPClassUID'));
    if (sopClassUid === undefined) return { kind: 'held', reason: 'not-an-instance' };
    const ledger = new Ledger();
    const patient = {
      pseudonym: pseudonyms.identifier('patient-id', getString(dataSet, tagOf('PatientID'))?.trim() ?? ''),
      shiftDays: pseudonyms.shiftDays(patientKeyOf(dataSet), profile.keepsWeekday),
    };
    const picture = cleanPixelData(dataSet);
    if (picture.isChanged) ledger.add(tagOf('PixelData'), 'strip');
    if (faces !== undefined) ledger.add(tagOf('PixelData'), faces);
    if (looked.kind === 'masked')
      for (const { x, y, width, height } of looked.masks) ledger.add(looked.tag, 'mask', { x, y, width, height });
    const plan = planOf(sopClassUid);
    const reported = decideContent?.(picture.dataSet, patient);
    const content = document === undefined ? reported : new Map([...(reported ?? []), [picture.dataSet, document]]);
    const rules = rulesFor?.(dataSet);
    const cleaned = deidentifyDataSet(picture.dataSet, {
      ...{ plan, pseudonyms, patient, ledger, rules },
      texts: textsOf(dataSet, record),
      ...(content && { content }),
    });
    if (ledger.entries.some(({ action }) => action === 'hold')) return { kind: 'held', reason: 'held-by-rule' };
    const keptByRules = tagsKeptByRules(ledger.entries);
    const done = { isPictureClean: looked.kind !== 'no-picture', isFaceless: faces !== undefined };
    const marks = rules === undefined ? usualMarks(done) : marksOf(options, done, ledger.entries);
    return finish(withMarks(cleaned, marks), {
      transferSyntax,
      leaksIn: (cleaned, meta, names) => {
        const scanned: ScannedObject = {
          original: file.dataSet,
          originalMeta: file.fileMeta,
          isKept: (tag, vr, isNested) => plan.actionOf(tag, vr, isNested) === 'keep' || keptByRules.has(formatTag(tag)),
          record,
          cleaned,
          otherBytes: [meta],
          names,
          ...(isReleased && { isReleased }),
        };
        const leaks = findLeaks(scanned);
        return wantsContexts ? withContexts(scanned, leaks, lists) : leaks;
      },
      sopClassUid,
      ledger,
      ...(options.deflate && { deflate: options.deflate }),
    });
  };
}

/** Returns tags as they end a path. */
function tagsKeptByRules(entries: readonly LedgerEntry[]): ReadonlySet<string> {
  const kept = entries.filter(({ rule, action }) => rule !== undefined && action === 'keep');
  return new Set(kept.map(({ path }) => path.slice(-'(0008,0050)'.length)));
}

/** Made when they are needed first; without lists of a site they are the same for everybody. */
function listsOf(rules: SiteRules | undefined): WordLists {
  if (rules !== undefined && Object.values(rules.lists).some((terms) => terms.length > 0))
    return createWordLists(rules.lists);
  general ??= createWordLists();
  return general;
}

let general: WordLists | undefined;

/** Returns a file of which nothing is lost, or why there is none. */
export function parseInput(input: Uint8Array, inflate: Inflate | undefined): Part10File | HeldReason {
  try {
    const { value, findings } = parsePart10(input, inflate === undefined ? {} : { inflate });
    const end = endOfPicture(value);
    if (findings.some((finding) => isDamage(finding, end) && !isPaddedWith(finding, input, value))) return 'unreadable';
    const mediaClassUid = getString(value.fileMeta, tagOf('MediaStorageSOPClassUID'));
    return mediaClassUid === mediaStorageDirectorySopClass ? 'dicomdir' : value;
  } catch (error) {
    if (!(error instanceof DicomError)) throw error;
    return error.code === 'not-dicom' || error.code === 'empty-input' ? 'not-dicom' : 'unreadable';
  }
}

/**
 * Damaged data sets are held: where an element ends that is not whole, nobody knows what comes after it. What stands
 * behind the picture, and bytes that are less than an element, are left out and no damage.
 */
function isDamage({ code, severity, offset }: Finding, endOffset: number): boolean {
  return severity === 'error' && code !== 'trailing-bytes' && (offset ?? 0) < endOffset;
}

/** Writers pad files with zeros; a tag of zeros is no element of a data set, and none comes after it, PS3.5 §7.1. */
function isPaddedWith({ code, offset }: Finding, input: Uint8Array, { transferSyntax }: Part10File): boolean {
  if (code !== 'unreadable-element' || offset === undefined || transferSyntax.deflated) return false;
  const tag = input.subarray(offset, offset + 4);
  return tag.length === 4 && tag.every((byte) => byte === 0);
}

/** Returns the offset after native Pixel Data as findings count; infinity where there is none, or in fragments. */
function endOfPicture({ dataSet, dataSetOffset, transferSyntax }: Part10File): number {
  const element = findElement(dataSet, pixelData);
  if (element?.source === undefined || element.value.kind !== 'bytes') return Number.POSITIVE_INFINITY;
  const { valueOffset, lengthBytes } = element.source;
  return (transferSyntax.deflated ? 0 : dataSetOffset) + valueOffset + lengthBytes;
}

type Finishing = {
  readonly transferSyntax: TransferSyntax;
  readonly leaksIn: (cleaned: DataSet, meta: Uint8Array, names: readonly string[]) => readonly LeakInContext[];
  readonly sopClassUid: string;
  readonly ledger: Ledger;
  readonly deflate?: Deflate;
};

function finish(dataSet: DataSet, finishing: Finishing): DeidentifiedFile {
  const { transferSyntax, leaksIn, sopClassUid, ledger, deflate } = finishing;
  const [studyInstanceUid, seriesInstanceUid, sopInstanceUid] = (
    ['StudyInstanceUID', 'SeriesInstanceUID', 'SOPInstanceUID'] as const
  ).map((keyword) => getString(dataSet, tagOf(keyword)));
  if (studyInstanceUid === undefined || seriesInstanceUid === undefined || sopInstanceUid === undefined)
    return { kind: 'held', reason: 'not-an-instance' };
  const meta = encodeFileMeta({ sopClassUid, sopInstanceUid, transferSyntaxUid: transferSyntax.uid });
  const leaks = leaksIn(dataSet, meta, [studyInstanceUid, seriesInstanceUid, sopInstanceUid]);
  if (leaks.length > 0) return { kind: 'held', reason: 'leak-found', leaks };
  const body = encodeInPieces(dataSet, transferSyntax, deflate === undefined ? {} : { deflate });
  const chunks = [meta, ...body];
  return { kind: 'done', chunks, studyInstanceUid, seriesInstanceUid, sopInstanceUid, ledger: ledger.entries };
}

/** Returns the data set as `encodeDataSet` writes it, without a copy of the samples where they stand last, as they do. */
function encodeInPieces(dataSet: DataSet, syntax: TransferSyntax, options: EncodeOptions): readonly Uint8Array[] {
  const last = dataSet.elements.at(-1);
  const isSplit = last?.tag === pixelData && last.value.kind === 'bytes' && last.value.bytes.length % 2 === 0;
  if (!isSplit || last.value.kind !== 'bytes' || syntax.deflated || !syntax.littleEndian || !dataSet.littleEndian)
    return [encodeDataSet(dataSet, syntax, options)];
  const { bytes } = last.value;
  const empty: DataElement = { ...last, value: { kind: 'bytes', bytes: new Uint8Array(0) } };
  const head = encodeDataSet({ ...dataSet, elements: [...dataSet.elements.slice(0, -1), empty] }, syntax, options);
  // The length is the last of an element's header, PS3.5 §7.1.2: 32 bits in either form, VR OB and OW being long ones.
  new DataView(head.buffer, head.byteOffset).setUint32(head.length - 4, bytes.length, true);
  return [head, bytes];
}

const pixelData = tagOf('PixelData');

type DoneToPicture = { readonly isPictureClean: boolean; readonly isFaceless: boolean };

/** Returns a function that makes marks once for all objects to which the same was done. */
function createMarks(options: DeidentifierOptions): (done: DoneToPicture) => readonly DataElement[] {
  const known = new Map<string, readonly DataElement[]>();
  return (done) => {
    const name = `${done.isPictureClean} ${done.isFaceless}`;
    const marks = known.get(name) ?? marksOf(options, done, []);
    known.set(name, marks);
    return marks;
  };
}

/** Returns the elements that say what was done, PS3.3 §C.12.1.1.1, §C.7.1.1 and PS3.15 §E.3.1 and §E.3.2. */
function marksOf(
  { profile, rules }: DeidentifierOptions,
  { isPictureClean, isFaceless }: DoneToPicture,
  ledger: readonly LedgerEntry[],
): readonly DataElement[] {
  const all = methodCodesOf(profile, [
    ...(isPictureClean ? [cleanPixelDataOption] : []),
    ...(isFaceless ? [cleanVisualFeaturesOption] : []),
  ]);
  const codes = methodCodesUnder(all, ledger).map(({ value, meaning }) => ({
    CodeValue: value,
    CodingSchemeDesignator: 'DCM',
    CodeMeaning: meaning,
  }));
  return buildDataSet({
    PatientIdentityRemoved: 'YES',
    DeidentificationMethod: ['Isocenter', 'PS3.15 2024e Annex E', ...(rules ? [ruleMethodOf(rules)] : [])],
    ...(codes.length > 0 && { DeidentificationMethodCodeSequence: codes }),
    LongitudinalTemporalInformationModified: longitudinalMarkUnder(longitudinalMarkOf(profile), ledger),
    ...(isPictureClean && { BurnedInAnnotation: 'NO' }),
    ...(isFaceless && { RecognizableVisualFeatures: 'NO' }),
  }).elements;
}

const markTags: ReadonlySet<Tag> = new Set(markKeywords.map(tagOf));

function withMarks(dataSet: DataSet, marks: readonly DataElement[]): DataSet {
  const tags = new Set([...markTags, ...marks.map(({ tag }) => tag)]);
  const elements = [...dataSet.elements.filter(({ tag }) => !tags.has(tag)), ...marks];
  return { ...dataSet, elements: elements.sort((a, b) => a.tag - b.tag) };
}
