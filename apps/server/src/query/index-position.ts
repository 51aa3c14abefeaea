/** What the index held when it was asked, as a column of an answer, see `ArchiveReader.ask`. */

import { sql } from 'kysely';

export const indexPosition = sql<number>`(select position from gateway.index_state)`.as('index_position');
