/** Row types of the change feed, as `database/migrations/0014-changes.ts` makes them. */

import type { ChangeKind } from '@isocenter/contract/changes';
import type { Generated } from 'kysely';

export type ChangeTable = {
  number: number;
  at: Generated<Date>;
  kind: ChangeKind;
  study_id: number;
  /** Of series and instances. */
  series_id: number | null;
  /** Of instances. */
  instance_id: number | null;
  /** Of what has settled. */
  completeness: 'complete' | 'incomplete' | null;
  /** Of what is gone: UIDs of the study, series and instance, as far down as the change goes. */
  uids: string[] | null;
  /** Of what is gone: to whom the study was granted, such as `everyone` and `user 3`. */
  readers: string[] | null;
};

export type ChangeFeedTable = {
  /** Always 1: the table has one row. */
  id: number;
  /** Another for each feed whose numbers do not go on from one another. */
  feed: Generated<string>;
  last_number: number;
};

export type ChangeTables = { change: ChangeTable; change_feed: ChangeFeedTable };
