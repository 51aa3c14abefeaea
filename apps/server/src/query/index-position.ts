/** What the index held when it was asked, as a column of an answer, see `ArchiveReader.ask`. */

import { sql } from 'kysely';

/** Of every spool, in their order: `{position,position}`, as text because each row of the answer carries it. */
export const indexPosition = sql<string>`
  (select array(select position from gateway.index_state order by spool)::text)`.as('index_position');
