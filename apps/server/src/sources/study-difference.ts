/**
 * What an archive has of a study and this node lacks, and the other way round: series by series as counted, and image by
 * image where the counts differ. What was deleted here counts as known: it is not fetched again.
 */

import { tagOf } from '@isocenter/dicom/dictionary';
import { getString } from '@isocenter/dicom/values';
import type { ClientAssociation } from '@isocenter/dimse/client-association';
import { findAt } from '../peers/query-peer.ts';
import { parseCount } from './ask-studies.ts';

/** A series, all of it or some of its images. */
export type Wanted = { readonly seriesInstanceUid: string; readonly sopInstanceUids?: readonly string[] };

export type OwnImage = {
  readonly id: number;
  readonly seriesInstanceUid: string;
  readonly sopInstanceUid: string;
  readonly state: 'served' | 'kept' | 'trashed';
  /** It came from an archive that is copied from. */
  readonly isCopy: boolean;
};

export type Deletions = {
  readonly isStudyDeleted: boolean;
  readonly series: ReadonlySet<string>;
  readonly instances: ReadonlySet<string>;
};

export type OwnStudy = { readonly images: readonly OwnImage[]; readonly deletions: Deletions };

export type StudyDifference = {
  /** Instances that the archive holds. */
  readonly theirs: number;
  /** Instances that are served here. */
  readonly held: number;
  /** `study` where all of it is wanted. */
  readonly wanted: 'study' | readonly Wanted[];
  /** How many instances are wanted. */
  readonly missing: number;
  /** Instances there that are left alone because they were deleted here. */
  readonly deleted: number;
  /** Internal ids of instances that the archive does not list. */
  readonly unsent: readonly number[];
};

export async function compareStudy(
  association: ClientAssociation,
  studyInstanceUid: string,
  { images, deletions }: OwnStudy,
): Promise<StudyDifference> {
  const counts = await countSeries(association, studyInstanceUid);
  const own = Map.groupBy(images, (image) => image.seriesInstanceUid);
  const served = images.filter(({ state }) => state === 'served');
  const wanted: Wanted[] = [];
  const unsent: number[] = [];
  let [theirs, missing, deleted] = [0, 0, 0];
  for (const [seriesInstanceUid, count] of counts) {
    theirs += count;
    const ours = own.get(seriesInstanceUid) ?? [];
    const known = new Set(ours.map(({ sopInstanceUid }) => sopInstanceUid));
    const kept = new Set(ours.filter(({ state }) => state !== 'trashed').map(({ sopInstanceUid }) => sopInstanceUid));
    if (known.size === count) {
      deleted += known.size - kept.size;
      continue;
    }
    const isDeleted = deletions.isStudyDeleted || deletions.series.has(seriesInstanceUid);
    if (known.size === 0 && deletions.instances.size === 0) {
      if (isDeleted) deleted += count;
      else wanted.push({ seriesInstanceUid });
      if (!isDeleted) missing += count;
      continue;
    }
    const listed = await listImages(association, studyInstanceUid, seriesInstanceUid);
    const lacking = [...listed].filter((uid) => !known.has(uid));
    const sopInstanceUids = isDeleted ? [] : lacking.filter((uid) => !deletions.instances.has(uid));
    deleted += [...listed].filter((uid) => !kept.has(uid)).length - sopInstanceUids.length;
    missing += sopInstanceUids.length;
    // Fewer than it counts, and nothing of them was deleted here: nobody knows which are missing, on either side.
    const isIntact = !isDeleted && deletions.instances.size === 0 && kept.size === known.size;
    const unnamed = count - listed.size - ours.filter((one) => one.isCopy && !listed.has(one.sopInstanceUid)).length;
    if (isIntact && listed.size < count) {
      missing += Math.max(0, unnamed);
      if (unnamed > 0 || sopInstanceUids.length > 0) wanted.push({ seriesInstanceUid });
      continue;
    }
    if (sopInstanceUids.length > 0) {
      wanted.push(
        sopInstanceUids.length === listed.size ? { seriesInstanceUid } : { seriesInstanceUid, sopInstanceUids },
      );
    }
    unsent.push(...unlisted(ours, listed));
  }
  for (const [seriesInstanceUid, ours] of own) if (!counts.has(seriesInstanceUid)) unsent.push(...unlisted(ours));
  const isAll = wanted.length > 1 && wanted.length === counts.size && missing === theirs;
  return { theirs, held: served.length, wanted: isAll ? 'study' : wanted, missing, deleted, unsent };
}

function unlisted(ours: readonly OwnImage[], listed: ReadonlySet<string> = new Set()): readonly number[] {
  return ours
    .filter(({ state, isCopy, sopInstanceUid }) => state === 'served' && !isCopy && !listed.has(sopInstanceUid))
    .map(({ id }) => id);
}

/** Number of Series Related Instances (0020,1209), PS3.4 Table C.6-3; image by image where it is left out. */
async function countSeries(association: ClientAssociation, studyInstanceUid: string): Promise<Map<string, number>> {
  const series = await findAt(association, {
    QueryRetrieveLevel: 'SERIES',
    StudyInstanceUID: studyInstanceUid,
    SeriesInstanceUID: '',
    NumberOfSeriesRelatedInstances: '',
  });
  const counts = new Map<string, number>();
  for (const match of series) {
    const uid = getString(match, tagOf('SeriesInstanceUID'))?.trim();
    if (uid === undefined || uid === '') continue;
    const said = parseCount(getString(match, tagOf('NumberOfSeriesRelatedInstances')));
    counts.set(uid, said ?? (await listImages(association, studyInstanceUid, uid)).size);
  }
  return counts;
}

async function listImages(
  association: ClientAssociation,
  StudyInstanceUID: string,
  SeriesInstanceUID: string,
): Promise<ReadonlySet<string>> {
  const keys = { QueryRetrieveLevel: 'IMAGE', StudyInstanceUID, SeriesInstanceUID, SOPInstanceUID: '' };
  const uids = (await findAt(association, keys)).map(
    (image) => getString(image, tagOf('SOPInstanceUID'))?.trim() ?? '',
  );
  return new Set(uids.filter((uid) => uid !== ''));
}
