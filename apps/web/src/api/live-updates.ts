/**
 * Keeps the pages fresh while they are open: the node tells by server-sent events that something has changed, and the page
 * asks again. Where the stream cannot be held (a proxy that buffers, an old firewall) it falls back to asking every ten
 * seconds, and returns to the stream as soon as it stands.
 */

import { paths } from '@isocenter/contract/paths';

/** Milliseconds between questions while there is no stream. */
const pollIntervalMs = 10_000;

/** Bursts are gathered for this long, so that a CT of 500 slices does not ask 500 times. */
const gatherMs = 700;
/** Files that are handed in come by hundreds, for minutes. */
const gatherUploadsMs = 2_000;
const gatherActivityMs = 5_000;

/** The part of `EventSource` that is used. */
export type UpdateSource = {
  readonly readyState: number;
  addEventListener(name: string, listener: (event: Event) => void): void;
  close(): void;
};

/** `EventSource.CLOSED`: the browser has given up and will not connect again by itself. */
const closed = 2;

export type LiveUpdates = {
  /** Studies may have changed, by their ids; none where everything should be asked again. */
  onStudies(studyIds: readonly string[]): void;
  /** Something of the outgoing queue may have changed. */
  onDeliveries(): void;
  /** What the page of a care team shows. */
  onTeams(teamIds: readonly string[]): void;
  /** What happened in a care team. */
  onActivity(teamIds: readonly string[]): void;
  /** What became of files that the reader has handed in to a care team. */
  onUploads(teamIds: readonly string[]): void;
  onNotices(): void;
  /** Anything of people and teams may have been missed. */
  onMissed(): void;
};

/** Calls back when something may have changed. Returns the function that ends it. */
export function openLiveUpdates(
  { onStudies, onDeliveries, onTeams, onActivity, onUploads, onNotices, onMissed }: LiveUpdates,
  createSource: (url: string) => UpdateSource = (url) => new EventSource(url),
): () => void {
  const studies = new Gathering(gatherMs, tellStudies);
  const told = {
    deliveries: new Gathering(gatherMs, onDeliveries),
    teams: new Gathering(gatherMs, onTeams),
    activity: new Gathering(gatherActivityMs, onActivity),
    uploads: new Gathering(gatherUploadsMs, onUploads),
    notices: new Gathering(gatherMs, onNotices),
  };
  let everything = false;
  let polling: ReturnType<typeof setInterval> | undefined;
  let source = connect();

  function connect(): UpdateSource {
    const next = createSource(paths.events());
    next.addEventListener('studies', (event) => gatherStudies(idsIn(event, 'studyIds')));
    for (const [name, gathering] of Object.entries(told)) {
      next.addEventListener(name, (event) => gathering.add(idsIn(event, 'teamIds')));
    }
    next.addEventListener('open', resume);
    next.addEventListener('error', startPolling);
    return next;
  }

  function gatherStudies(studyIds: readonly string[]) {
    if (studyIds.length === 0) everything = true;
    studies.add(studyIds);
  }

  function tellStudies(studyIds: readonly string[]) {
    if (everything) tellEverything();
    else onStudies(studyIds);
    everything = false;
  }

  /** What was missed may have been of any kind. */
  function tellEverything() {
    onStudies([]);
    onDeliveries();
    onMissed();
  }

  /** What arrived while there was no stream was told to nobody. */
  function resume() {
    if (polling !== undefined) gatherStudies([]);
    stopPolling();
  }

  function startPolling() {
    polling ??= setInterval(() => {
      tellEverything();
      if (source.readyState === closed) source = connect();
    }, pollIntervalMs);
  }

  function stopPolling() {
    clearInterval(polling);
    polling = undefined;
  }

  return () => {
    source.close();
    stopPolling();
    for (const gathering of [studies, ...Object.values(told)]) gathering.close();
  };
}

/** Ids that come within a while are told at once. */
class Gathering {
  readonly #ids = new Set<string>();
  readonly #forMs: number;
  readonly #tell: (ids: readonly string[]) => void;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(forMs: number, tell: (ids: readonly string[]) => void) {
    this.#forMs = forMs;
    this.#tell = tell;
  }

  add(ids: readonly string[]): void {
    for (const id of ids) this.#ids.add(id);
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      const gathered = [...this.#ids];
      this.#ids.clear();
      this.#tell(gathered);
    }, this.#forMs);
  }

  close(): void {
    clearTimeout(this.#timer);
  }
}

/** An event that cannot be read still says that something changed. */
function idsIn(event: Event, member: 'studyIds' | 'teamIds'): readonly string[] {
  try {
    const parsed: unknown = JSON.parse(String((event as MessageEvent).data)); // SSE are messages.
    const ids = typeof parsed === 'object' && parsed !== null && member in parsed ? Object.entries(parsed) : [];
    const [, value] = ids.find(([name]) => name === member) ?? [];
    return Array.isArray(value) ? value.filter((id): id is string => typeof id === 'string') : [];
  } catch {
    return [];
  }
}
