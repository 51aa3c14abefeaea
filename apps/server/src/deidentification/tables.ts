/** Row types of de-identification, as `database/migrations/0050-deid-projects.ts` makes them. */

import type { DeidPictures, DeidProfile } from '@isocenter/contract/deid-projects';
import type { ColumnType, Generated, JSONColumnType } from 'kysely';

export type DeidProjectTable = {
  id: Generated<number>;
  name: string;
  profile: JSONColumnType<DeidProfile>;
  pictures: DeidPictures;
  /** AES-256-GCM under the node's identity key, see `identity/identity-key.ts`. */
  sealed_key: ColumnType<Buffer, Buffer, never>;
  created_at: ColumnType<Date, Date, never>;
  changed_at: Date;
};

export type DeidentificationTables = { deid_project: DeidProjectTable };
