/**
 * Builds what a disk may hold after the power is cut at a point of a trace: everything that a completed sync covers,
 * and any part of the rest.
 *
 * The model is stricter than ext4: a name is durable only once its folder was synced after it appeared; writes that no
 * sync covers may be there, be missing, or be there in part, each for itself and in any order.
 */

import { dirname } from 'node:path';
import type { TraceEvent } from './trace.ts';

/** Decides about what no sync covers: 0 ≤ value < 1; low means that it is there, high that it is lost. */
export type Chance = () => number;

export type DiskState = {
  /** By absolute path, as recorded. */
  readonly files: ReadonlyMap<string, Buffer>;
  readonly directories: ReadonlySet<string>;
};

type ContentChange = Extract<TraceEvent, { kind: 'written' | 'truncated' }>;

type Inode = {
  readonly initial: Buffer;
  readonly changes: { readonly at: number; readonly event: ContentChange }[];
  /** Changes before this point of the trace are covered by a completed sync. */
  syncedBefore: number;
};

/** One change of names, atomic on disk, that a sync of its folder makes durable. */
type NameChange = { readonly at: number; readonly folder: string; apply(names: Names): void };

type Names = { readonly files: Map<string, Inode>; readonly directories: Set<string> };

/**
 * Returns one possible state of the disk.
 *
 * @param before what was there, durable, when recording began
 * @param events the trace up to the cut
 */
export function cutPower(before: DiskState, events: readonly TraceEvent[], chance: Chance): DiskState {
  const initial = new Map([...before.files].map(([path, content]) => [path, newInode(content)]));
  const { nameChanges, folderSyncs } = replay(initial, events);
  const names: Names = { files: new Map(initial), directories: new Set(before.directories) };
  for (const change of nameChanges) {
    const durable = change.at < (folderSyncs.get(change.folder) ?? -1);
    if (durable || chance() < 0.5) change.apply(names);
  }
  const files = new Map<string, Buffer>();
  for (const [path, inode] of names.files) {
    if (isReachable(dirname(path), names.directories)) files.set(path, contentAfterCut(inode, chance));
  }
  const directories = new Set([...names.directories].filter((path) => isReachable(path, names.directories)));
  return { files, directories };
}

function newInode(initial: Buffer): Inode {
  return { initial, changes: [], syncedBefore: -1 };
}

/** Walks the trace as the running system saw it and notes which sync covers what. */
function replay(initial: ReadonlyMap<string, Inode>, events: readonly TraceEvent[]) {
  const live = new Map(initial);
  const nameChanges: NameChange[] = [];
  const folderSyncs = new Map<string, number>();
  const begun = new Map<number, { at: number; inode: Inode | undefined }>();
  const change = (at: number, path: string, apply: NameChange['apply']) =>
    nameChanges.push({ at, folder: dirname(path), apply });
  events.forEach((event, at) => {
    switch (event.kind) {
      case 'created': {
        const inode = newInode(Buffer.alloc(0));
        live.set(event.path, inode);
        change(at, event.path, ({ files }) => files.set(event.path, inode));
        return;
      }
      case 'unlinked':
        live.delete(event.path);
        change(at, event.path, ({ files }) => files.delete(event.path));
        return;
      case 'renamed': {
        const inode = existing(live.get(event.path), event.path);
        live.delete(event.path);
        live.set(event.to, inode);
        change(at, event.to, ({ files }) => {
          files.delete(event.path);
          files.set(event.to, inode);
        });
        return;
      }
      case 'linked': {
        const inode = existing(live.get(event.path), event.path);
        live.set(event.to, inode);
        change(at, event.to, ({ files }) => files.set(event.to, inode));
        return;
      }
      case 'directory-made':
        change(at, event.path, ({ directories }) => directories.add(event.path));
        return;
      case 'directory-removed':
        change(at, event.path, ({ directories }) => directories.delete(event.path));
        return;
      case 'written':
      case 'truncated':
        existing(live.get(event.path), event.path).changes.push({ at, event });
        return;
      case 'sync-begun':
        begun.set(event.fd, { at, inode: live.get(event.path) });
        return;
      case 'sync-done': {
        const sync = existing(begun.get(event.fd), event.path);
        if (sync.inode === undefined) folderSyncs.set(event.path, sync.at);
        else sync.inode.syncedBefore = Math.max(sync.inode.syncedBefore, sync.at);
        return;
      }
      case 'acknowledged':
        return;
    }
  });
  return { nameChanges, folderSyncs };
}

/** A write that no sync covers is there, is missing, or is there up to some byte, each with one chance in three. */
function contentAfterCut(inode: Inode, chance: Chance): Buffer {
  const extents = inode.changes.map(({ event }) =>
    event.kind === 'written' ? event.offset + event.data.length : event.length,
  );
  const content = Buffer.alloc(extents.reduce((longest, extent) => Math.max(longest, extent), inode.initial.length));
  inode.initial.copy(content);
  let length = inode.initial.length;
  for (const { at, event } of inode.changes) {
    const durable = at < inode.syncedBefore;
    if (event.kind === 'written') {
      const data = durable ? event.data : tornPart(event.data, chance);
      data.copy(content, event.offset);
      if (data.length > 0) length = Math.max(length, event.offset + data.length);
    } else if (durable || chance() < 0.5) {
      content.fill(0, event.length);
      length = event.length;
    }
  }
  return content.subarray(0, length);
}

function tornPart(data: Buffer, chance: Chance): Buffer {
  const fate = Math.floor(chance() * 3);
  if (fate === 0) return data;
  return fate === 1 ? data.subarray(0, Math.floor(data.length * chance())) : data.subarray(0, 0);
}

function isReachable(folder: string, directories: ReadonlySet<string>): boolean {
  for (let path = folder; directories.has(path); path = dirname(path)) {
    if (!directories.has(dirname(path))) return path === rootOf(directories);
  }
  return false;
}

/** The recorded folder itself is the shortest path there is. */
function rootOf(directories: ReadonlySet<string>): string | undefined {
  return [...directories].reduce((shortest, path) => (path.length < shortest.length ? path : shortest));
}

function existing<T>(value: T | undefined, path: string): T {
  if (value === undefined) throw new Error(`the trace changes ${path} before it was made`);
  return value;
}
