/**
 * Finds the prior studies of a patient at an archive that a rule asks for: C-FIND in the Study Root model by Patient ID,
 * chosen here by date, modality and body part, because archives differ in what they match.
 *
 * A Patient ID is one only together with its issuer. An answer whose issuer, or whose birth date, is another than ours is
 * somebody else's study and is left out.
 */

import type { RulePrefetch } from '@isocenter/contract/rules';
import type { DataSet } from '@isocenter/dicom/data-set';
import { type Keyword, tagOf } from '@isocenter/dicom/dictionary';
import { getString, getStrings } from '@isocenter/dicom/values';
import type { ClientAssociation } from '@isocenter/dimse/client-association';
import { findAt } from '../peers/query-peer.ts';

/** The study that has just come, as the index has it. */
export type PresentStudy = {
  readonly studyInstanceUid: string;
  readonly patientId: string;
  readonly issuer: string;
  readonly birthDate: string;
  /** `YYYYMMDD`, or empty. */
  readonly date: string;
  readonly modalities: readonly string[];
  readonly bodyParts: readonly string[];
};

export type Prior = {
  readonly studyInstanceUid: string;
  readonly date: string;
  readonly modalities: readonly string[];
  /** Undefined where the archive does not say. */
  readonly instanceCount: number | undefined;
};

/** Returns the newest priors that match, at most as many as are wanted. @throws DimseError */
export async function findPriors(
  association: ClientAssociation,
  study: PresentStudy,
  wanted: RulePrefetch,
): Promise<readonly Prior[]> {
  const answers = await findAt(association, {
    QueryRetrieveLevel: 'STUDY',
    PatientID: study.patientId,
    IssuerOfPatientID: '',
    PatientBirthDate: '',
    StudyInstanceUID: '',
    StudyDate: dateRange(study.date, wanted.withinDays),
    ModalitiesInStudy: '',
    NumberOfStudyRelatedInstances: '',
  });
  const priors = choosePriors(answers, study, wanted);
  const bodyParts = wantedOf(wanted.bodyPart, study.bodyParts);
  if (bodyParts === undefined) return priors.slice(0, wanted.maximum);
  const chosen: Prior[] = [];
  for (const prior of priors) {
    if (chosen.length === wanted.maximum) break;
    if (await hasBodyPart(association, prior, bodyParts)) chosen.push(prior);
  }
  return chosen;
}

/** Newest first; by everything but the body part, which studies do not have. */
export function choosePriors(answers: readonly DataSet[], study: PresentStudy, wanted: RulePrefetch): readonly Prior[] {
  const modalities = wantedOf(wanted.modality, study.modalities);
  const earliest = earliestDate(study.date, wanted.withinDays);
  const priors = new Map<string, Prior>();
  for (const answer of answers) {
    const text = (keyword: Keyword) => getString(answer, tagOf(keyword))?.trim() ?? '';
    const differs = (keyword: Keyword, ours: string) => ours !== '' && text(keyword) !== '' && text(keyword) !== ours;
    const prior = {
      studyInstanceUid: text('StudyInstanceUID'),
      date: text('StudyDate'),
      modalities: getStrings(answer, tagOf('ModalitiesInStudy')).map((value) => value.trim()),
      instanceCount: /^\d{1,9}$/.test(text('NumberOfStudyRelatedInstances'))
        ? Number(text('NumberOfStudyRelatedInstances'))
        : undefined,
    };
    if (prior.studyInstanceUid === '' || prior.studyInstanceUid === study.studyInstanceUid) continue;
    if (text('PatientID') !== study.patientId || differs('IssuerOfPatientID', study.issuer)) continue;
    if (differs('PatientBirthDate', study.birthDate)) continue;
    if (study.date !== '' && prior.date > study.date) continue;
    if (earliest !== undefined && prior.date < earliest) continue;
    if (modalities !== undefined && !prior.modalities.some((modality) => modalities.includes(modality))) continue;
    priors.set(prior.studyInstanceUid, prior);
  }
  return [...priors.values()].sort((left, right) => (left.date < right.date ? 1 : left.date > right.date ? -1 : 0));
}

async function hasBodyPart(association: ClientAssociation, prior: Prior, wanted: readonly string[]): Promise<boolean> {
  const series = await findAt(association, {
    QueryRetrieveLevel: 'SERIES',
    StudyInstanceUID: prior.studyInstanceUid,
    SeriesInstanceUID: '',
    BodyPartExamined: '',
  });
  return series.some((one) => wanted.includes(getString(one, tagOf('BodyPartExamined'))?.trim().toUpperCase() ?? ''));
}

/** Undefined where any will do. */
function wantedOf(wanted: 'same' | readonly string[] | undefined, same: readonly string[]) {
  return (wanted === 'same' ? same : wanted)?.map((value) => value.toUpperCase());
}

/** PS3.4 §C.2.2.2.5.1; every date where ours is not known. */
function dateRange(date: string, withinDays: number | undefined): string {
  if (date === '') return '';
  return `${earliestDate(date, withinDays) ?? ''}-${date}`;
}

function earliestDate(date: string, withinDays: number | undefined): string | undefined {
  const parts = /^(\d{4})(\d{2})(\d{2})$/.exec(date);
  if (parts === null || withinDays === undefined) return undefined;
  const day = new Date(Date.UTC(Number(parts[1]), Number(parts[2]) - 1, Number(parts[3]) - withinDays));
  return day.toISOString().slice(0, 10).replaceAll('-', '');
}
