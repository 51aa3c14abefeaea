/** One file on its way in, and the sums over all of them. */

export type ImportState =
  /** Not looked at yet. */
  | 'waiting'
  /** Being read, unpacked or sent. */
  | 'sending'
  | 'stored'
  /** Already here with equal content. */
  | 'duplicate'
  /** Kept beside different content under the same UID. */
  | 'conflict'
  /** An archive whose members have become items of their own. */
  | 'opened'
  /** Not taken, with a reason that trying again does not change. */
  | 'refused'
  /** Not taken because something on the way failed; worth another try. */
  | 'failed'
  | 'cancelled';

export type ImportItem = {
  readonly id: number;
  readonly path: string;
  /** Set for members of an archive. */
  readonly archivePath: string | undefined;
  readonly state: ImportState;
  readonly lengthBytes: number;
  readonly sentBytes: number;
  readonly reason: ImportReason | undefined;
  readonly study: ImportedStudy | undefined;
};

export type ImportReason = {
  readonly code: string;
  /** As the node calls it, for a code that this page has not heard of. */
  readonly title?: string | undefined;
  /** What the node remarks on this file, in English. */
  readonly detail?: string | undefined;
};

export type ImportedStudy = { readonly studyInstanceUid: string; readonly studyId: string | undefined };

export type ImportTotals = {
  readonly byState: Readonly<Record<ImportState, number>>;
  readonly files: number;
  readonly filesDone: number;
  readonly lengthBytes: number;
  readonly sentBytes: number;
};

export const emptyTotals: ImportTotals = {
  byState: {
    waiting: 0,
    sending: 0,
    stored: 0,
    duplicate: 0,
    conflict: 0,
    opened: 0,
    refused: 0,
    failed: 0,
    cancelled: 0,
  },
  files: 0,
  filesDone: 0,
  lengthBytes: 0,
  sentBytes: 0,
};

/**
 * Returns the sums after one item has changed; `before` is undefined for a new one. Opened archives count no longer, since
 * their members do; what was not taken counts as done with all its bytes, so that the bar reaches its end.
 */
export function addToTotals(totals: ImportTotals, before: ImportItem | undefined, after: ImportItem): ImportTotals {
  const byState = { ...totals.byState };
  if (before !== undefined) byState[before.state] -= 1;
  byState[after.state] += 1;
  const change = (measure: (item: ImportItem) => number) =>
    measure(after) - (before === undefined ? 0 : measure(before));
  return {
    byState,
    files: totals.files + change((item) => (item.state === 'opened' ? 0 : 1)),
    filesDone: totals.filesDone + change((item) => (isDone(item.state) && item.state !== 'opened' ? 1 : 0)),
    lengthBytes: totals.lengthBytes + change((item) => (item.state === 'opened' ? 0 : item.lengthBytes)),
    sentBytes: totals.sentBytes + change(doneBytes),
  };
}

/** Whether nothing more happens with the item by itself. */
function isDone(state: ImportState): boolean {
  return state !== 'waiting' && state !== 'sending';
}

/** Whether the item is one that a person should look at. */
export function isNotTaken(state: ImportState): boolean {
  return state === 'refused' || state === 'failed' || state === 'cancelled';
}

/** The share that is done, 0 to 1, by bytes; by files while they are all empty. */
export function progressOf({ files, filesDone, lengthBytes, sentBytes }: ImportTotals): number {
  if (files === 0) return 0;
  return lengthBytes === 0 ? filesDone / files : Math.min(1, sentBytes / lengthBytes);
}

function doneBytes(item: ImportItem): number {
  if (item.state === 'opened') return 0;
  return isDone(item.state) ? item.lengthBytes : Math.min(item.sentBytes, item.lengthBytes);
}
