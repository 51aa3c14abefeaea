/**
 * Server-sent events of `GET /api/events`. An event says that something changed, not what it is: the interface asks
 * again with its own rights. Missed events do no harm, so there is no replay. The event `deliveries` says so of the
 * outgoing queue and has no data; `teams`, `activity` and `uploads` say so of care teams,
 * `notices` of the notices of the listener, without data.
 */

/** `data` of the event `studies`: these studies, by their ids, are new or have changed. */
export type StudiesEvent = {
  /** An empty list means "ask again for everything". */
  readonly studyIds: readonly string[];
};

/** `data` of the events `teams`, `activity` and `uploads`: care teams of the listener. */
export type TeamsEvent = { readonly teamIds: readonly string[] };
