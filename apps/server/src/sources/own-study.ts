/** SQL of what this node has of a study, by its UID: every copy, what waits in the trash, what was deleted for good. */

import { type Kysely, sql } from 'kysely';
import type { Database } from '../database/schema.ts';
import type { Deletions, OwnImage, OwnStudy } from './study-difference.ts';

type DeletionRow = { readonly level: string; readonly series: string; readonly instance: string };

/** Reads what is here. The index must have what was stored. */
export async function findOwnStudy(db: Kysely<Database>, studyInstanceUid: string): Promise<OwnStudy> {
  const { rows: images } = await sql<OwnImage>`
    select instance.id, series.series_instance_uid as "seriesInstanceUid", instance.sop_instance_uid as "sopInstanceUid",
      instance.state, instance.source = 'dimse' and instance.sender in (
        select peer.ae_title from gateway.source join gateway.peer on peer.id = source.peer_id) as "isCopy"
    from gateway.study join gateway.series on series.study_id = study.id
      join gateway.instance on instance.series_id = series.id
    where study.study_instance_uid = ${studyInstanceUid}`.execute(db);
  const { rows: deletions } = await sql<DeletionRow>`
    select distinct trash.level, series.series_instance_uid as series, instance.sop_instance_uid as instance
    from gateway.study join gateway.series on series.study_id = study.id
      join gateway.instance on instance.series_id = series.id join gateway.trash on trash.trash_id = instance.trash_id
    where study.study_instance_uid = ${studyInstanceUid} and instance.state = 'trashed'
    union all
    select case when series_instance_uid = '' then 'study' when sop_instance_uid = '' then 'series' else 'instance' end,
      series_instance_uid, sop_instance_uid
    from gateway.purged_object where study_instance_uid = ${studyInstanceUid}`.execute(db);
  return { images, deletions: deletionsOf(deletions) };
}

function deletionsOf(rows: readonly DeletionRow[]): Deletions {
  return {
    isStudyDeleted: rows.some(({ level }) => level === 'study'),
    series: new Set(rows.filter(({ level }) => level === 'series').map(({ series }) => series)),
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
