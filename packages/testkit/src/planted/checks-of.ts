/**
 * Derives the answer key of an object from the object itself: each element in which something planted stands shall lose
 * it, each date shall move, each UID of an instance shall change, and what a reader needs shall stay.
 */

import { findDictionaryEntry, type Keyword, tagOf } from '@isocenter/dicom/dictionary';
import type { Part10File } from '@isocenter/dicom/part10';
import type { Tag } from '@isocenter/dicom/tag';
import type { PlantedCheck, PlantedOption } from './answer-key.ts';
import { bytesOfElement, flattenDataSet, type PathElement, textOfElement } from './element-paths.ts';
import { keptKeywords } from './kept-keywords.ts';
import { readHighBits } from './pictures.ts';
import { pixelDigest } from './pixel-digest.ts';
import { ofPatient, type Planter } from './planter.ts';
import { createTokenSearch, foldCase } from './token-search.ts';

/** What stands in these goes as a whole, or may: nothing is asked to stay of it. */
const givenUp: ReadonlySet<Tag> = new Set(
  (
    [
      'OtherPatientIDsSequence',
      'ReferringPhysicianIdentificationSequence',
      'PhysiciansOfRecordIdentificationSequence',
      'PerformingPhysicianIdentificationSequence',
      'OperatorIdentificationSequence',
      'IssuerOfAccessionNumberSequence',
      'IssuerOfAdmissionIDSequence',
      'RequestAttributesSequence',
      'ReferencedRequestSequence',
      'ReferencedStudySequence',
      'ReferencedPatientSequence',
      'ReferencedPerformedProcedureStepSequence',
      'RelatedSeriesSequence',
      'SourceImageSequence',
      'ReferencedImageSequence',
      'ContributingEquipmentSequence',
      'OriginalAttributesSequence',
      'MACParametersSequence',
      'DigitalSignaturesSequence',
      'IconImageSequence',
      'VerifyingObserverSequence',
      'AuthorObserverSequence',
      'CustodialOrganizationSequence',
      'ProcedureCodeSequence',
      'DerivationCodeSequence',
      'AcquisitionContextSequence',
      'GraphicAnnotationSequence',
      'WaveformAnnotationSequence',
      'SpecimenDescriptionSequence',
      'IssuerOfTheContainerIdentifierSequence',
    ] satisfies Keyword[]
  ).map(tagOf),
);

/** At the top, with a value: without these there is no object, PS3.3 §C.7 and §C.12.1. */
const needsValue: ReadonlySet<Tag> = new Set(
  (['SOPInstanceUID', 'StudyInstanceUID', 'SeriesInstanceUID', 'PatientID', 'StudyDate'] satisfies Keyword[]).map(
    tagOf,
  ),
);

/** Of type 2: these may be empty, but are there. */
const needsElement: ReadonlySet<Tag> = new Set(
  (
    [
      'PatientName',
      'PatientBirthDate',
      'StudyID',
      'StudyTime',
      'AccessionNumber',
      'ReferringPhysicianName',
    ] satisfies Keyword[]
  ).map(tagOf),
);

/** PS3.15 Table E.3.10-1 has these. */
const safePrivate: ReadonlySet<string> = new Set([
  '<(0019,"SIEMENS MR HEADER",0c)>',
  '<(0019,"SIEMENS MR HEADER",0d)>',
  '<(7053,"Philips PET Private Group",00)>',
]);

const patientId = tagOf('PatientID');
const pixelData = tagOf('PixelData');
const overlayData = 0x60003000;
const contentSequence = tagOf('ContentSequence');
const studyDate = tagOf('StudyDate');
/** Of Table E.1-1 those that the option keeps. */
const characteristics: ReadonlySet<string> = new Set<Keyword>([
  'PatientSex',
  'PatientAge',
  'PatientSize',
  'PatientWeight',
]);
const kept = 'kept';

/** @throws Error where something planted is nowhere to be found in the file */
export async function checksOf(p: Planter, file: Part10File, bytes: Uint8Array): Promise<readonly PlantedCheck[]> {
  const search = createTokenSearch(p.tokens, p.patient.characterSet);
  const checks: PlantedCheck[] = [];
  const seen = new Set<string>();
  const removed = (path: string, content: Uint8Array): boolean => {
    const tokens = search.find(foldCase(content));
    for (const position of new Set(tokens.map((token) => token.position))) {
      const expected = tokens.filter((token) => token.position === position).map(({ text }) => text);
      checks.push({ action: 'text_removed', path, position, expected });
    }
    for (const { text } of tokens) seen.add(text);
    for (const { text } of tokens) {
      const words = p.keptBeside.get(text);
      if (words)
        checks.push({
          action: 'text_retained',
          path,
          position: 'kept beside identity',
          expected: words,
          option: 'clean descriptors',
        });
    }
    return tokens.length > 0;
  };
  removed('(preamble)', file.preamble);
  for (const entry of [...flattenDataSet(file.fileMeta), ...flattenDataSet(file.dataSet)]) {
    checks.push(...identifierChecks(p, entry));
    const { element, path } = entry;
    if (element.tag === pixelData && entry.parents.length === 0) {
      if (file.transferSyntax.encapsulated) removed(path, bytesOfElement(element));
      if (!removed('(unused bits)', readHighBits(bytesOfElement(element)))) checks.push(...pixelChecks(p, entry));
      continue;
    }
    if (isDate(entry)) {
      if (textOfElement(entry) !== '') {
        const check = {
          path,
          position: entry.parents.length ? 'nested date' : 'date',
          expected: [textOfElement(entry)],
        };
        checks.push({ action: 'date_shifted', ...check });
        for (const token of search.find(foldCase(bytesOfElement(element)))) seen.add(token.text);
      }
      continue;
    }
    if (element.tag === overlayData) {
      checks.push({ action: 'pixels_hidden', path, position: 'overlay', expected: [pixelDigest(element)] });
    }
    if (removed(path, bytesOfElement(element))) continue;
    checks.push(...retentionChecks(entry));
  }
  const trailing = search.find(foldCase(bytes)).filter(({ text }) => !seen.has(text) && text !== '');
  const behind = trailing.filter(({ position }) => position === 'behind the end of the data set');
  for (const { text } of behind) seen.add(text);
  if (behind.length > 0) {
    checks.push({
      action: 'text_removed',
      path: '(file)',
      position: 'behind the end of the data set',
      expected: behind.map(({ text }) => text),
    });
  }
  const lost = p.tokens.filter(({ text, position }) => !seen.has(text) && position !== ofPatient);
  if (lost.length > 0)
    throw new Error(`planted but not found: ${[...new Set(lost.map(({ position }) => position))].join(', ')}`);
  return checks;
}

function identifierChecks(p: Planter, { element, path, parents, ...entry }: PathElement): readonly PlantedCheck[] {
  const value = textOfElement({ element, ...entry });
  const checks: PlantedCheck[] = [];
  if (element.vr === 'UI' && p.instanceUids.has(value)) {
    const position = parents.length > 0 ? 'nested UID' : path.includes('"') ? 'private UID' : 'UID';
    checks.push({ action: 'uid_changed', path, position, expected: [value] });
    if (position !== 'private UID') checks.push({ action: 'uid_consistent', path, position, expected: [value] });
  }
  if (parents.length > 0) return checks;
  if (element.tag === patientId) checks.push({ action: 'patid_consistent', path, position: kept, expected: [value] });
  if (needsValue.has(element.tag)) {
    const option = element.tag === studyDate && { option: 'modified dates' as const };
    checks.push({ action: 'text_notnull', path, position: kept, expected: [], ...option });
  }
  if (needsElement.has(element.tag)) checks.push({ action: 'tag_retained', path, position: kept, expected: [] });
  return checks;
}

function isDate({ element }: PathElement): boolean {
  return element.vr === 'DA' || element.vr === 'DT';
}

function pixelChecks(p: Planter, { element, path }: PathElement): readonly PlantedCheck[] {
  if (p.boxes.length > 0) {
    return p.boxes.map((box) => ({ action: 'pixels_hidden', path, position: 'burned in', expected: [box.text], box }));
  }
  return [{ action: 'pixels_retained', path, position: kept, expected: [pixelDigest(element)] }];
}

function retentionChecks(entry: PathElement): readonly PlantedCheck[] {
  const { element, path, parents } = entry;
  if (safePrivate.has(path)) {
    return [
      {
        action: 'text_retained',
        path,
        position: 'safe private',
        expected: [textOfElement(entry)],
        option: 'safe private',
      },
    ];
  }
  const keyword = findDictionaryEntry(element.tag)?.keyword;
  if (keyword === undefined || !keptKeywords.has(keyword) || parents.some((parent) => givenUp.has(parent))) return [];
  const value = textOfElement(entry);
  if (value === '' || element.value.kind !== 'bytes') return [];
  // With Clean Pixel Data it becomes NO, PS3.15 §E.3.1.
  if (keyword === 'BurnedInAnnotation' && value === 'YES') return [];
  // Of 90 years is what all of more become.
  if (keyword === 'PatientAge' && value !== '090Y' && Number.parseInt(value, 10) > 89) {
    return [{ action: 'text_removed', path, position: 'age above 89', expected: [value] }];
  }
  const option = optionFor(keyword, parents);
  const position = parents.length > 0 ? 'kept, nested' : kept;
  return [{ action: 'text_retained', path, position, expected: [value], ...(option && { option }) }];
}

function optionFor(keyword: Keyword, parents: readonly Tag[]): PlantedOption | undefined {
  if (characteristics.has(keyword)) return 'patient characteristics';
  if (keyword === 'SeriesDescription') return 'clean descriptors';
  return parents.includes(contentSequence) ? 'clean structured content' : undefined;
}
