/**
 * Keeps lists fresh while the page is open: the node tells by server-sent events that studies have changed, and the page
 * asks again. Where the stream cannot be held (a proxy that buffers, an old firewall) it falls back to asking every ten
 * seconds, and returns to the stream as soon as it stands.
 */

import { paths } from '@isocenter/contract/paths';

/** Milliseconds between questions while there is no stream. */
const pollIntervalMs = 10_000;

/** Bursts of arrivals are gathered for this long, so that a CT of 500 slices does not ask 500 times. */
const gatherMs = 700;

/** The part of `EventSource` that is used. */
export type UpdateSource = {
  readonly readyState: number;
  addEventListener(name: string, listener: (event: Event) => void): void;
  close(): void;
};

/** `EventSource.CLOSED`: the browser has given up and will not connect again by itself. */
const closed = 2;

/**
 * Calls `onStudies` when studies may have changed, with their ids, or with none where everything should be asked again;
 * `onDeliveries` when the outgoing queue may have.
 * Returns the function that ends it.
 */
export function openLiveUpdates(
  onStudies: (studyIds: readonly string[]) => void,
  onDeliveries: () => void,
  createSource: (url: string) => UpdateSource = (url) => new EventSource(url),
): () => void {
  const gathered = new Set<string>();
  let everything = false;
  let gathering: ReturnType<typeof setTimeout> | undefined;
  let gatheringDeliveries: ReturnType<typeof setTimeout> | undefined;
  let polling: ReturnType<typeof setInterval> | undefined;
  let source = connect();

  function connect(): UpdateSource {
    const next = createSource(paths.events());
    next.addEventListener('studies', (event) => gather(parseStudyIds((event as MessageEvent).data))); // SSE are messages.
    next.addEventListener('deliveries', gatherDeliveries);
    next.addEventListener('open', resume);
    next.addEventListener('error', startPolling);
    return next;
  }

  function gather(studyIds: readonly string[]) {
    if (studyIds.length === 0) everything = true;
    for (const studyId of studyIds) gathered.add(studyId);
    gathering ??= setTimeout(tell, gatherMs);
  }

  function gatherDeliveries() {
    gatheringDeliveries ??= setTimeout(() => {
      gatheringDeliveries = undefined;
      onDeliveries();
    }, gatherMs);
  }

  function tell() {
    const studyIds = everything ? [] : [...gathered];
    gathering = undefined;
    everything = false;
    gathered.clear();
    onStudies(studyIds);
    // What was missed may have been of either kind.
    if (studyIds.length === 0) onDeliveries();
  }

  /** What arrived while there was no stream was told to nobody. */
  function resume() {
    if (polling !== undefined) gather([]);
    stopPolling();
  }

  function startPolling() {
    polling ??= setInterval(() => {
      onStudies([]);
      onDeliveries();
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
    clearTimeout(gathering);
    clearTimeout(gatheringDeliveries);
  };
}

function parseStudyIds(data: unknown): readonly string[] {
  try {
    const parsed: unknown = JSON.parse(String(data));
    if (typeof parsed !== 'object' || parsed === null || !('studyIds' in parsed)) return [];
    return Array.isArray(parsed.studyIds) ? parsed.studyIds.filter((id): id is string => typeof id === 'string') : [];
  } catch {
    return []; // An event that cannot be read still says that something changed.
  }
}
