/** SQL of what this node has of a study, by its UID: every copy, what waits in the trash, what was deleted for good. */

import { type Kysely, sql } from 'kysely';
import type { Database } from '../database/schema.ts';
import { erasedUid } from './erased-uid.ts';
import type { Deletions, OwnImage, OwnStudy } from './study-difference.ts';

type DeletionRow = { readonly level: string; readonly series: string; readonly instance: string };

/** Reads what is here. The index must have what was stored. */
export async function findOwnStudy(db: Kysely<Database>, studyInstanceUid: string): Promise<OwnStudy> {
  // What was deleted before a person last wanted the study all the same is as if it was not in the trash.
  const isPast = sql<boolean>`coalesce(trash.deleted_at <= (
    select max(forced_at) from gateway.source_study
    where source_study.study_instance_uid = study.study_instance_uid), false)`;
  const { rows: images } = await sql<OwnImage>`
    select instance.id, series.series_instance_uid as "seriesInstanceUid", instance.sop_instance_uid as "sopInstanceUid",
      instance.state, instance.source = 'dimse' and instance.sender in (
        select peer.ae_title from gateway.source join gateway.peer on peer.id = source.peer_id) as "isCopy"
    from gateway.study join gateway.series on series.study_id = study.id
      join gateway.instance on instance.series_id = series.id
      left join gateway.trash on trash.trash_id = instance.trash_id
    where study.study_instance_uid = ${studyInstanceUid} and not ${isPast}`.execute(db);
  const { rows: deletions } = await sql<DeletionRow>`
    select distinct trash.level, series.series_instance_uid as series, instance.sop_instance_uid as instance
    from gateway.study join gateway.series on series.study_id = study.id
      join gateway.instance on instance.series_id = series.id join gateway.trash on trash.trash_id = instance.trash_id
    where study.study_instance_uid = ${studyInstanceUid} and instance.state = 'trashed' and not ${isPast}
    union all
    select case when series_instance_uid = '' then 'study' when sop_instance_uid = '' then 'series' else 'instance' end,
      series_instance_uid, sop_instance_uid
    from gateway.purged_object where study_instance_uid in (${studyInstanceUid}, ${erasedUid(studyInstanceUid)})`.execute(
    db,
  );
  return { images, deletions: deletionsOf(deletions, images) };
}

/** A study or a series that somebody but an archive brought again is not deleted any more. */
function deletionsOf(rows: readonly DeletionRow[], images: readonly OwnImage[]): Deletions {
  const brought = images.filter(({ state, isCopy }) => state !== 'trashed' && !isCopy);
  const again = new Set(brought.map(({ seriesInstanceUid }) => seriesInstanceUid));
  const deleted = rows.filter(({ level, series }) => level === 'series' && !again.has(series));
  return {
    isStudyDeleted: brought.length === 0 && rows.some(({ level }) => level === 'study'),
    series: new Set(deleted.map(({ series }) => series)),
    instances: new Set(rows.filter(({ level }) => level === 'instance').map(({ instance }) => instance)),
  };
}

/** For what a person wants although it was deleted on one side: as if nothing was, and nothing had come from there. */
export function withoutDeletions({ images }: OwnStudy): OwnStudy {
  const none = { isStudyDeleted: false, series: new Set<string>(), instances: new Set<string>() };
  const left = images.filter(({ state }) => state !== 'trashed').map((image) => ({ ...image, isCopy: false }));
  return { images: left, deletions: none };
}

/** Returns the internal id of the study to send from, unless more of it is arriving. */
export async function findSettled(
  db: Kysely<Database>,
  studyInstanceUid: string,
): Promise<readonly { readonly id: number; readonly isArriving: boolean }[]> {
  const { rows } = await sql<{ id: number; isArriving: boolean }>`
    select id, arriving_since is not null as "isArriving" from gateway.study
    where study_instance_uid = ${studyInstanceUid} and instance_count > 0 order by id`.execute(db);
  return rows;
}
