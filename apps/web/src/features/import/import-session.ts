/**
 * The import of one browser window: a list of files that grows while four at a time are looked at, unpacked and sent. It
 * lives above the pages, so that one can work on while a disc of ten thousand files comes in.
 *
 * How a file is sent and what the node answers is `upload`'s affair; why it is not taken is told in `refusal.ts`.
 */

import type { ChosenFile } from './collect-files.ts';
import { isDirectoryFile, isSystemFile, sniffFile, sniffLengthBytes } from './file-kind.ts';
import {
  addToTotals,
  emptyTotals,
  type ImportedStudy,
  type ImportItem,
  type ImportReason,
  type ImportState,
  type ImportTotals,
} from './import-item.ts';
import { ArchiveError, readZip, type ZipMember } from './read-zip.ts';
import type { RefusalCode } from './refusal.ts';

/** Requests under way: enough to fill a line with latency, few enough for the node's other guests. */
export const importConcurrency = 4;

export type UploadOutcome =
  | { readonly state: 'stored' | 'duplicate' | 'conflict'; readonly study: ImportedStudy | undefined }
  | { readonly state: 'refused' | 'failed'; readonly reason: ImportReason };

/** Sends one file. Rejects only when `signal` was aborted. */
export type Upload = (
  file: Blob,
  name: string,
  options: { readonly signal: AbortSignal; readonly onProgress: (sentBytes: number) => void },
) => Promise<UploadOutcome>;

export type ImportSnapshot = {
  readonly items: readonly ImportItem[];
  readonly totals: ImportTotals;
  /** Studies that received something, each once, in the order of their first file. */
  readonly studies: readonly (ImportedStudy & { readonly files: number })[];
  readonly running: boolean;
};

/** What is done when an item's turn comes. */
type Work = { readonly open: (signal: AbortSignal) => Promise<Blob>; readonly mayBeArchive: boolean };

export class ImportSession {
  readonly #upload: Upload;
  readonly #listeners = new Set<() => void>();
  readonly #notify: (tell: () => void) => void;
  #items: ImportItem[] = [];
  #work: (Work | undefined)[] = [];
  #totals = emptyTotals;
  #studies = new Map<string, ImportedStudy & { readonly files: number }>();
  #next = 0;
  #active = 0;
  #collecting = 0;
  #abort = new AbortController();
  #told = true;
  #ownerId: string | undefined;
  #snapshot: ImportSnapshot = { items: [], totals: emptyTotals, studies: [], running: false };

  /** `notify` decides when listeners are told, at most ten times a second by default. */
  constructor(upload: Upload, notify: (tell: () => void) => void = (tell) => void setTimeout(tell, 100)) {
    this.#upload = upload;
    this.#notify = notify;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly snapshot = (): ImportSnapshot => this.#snapshot;

  /** Makes this the import of a user. What another one has left here is forgotten before anything of it is seen or sent. */
  belongTo(userId: string): void {
    if (this.#ownerId !== undefined && this.#ownerId !== userId) this.clear();
    this.#ownerId = userId;
  }

  /** Takes files in as they are found. Resolves when the last one is on the list, not when it is sent. */
  async add(files: AsyncIterable<ChosenFile> | Iterable<ChosenFile>): Promise<void> {
    this.#collecting += 1;
    const { signal } = this.#abort;
    try {
      for await (const { path, file } of files) {
        if (signal.aborted) return;
        this.#append(path, undefined, file.size, { open: async () => file, mayBeArchive: true });
      }
    } catch {
      this.#append('', undefined, 0, undefined, { state: 'refused', reason: localReason('unreadable-file') });
    } finally {
      this.#collecting -= 1;
      this.#changed();
    }
  }

  /** Stops what is under way; what has been stored stays stored. */
  cancel(): void {
    this.#abort.abort();
    this.#abort = new AbortController();
    for (const item of this.#items) if (item.state === 'waiting') this.#update(item.id, { state: 'cancelled' });
    this.#next = this.#items.length;
  }

  /** Tries again what failed on the way or was cancelled; refusals stay refused. */
  retry(): void {
    for (const item of this.#items) {
      if (item.state === 'failed' || item.state === 'cancelled') {
        this.#update(item.id, { state: 'waiting', sentBytes: 0, reason: undefined });
        this.#next = Math.min(this.#next, item.id);
      }
    }
    this.#pump();
  }

  /** Forgets the list of an import that has ended. */
  clear(): void {
    this.cancel();
    this.#items = [];
    this.#work = [];
    this.#totals = emptyTotals;
    this.#studies = new Map();
    this.#next = 0;
    this.#changed();
  }

  #append(
    path: string,
    archivePath: string | undefined,
    lengthBytes: number,
    work: Work | undefined,
    end: { readonly state: ImportState; readonly reason?: ImportReason } = { state: 'waiting' },
  ): void {
    const id = this.#items.length;
    const refusal = end.state === 'waiting' ? refusalByName(path) : undefined;
    const item: ImportItem = {
      id,
      path,
      archivePath,
      lengthBytes,
      sentBytes: 0,
      state: refusal === undefined ? end.state : 'refused',
      reason: refusal === undefined ? end.reason : localReason(refusal),
      study: undefined,
    };
    this.#items.push(item);
    this.#work.push(work);
    this.#totals = addToTotals(this.#totals, undefined, item);
    this.#changed();
    this.#pump();
  }

  #pump(): void {
    while (this.#active < importConcurrency && this.#next < this.#items.length) {
      const item = this.#items[this.#next];
      const work = this.#work[this.#next];
      this.#next += 1;
      if (item === undefined || work === undefined || item.state !== 'waiting') continue;
      this.#active += 1;
      const items = this.#items;
      void this.#run(item, work, this.#abort.signal).then((end) => {
        this.#active -= 1;
        if (items === this.#items) this.#update(item.id, end); // Else the list was cleared meanwhile.
        this.#pump();
      });
    }
  }

  async #run(item: ImportItem, work: Work, signal: AbortSignal): Promise<Partial<ImportItem>> {
    this.#update(item.id, { state: 'sending' });
    try {
      const file = await work.open(signal);
      const kind = sniffFile(new Uint8Array(await file.slice(0, sniffLengthBytes).arrayBuffer()));
      signal.throwIfAborted();
      if (kind.kind === 'refused') return { state: 'refused', reason: localReason(kind.code) };
      if (kind.kind === 'zip') return await this.#unpack(item, work, file, signal);
      const onProgress = (sentBytes: number) => this.#update(item.id, { sentBytes });
      return await this.#upload(file, item.path, { signal, onProgress });
    } catch (error) {
      if (signal.aborted) return { state: 'cancelled' };
      return { state: 'refused', reason: localReason(error instanceof ArchiveError ? error.code : 'unreadable-file') };
    }
  }

  async #unpack(item: ImportItem, work: Work, file: Blob, signal: AbortSignal): Promise<Partial<ImportItem>> {
    if (!work.mayBeArchive) return { state: 'refused', reason: localReason('archive-in-archive') };
    const members: readonly ZipMember[] = await readZip(file);
    signal.throwIfAborted();
    for (const member of members) {
      this.#append(member.path, item.path, member.lengthBytes, { open: member.open, mayBeArchive: false });
    }
    return { state: 'opened' };
  }

  #update(id: number, change: Partial<ImportItem>): void {
    const before = this.#items[id];
    if (before === undefined) return;
    const after = { ...before, ...change };
    this.#items[id] = after;
    this.#totals = addToTotals(this.#totals, before, after);
    if (after.study !== undefined && before.study === undefined) this.#countStudy(after.study);
    this.#changed();
  }

  #countStudy(study: ImportedStudy): void {
    const known = this.#studies.get(study.studyInstanceUid);
    this.#studies.set(study.studyInstanceUid, {
      ...study,
      studyId: study.studyId ?? known?.studyId,
      files: (known?.files ?? 0) + 1,
    });
  }

  #changed(): void {
    if (!this.#told) return;
    this.#told = false;
    this.#notify(() => {
      this.#told = true;
      const running = this.#active > 0 || this.#collecting > 0 || this.#next < this.#items.length;
      this.#snapshot = { items: this.#items, totals: this.#totals, studies: [...this.#studies.values()], running };
      for (const listener of this.#listeners) listener();
    });
  }
}

function refusalByName(path: string): RefusalCode | undefined {
  if (isSystemFile(path)) return 'system-file';
  return isDirectoryFile(path) ? 'dicomdir' : undefined;
}

function localReason(code: RefusalCode): ImportReason {
  return { code };
}
