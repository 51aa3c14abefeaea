/**
 * Requests to an archive that sends: what a C-GET must propose before it can be asked, and identifiers by unique keys,
 * PS3.4 §C.4.2.2.1, §C.4.3.2.1 and §C.5.3.1.
 */

import type { DataSet } from '@isocenter/dicom/data-set';
import { tagOf } from '@isocenter/dicom/dictionary';
import { transferSyntaxes } from '@isocenter/dicom/transfer-syntax';
import { storageSopClasses } from '@isocenter/dicom/uids';
import { getString } from '@isocenter/dicom/values';
import type { OpenAssociationOptions } from '@isocenter/dimse/client';
import type { ClientAssociation } from '@isocenter/dimse/client-association';
import { DimseError } from '@isocenter/dimse/errors';
import type { RetrieveOutcome, SuboperationCounts } from '@isocenter/dimse/verbs';
import { agreedWith, encodeIdentifier, findAt, identifierSyntaxes, studyRoot } from './query-peer.ts';

/** A study, a series of it, or instances of that. */
export type RetrievedObjects = {
  readonly studyInstanceUid: string;
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
): Promise<RetrieveOutcome> {
  const byThemselves = transferSyntaxes.map(({ uid }) => [uid]);
  const hasRoom = 1 + sopClasses.length * byThemselves.length <= maxContexts;
  // One context for each syntax: with several in one, the archive would have to choose before it knows what it sends.
  const outcome = await ask(proposalFor(sopClasses, hasRoom ? byThemselves : [identifierSyntaxes]));
  const { completed = 0, warning = 0, failed = 0 } = outcome.counts ?? {};
  if (completed + warning > 0 || failed === 0) return outcome;
  return ask(proposalFor(sopClasses, hasRoom ? compressedFirst.map((uid) => [uid]) : [compressedFirst]));
}

function proposalFor(sopClasses: readonly string[], lists: readonly (readonly string[])[]): GetProposal {
  const contexts = [
    { abstractSyntax: studyRoot.get, transferSyntaxes: identifierSyntaxes },
    ...sopClasses.flatMap((abstractSyntax) => lists.map((list) => ({ abstractSyntax, transferSyntaxes: list }))),
  ].slice(0, maxContexts);
  return { contexts, roleSelections: sopClasses.map((sopClassUid) => ({ sopClassUid, scu: true, scp: true })) };
}

/** PS3.4 §C.4.2.2.1: the unique keys of the level and of those above it; at the lowest one a list. */
export function retrieveQuery(association: ClientAssociation, sopClassUid: string, objects: RetrievedObjects) {
  const { studyInstanceUid, seriesInstanceUid, sopInstanceUids } = objects;
  const level = sopInstanceUids !== undefined ? 'IMAGE' : seriesInstanceUid !== undefined ? 'SERIES' : 'STUDY';
  const identifier = {
    QueryRetrieveLevel: level,
    StudyInstanceUID: studyInstanceUid,
    ...(seriesInstanceUid !== undefined && { SeriesInstanceUID: seriesInstanceUid }),
    ...(sopInstanceUids !== undefined && { SOPInstanceUID: sopInstanceUids }),
  };
  const { transferSyntaxUid, encoded } = encodeIdentifier(association, sopClassUid, identifier);
  return { sopClassUid, transferSyntaxUid, identifier: encoded };
}

/** Returns the last response; those before it say how far it is. */
export async function lastOutcome(
  responses: AsyncGenerator<SuboperationCounts, RetrieveOutcome, void>,
): Promise<RetrieveOutcome> {
  for (let step = await responses.next(); ; step = await responses.next()) if (step.done === true) return step.value;
}

/** Its answers to one question are limited, PS3.4 Table C.4-1: ended although nobody cancelled it, out of resources. */
const tooMany: ReadonlySet<number | undefined> = new Set([0xfe00, 0xa700]);

/** The SOP Classes of the study's images; all there are where the archive does not say, or does not name all images. */
export async function listSopClasses(
  association: ClientAssociation,
  studyInstanceUid: string,
): Promise<readonly string[]> {
  try {
    return sopClassesOf(await listImages(association, studyInstanceUid));
  } catch (error) {
    if (error instanceof DimseError && tooMany.has(error.details.status)) return sopClassesOf([]);
    throw error;
  }
}

async function listImages(association: ClientAssociation, studyInstanceUid: string): Promise<readonly DataSet[]> {
  const of = { StudyInstanceUID: studyInstanceUid };
  const keysOfImages = { QueryRetrieveLevel: 'IMAGE', ...of, SOPInstanceUID: '', SOPClassUID: '' };
  // One question for all series, where the archive takes it.
  if (agreedWith(association, 'find').has('relational')) return findAt(association, keysOfImages);
  const series = await findAt(association, { QueryRetrieveLevel: 'SERIES', ...of, SeriesInstanceUID: '' });
  const images: DataSet[] = [];
  for (const one of series) {
    const SeriesInstanceUID = getString(one, tagOf('SeriesInstanceUID')) ?? '';
    images.push(...(await findAt(association, { ...keysOfImages, SeriesInstanceUID })));
  }
  return images;
}

function sopClassesOf(images: readonly DataSet[]): readonly string[] {
  const found = new Set(images.map((image) => getString(image, tagOf('SOPClassUID')) ?? ''));
  if (found.size > 0 && !found.has('')) return [...found];
  return storageSopClasses.map(({ uid }) => uid).slice(0, maxContexts - 1);
}
