/**
 * Asks an archive which studies it has in a range of dates, and in parts of it where it may have left some out: it said
 * so (PS3.4 Table C.4-1), or it answered as often as archives that stop without saying so.
 *
 * What it answers is data of the peer: keys may be missing, and studies may be none that were asked for.
 */

import type { Attributes } from '@isocenter/dicom/build';
import { tagOf } from '@isocenter/dicom/dictionary';
import { parseDataSet } from '@isocenter/dicom/parse';
import { findTransferSyntax, implicitVrLittleEndian } from '@isocenter/dicom/transfer-syntax';
import { getString, getStrings } from '@isocenter/dicom/values';
import type { ClientAssociation } from '@isocenter/dimse/client-association';
import { DimseError } from '@isocenter/dimse/errors';
import { encodeIdentifier } from '../peers/query-peer.ts';
import { studyRoot } from '../query-retrieve/information-models.ts';
import { type DateWindow, keysOf, splitWindow } from './date-window.ts';

/** Of one question, whatever the limit; the rest is asked for in parts. */
const maxAnswers = 20_000;

/** Ended although nobody cancelled it: the archive limits its answers. Out of resources: it refuses to give so many. */
const tooMany: ReadonlySet<number> = new Set([0xfe00, 0xa700]);

export type StudyQuestion = {
  /** One question for each, because several values of one key are not matched everywhere; any where there is none. */
  readonly modalities: readonly string[];
  /** Further matching keys, by keyword. */
  readonly keys: Readonly<Record<string, string>>;
  readonly answerLimit: number;
  /** `YYYYMMDD` */
  readonly today: string;
};

export type FoundStudy = {
  readonly studyInstanceUid: string;
  /** `YYYYMMDD`, or empty. */
  readonly date: string;
  /** Undefined where the archive does not say. */
  readonly count: number | undefined;
};

export type StudyAnswer = {
  readonly studies: readonly FoundStudy[];
  /** Questions had to be cut into parts. */
  readonly wasSplit: boolean;
  /** False where the archive has more than it names, and the question cannot be cut further. */
  readonly isWhole: boolean;
  /** A day was asked for in parts: studies of it without a time are in none of them. */
  readonly mayLackUntimed: boolean;
};

type Answer = Pick<StudyAnswer, 'studies' | 'isWhole'> & {
  /** More came than it was thought to answer, and it did not say that there is more. */
  readonly isLong: boolean;
};

/** @throws DimseError also where the archive answers with a failure */
export async function askStudies(
  association: ClientAssociation,
  question: StudyQuestion,
  window: DateWindow,
): Promise<StudyAnswer> {
  const studies = new Map<string, FoundStudy>();
  const questions = question.modalities.length === 0 ? [''] : question.modalities;
  let [isWhole, wasSplit, mayLackUntimed] = [true, false, false];
  for (const modality of questions) {
    const left: DateWindow[] = [window];
    /** What was named of the day that is being asked for in parts. */
    let named: ReadonlySet<string> = new Set();
    for (let next = left.shift(); next !== undefined; next = left.shift()) {
      const answer = await askOnce(association, { ...question, modality }, next);
      for (const study of answer.studies) studies.set(study.studyInstanceUid, study);
      if (next.kind === 'minutes')
        mayLackUntimed ||= answer.studies.some((study) => !named.has(study.studyInstanceUid));
      if (answer.isWhole) continue;
      const parts = splitWindow(next, question.today);
      wasSplit = true;
      if (next.kind === 'days' && parts[0]?.kind === 'minutes') {
        named = new Set(answer.studies.map((study) => study.studyInstanceUid));
        // Where it is longer than the limit and has all that its parts have, nothing stopped it.
        mayLackUntimed ||= !answer.isLong;
      }
      isWhole &&= parts.length > 0;
      left.unshift(...parts);
    }
  }
  return { studies: [...studies.values()], wasSplit, isWhole, mayLackUntimed };
}

async function askOnce(
  association: ClientAssociation,
  question: StudyQuestion & { readonly modality: string },
  window: DateWindow,
): Promise<Answer> {
  const identifier: Attributes = {
    // What was checked when it was written down: keywords of the dictionary.
    ...(question.keys as Attributes),
    QueryRetrieveLevel: 'STUDY',
    StudyInstanceUID: '',
    ...keysOf(window),
    ModalitiesInStudy: question.modality,
    NumberOfStudyRelatedInstances: '',
  };
  const { transferSyntaxUid, encoded } = encodeIdentifier(association, studyRoot.find, identifier);
  const syntax = findTransferSyntax(transferSyntaxUid) ?? implicitVrLittleEndian;
  const answers = association.find({ sopClassUid: studyRoot.find, transferSyntaxUid, identifier: encoded });
  const studies: FoundStudy[] = [];
  let count = 0;
  let step = await answers.next();
  for (; step.done !== true && count < maxAnswers; step = await answers.next()) {
    count += 1;
    const answer = parseDataSet(step.value, syntax).value;
    const studyInstanceUid = getString(answer, tagOf('StudyInstanceUID'))?.trim() ?? '';
    const has = getStrings(answer, tagOf('ModalitiesInStudy')).map((value) => value.trim());
    const isOther = question.modality !== '' && has.length > 0 && !has.includes(question.modality);
    if (studyInstanceUid === '' || isOther) continue;
    studies.push({
      studyInstanceUid,
      date: getString(answer, tagOf('StudyDate'))?.trim() ?? '',
      count: parseCount(getString(answer, tagOf('NumberOfStudyRelatedInstances'))),
    });
  }
  if (step.done !== true) {
    await answers.return({ status: 0 });
    return { studies, isWhole: false, isLong: false };
  }
  const { status } = step.value;
  if (status !== 0 && !tooMany.has(status)) {
    throw new DimseError('operation-refused', 'the archive could not answer a query', { status });
  }
  const isWhole = status === 0 && count < question.answerLimit;
  return { studies, isWhole, isLong: status === 0 && count > question.answerLimit };
}

/** Returns an integer string, PS3.5 §6.2; undefined for anything else. */
export function parseCount(text: string | undefined): number | undefined {
  const said = text?.trim() ?? '';
  return /^\d{1,9}$/.test(said) ? Number(said) : undefined;
}
