/**
 * Requests to an archive that sends: what a C-GET must propose before it can be asked, and identifiers by unique keys,
 * PS3.4 §C.4.2.2.1, §C.4.3.2.1 and §C.5.3.1.
 */

import type { Attributes } from '@isocenter/dicom/build';
import type { DataSet } from '@isocenter/dicom/data-set';
import { tagOf } from '@isocenter/dicom/dictionary';
import { transferSyntaxes } from '@isocenter/dicom/transfer-syntax';
import { storageSopClasses } from '@isocenter/dicom/uids';
import { getString } from '@isocenter/dicom/values';
import type { OpenAssociationOptions } from '@isocenter/dimse/client';
import type { ClientAssociation } from '@isocenter/dimse/client-association';
import type { Query } from '@isocenter/dimse/client-requests';
import { DimseError } from '@isocenter/dimse/errors';
import { dimsePriority } from '@isocenter/dimse/priority';
import type { RetrieveOutcome, SuboperationCounts } from '@isocenter/dimse/verbs';
import { type InformationModel, type Level, studyRoot } from '../query-retrieve/information-models.ts';
import { type Asking, agreedWith, contextOf, encodeIdentifier, findAt, identifierSyntaxes } from './query-peer.ts';

/** A study, a series of it, or instances of that; in the Patient Root model of a patient, or all studies of one. */
export type RetrievedObjects = {
  readonly patientId?: string;
  readonly studyInstanceUid?: string;
  readonly seriesInstanceUid?: string;
  readonly sopInstanceUids?: readonly string[];
};

/** PS3.8 §9.3.2.2: odd numbers up to 255. */
const maxContexts = 128;

const base = '1.2.840.10008.1.2';
/** RLE, JPEG, JPEG-LS and JPEG 2000; a proposal with all there are for every SOP Class is longer than some archives read. */
const compressedFirst: readonly string[] = [
  ...['.5', '.4.50', '.4.51', '.4.70', '.4.57', '.4.80', '.4.81', '.4.90', '.4.91'].map((last) => base + last),
  ...identifierSyntaxes,
];

type GetProposal = Pick<OpenAssociationOptions, 'contexts' | 'roleSelections'>;

/**
 * Has a C-GET asked that brings instances of these SOP Classes, and where nothing came once more, with compressed syntaxes
 * proposed first: there are archives that send in the first context of a SOP Class, whatever they hold.
 */
export async function askGet(
  sopClasses: readonly string[],
  ask: (proposal: GetProposal) => Promise<RetrieveOutcome>,
  model: InformationModel = studyRoot,
): Promise<RetrieveOutcome> {
  const proposalFor = (lists: readonly (readonly string[])[]) => proposalOf(sopClasses, lists, model);
  const byThemselves = transferSyntaxes.map(({ uid }) => [uid]);
  const hasRoom = 1 + sopClasses.length * byThemselves.length <= maxContexts;
  // One context for each syntax: with several in one, the archive would have to choose before it knows what it sends.
  const outcome = await ask(proposalFor(hasRoom ? byThemselves : [identifierSyntaxes]));
  const { completed = 0, warning = 0, failed = 0 } = outcome.counts ?? {};
  if (completed + warning > 0 || failed === 0) return outcome;
  return ask(proposalFor(hasRoom ? compressedFirst.map((uid) => [uid]) : [compressedFirst]));
}

function proposalOf(
  sopClasses: readonly string[],
  lists: readonly (readonly string[])[],
  model: InformationModel,
): GetProposal {
  const contexts = [
    contextOf('get', model),
    ...sopClasses.flatMap((abstractSyntax) => lists.map((list) => ({ abstractSyntax, transferSyntaxes: list }))),
  ].slice(0, maxContexts);
  return { contexts, roleSelections: sopClasses.map((sopClassUid) => ({ sopClassUid, scu: true, scp: true })) };
}

/** PS3.4 §C.4.2.2.1: the unique keys of the level and of those above it; at the lowest one a list. */
export function retrieveQuery(
  association: ClientAssociation,
  service: 'move' | 'get',
  objects: RetrievedObjects,
  { model = studyRoot, priority = 'medium' }: Asking = {},
): Query {
  const { seriesInstanceUid, sopInstanceUids } = objects;
  const identifier = {
    QueryRetrieveLevel: levelOf(objects),
    ...keysAbove(objects, model),
    ...(seriesInstanceUid !== undefined && { SeriesInstanceUID: seriesInstanceUid }),
    ...(sopInstanceUids !== undefined && { SOPInstanceUID: sopInstanceUids }),
  };
  const { transferSyntaxUid, encoded } = encodeIdentifier(association, model[service], identifier);
  return {
    sopClassUid: model[service],
    transferSyntaxUid,
    identifier: encoded,
    priority: dimsePriority[priority],
  };
}

function levelOf({ studyInstanceUid, seriesInstanceUid, sopInstanceUids }: RetrievedObjects): Level {
  if (sopInstanceUids !== undefined) return 'IMAGE';
  if (seriesInstanceUid !== undefined) return 'SERIES';
  return studyInstanceUid === undefined ? 'PATIENT' : 'STUDY';
}

/** Unique keys of patient and study; a patient has none in the model that begins with studies. */
function keysAbove({ patientId, studyInstanceUid }: RetrievedObjects, model: InformationModel) {
  return {
    ...(patientId !== undefined && model.levels.includes('PATIENT') && { PatientID: patientId }),
    ...(studyInstanceUid !== undefined && { StudyInstanceUID: studyInstanceUid }),
  };
}

/** Returns the last response; those before it say how far it is. */
export async function lastOutcome(
  responses: AsyncGenerator<SuboperationCounts, RetrieveOutcome, void>,
): Promise<RetrieveOutcome> {
  for (let step = await responses.next(); ; step = await responses.next()) if (step.done === true) return step.value;
}

/** Its answers to one question are limited, PS3.4 Table C.4-1: ended although nobody cancelled it, out of resources. */
const tooMany: ReadonlySet<number | undefined> = new Set([0xfe00, 0xa700]);

/**
 * The SOP Classes of the images of the study, or of the patient's studies; all there are where the archive does not say,
 * or does not name all images.
 */
export async function listSopClasses(
  association: ClientAssociation,
  objects: Pick<RetrievedObjects, 'patientId' | 'studyInstanceUid'>,
  asking: Asking = {},
): Promise<readonly string[]> {
  try {
    return sopClassesOf(await listImages(association, objects, asking));
  } catch (error) {
    if (error instanceof DimseError && tooMany.has(error.details.status)) return sopClassesOf([]);
    throw error;
  }
}

async function listImages(
  association: ClientAssociation,
  objects: RetrievedObjects,
  asking: Asking,
): Promise<readonly DataSet[]> {
  const { model = studyRoot } = asking;
  const above = keysAbove(objects, model);
  const ask = (identifier: Attributes) => findAt(association, identifier, asking);
  const keysOfImages = { QueryRetrieveLevel: 'IMAGE', ...above, SOPInstanceUID: '', SOPClassUID: '' };
  // One question for all series, where the archive takes it.
  if (agreedWith(association, 'find', model).has('relational')) return ask(keysOfImages);
  const images: DataSet[] = [];
  if (objects.studyInstanceUid === undefined) {
    for (const study of await ask({ QueryRetrieveLevel: 'STUDY', ...above, StudyInstanceUID: '' })) {
      const studyInstanceUid = getString(study, tagOf('StudyInstanceUID')) ?? '';
      images.push(...(await listImages(association, { ...objects, studyInstanceUid }, asking)));
    }
    return images;
  }
  for (const one of await ask({ QueryRetrieveLevel: 'SERIES', ...above, SeriesInstanceUID: '' })) {
    const SeriesInstanceUID = getString(one, tagOf('SeriesInstanceUID')) ?? '';
    images.push(...(await ask({ ...keysOfImages, SeriesInstanceUID })));
  }
  return images;
}

function sopClassesOf(images: readonly DataSet[]): readonly string[] {
  const found = new Set(images.map((image) => getString(image, tagOf('SOPClassUID')) ?? ''));
  if (found.size > 0 && !found.has('')) return [...found];
  return storageSopClasses.map(({ uid }) => uid).slice(0, maxContexts - 1);
}
