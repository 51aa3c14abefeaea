/**
 * Server-sent events of `GET /api/events`. An event says that something changed, not what it is: the interface asks
 * again with its own rights. Missed events do no harm, so there is no replay.
 */

import { type Static, Type } from 'typebox';
import { Id } from './id.ts';

/** Event name `studies`: these studies are new or have changed; an empty list means "ask again for everything". */
export const StudiesEvent = Type.Object({ studyIds: Type.Array(Id) }, { title: 'StudiesEvent' });
export type StudiesEvent = Static<typeof StudiesEvent>;

/** Names of the events and what their `data` holds. */
export const eventSchemas = { studies: StudiesEvent } as const;
export type EventName = keyof typeof eventSchemas;
