/** What the change feed says of one batch of the index: studies first, then series, then instances. */

import type { NewChange } from '../changes/note-changes.ts';
import type { InstanceState } from './tables.ts';

export type AddedInstance = { readonly id: number; readonly series_id: number; readonly state: InstanceState };

export type Arrivals = {
  /** In the order of the log. */
  readonly added: readonly AddedInstance[];
  /** Studies in which a served copy has another beside it now, or has given up its place. */
  readonly beside: readonly number[];
  readonly newStudies: readonly number[];
  readonly newSeries: readonly number[];
  readonly studyOfSeries: ReadonlyMap<number, number>;
};

/**
 * Returns one change of each study and series, and of each instance that is served. A copy that is kept beside another
 * changes its study; one that is in the trash already changes nothing.
 */
export function arrivalChanges(arrivals: Arrivals): readonly NewChange[] {
  const { added, newStudies, newSeries, studyOfSeries } = arrivals;
  const instances = added.flatMap(
    ({ id, series_id, state }): readonly (Place & { id: number; state: InstanceState })[] => {
      const studyId = studyOfSeries.get(series_id);
      return studyId === undefined || state === 'trashed' ? [] : [{ id, state, studyId, seriesId: series_id }];
    },
  );
  const served = instances.filter(({ state }) => state === 'served');
  const studies = new Set([...instances.map(({ studyId }) => studyId), ...arrivals.beside]);
  const series = new Map(served.map(({ seriesId, studyId }) => [seriesId, studyId]));
  return [
    ...[...studies].map((studyId): NewChange => {
      return { kind: newStudies.includes(studyId) ? 'study-arrived' : 'study-changed', studyId };
    }),
    ...[...series].map(([seriesId, studyId]): NewChange => {
      return { kind: newSeries.includes(seriesId) ? 'series-arrived' : 'series-changed', studyId, seriesId };
    }),
    ...served.map(({ id, studyId, seriesId }): NewChange => {
      return { kind: 'instance-stored', studyId, seriesId, instanceId: id };
    }),
  ];
}

type Place = { readonly studyId: number; readonly seriesId: number };
