/**
 * Asks those who sent a study how much of it they hold: Number of Series Related Instances (0020,1209) of each series,
 * PS3.4 Table C.6-3, and, where a sender leaves that out, its images one by one.
 *
 * A sender may hold less than we do (it sent a part, or has deleted what it sent); only one that holds more says that
 * something is missing.
 */

import { tagOf } from '@isocenter/dicom/dictionary';
import { getString } from '@isocenter/dicom/values';
import type { ClientAssociation } from '@isocenter/dimse/client-association';
import { DimseError } from '@isocenter/dimse/errors';
import type { Kysely } from 'kysely';
import type { Database } from '../database/schema.ts';
import type { Logger } from '../logging.ts';
import { callPeer, findAt, findContext, type PeerCallOptions } from '../peers/query-peer.ts';
import { listPeersByAeTitle } from '../peers/repository.ts';
import type { StudyToSettle } from './repository.ts';

export type SenderAnswer =
  /** None of them can be asked, or none knows the study. */
  | { readonly kind: 'not-asked' }
  | { readonly kind: 'agrees' | 'differs'; readonly expectedCount: number }
  /** One that should answer did not. */
  | { readonly kind: 'silent' };

export type SenderCountsOptions = PeerCallOptions & { readonly db: Kysely<Database>; readonly logger: Logger };

export async function askSenders(options: SenderCountsOptions, study: StudyToSettle): Promise<SenderAnswer> {
  let expectedCount: number | undefined;
  let isMissing = false;
  for (const sender of study.senders) {
    const peer = (await listPeersByAeTitle(options.db, sender)).find(
      (row) => row.enabled && row.answers.includes('find'),
    );
    if (peer === undefined) continue;
    try {
      const held = await callPeer(options, peer, { contexts: [findContext] }, (association) =>
        countHeld(association, study.studyInstanceUid),
      );
      for (const [series, count] of held) {
        expectedCount = (expectedCount ?? 0) + count;
        isMissing ||= count > (study.counts.get(series) ?? 0);
      }
    } catch (error) {
      if (!(error instanceof DimseError)) throw error;
      options.logger.warn({ code: error.code, aet: sender }, 'a sender could not be asked what it holds of a study');
      return { kind: 'silent' };
    }
  }
  if (expectedCount === undefined) return { kind: 'not-asked' };
  return { kind: isMissing ? 'differs' : 'agrees', expectedCount };
}

/** Instances by Series Instance UID. */
async function countHeld(
  association: ClientAssociation,
  studyInstanceUid: string,
): Promise<ReadonlyMap<string, number>> {
  const of = { StudyInstanceUID: studyInstanceUid };
  const series = await findAt(association, {
    QueryRetrieveLevel: 'SERIES',
    ...of,
    SeriesInstanceUID: '',
    NumberOfSeriesRelatedInstances: '',
  });
  const held = new Map<string, number>();
  for (const match of series) {
    const uid = getString(match, tagOf('SeriesInstanceUID'));
    if (uid === undefined) continue;
    const said = getString(match, tagOf('NumberOfSeriesRelatedInstances'))?.trim();
    held.set(
      uid,
      said !== undefined && /^\d{1,9}$/.test(said) ? Number(said) : await countImages(association, of, uid),
    );
  }
  return held;
}

async function countImages(
  association: ClientAssociation,
  of: { readonly StudyInstanceUID: string },
  seriesInstanceUid: string,
): Promise<number> {
  const images = await findAt(association, {
    QueryRetrieveLevel: 'IMAGE',
    ...of,
    SeriesInstanceUID: seriesInstanceUid,
    SOPInstanceUID: '',
  });
  return new Set(images.map((image) => getString(image, tagOf('SOPInstanceUID')))).size;
}
