/**
 * A disk in memory behind the `FileSystem` port: calls can fail one by one, and the power can be cut before any call.
 *
 * It is stricter than ext4. After a cut a file holds what a completed sync covers and of the rest any set of 512-byte
 * sectors; a name created, renamed or removed is durable only once its folder was synced, else there or not by chance. A
 * failed sync loses what it should have covered: later syncs do not bring it back. Truncation needs `sync`.
 * Deterministic for a seed. The same contract as the real file system: `file-system.contract.test.ts`.
 */

import { dirname } from 'node:path';
import type { FileSystem, OpenFile, OpenMode } from '../file-system.ts';
import { StorageError } from '../storage-error.ts';

/** Decides what no sync covers: 0 ≤ value < 1. */
export type Chance = () => number;

export type DiskCall = { readonly index: number; readonly name: string; readonly path: string };

/** What happens to a call: an error's system name, a write of only some of the bytes, or the power goes before it. */
export type Fate = 'ok' | 'short' | 'cut' | { readonly error: string };

type Change =
  | { readonly kind: 'write'; readonly at: number; readonly bytes: Buffer; lost: boolean }
  | { readonly kind: 'truncate'; readonly lengthBytes: number; lost: boolean };

type Inode = { live: Buffer; durable: Buffer; pending: Change[] };
type NameChange = { readonly folder: string; apply(names: Names): void };
type Names = { readonly files: Map<string, Inode>; readonly folders: Set<string> };

const sectorBytes = 512;

/** Returns a generator of chances: the same seed gives the same run. */
export function seededChance(seed: number): Chance {
  let state = seed >>> 0;
  return () => {
    // mulberry32 by Tommy Ettinger, public domain: 32 bits of state are plenty here.
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  };
}

export class SimulatedDisk implements FileSystem {
  readonly #names: Names;
  readonly #durableNames: Names;
  #pendingNames: NameChange[] = [];
  readonly #chance: Chance;
  #locked = false;
  #calls = 0;
  #isCut = false;
  /** Asked before each call. */
  fate: (call: DiskCall) => Fate = () => 'ok';

  constructor(chance: Chance, files: ReadonlyMap<string, Buffer> = new Map(), folders: Iterable<string> = []) {
    this.#chance = chance;
    const inodes = [...files].map(([path, content]): [string, Inode] => [path, newInode(content)]);
    this.#names = { files: new Map(inodes), folders: new Set(folders) };
    this.#durableNames = { files: new Map(inodes), folders: new Set(folders) };
  }

  /** Calls made so far. */
  get calls(): number {
    return this.#calls;
  }

  get isCut(): boolean {
    return this.#isCut;
  }

  /** Paths of all files, as the running system sees them. */
  get paths(): readonly string[] {
    return [...this.#names.files.keys()].sort();
  }

  /** Returns the disk as it may be when the power comes back. This one answers no more calls. */
  cutPower(chance: Chance = this.#chance): SimulatedDisk {
    this.#isCut = true;
    for (const change of this.#pendingNames) if (chance() < 0.5) change.apply(this.#durableNames);
    const files = new Map<string, Buffer>();
    for (const [path, inode] of this.#durableNames.files) {
      if (this.#durableNames.folders.has(dirname(path))) files.set(path, contentAfterCut(inode, chance));
    }
    return new SimulatedDisk(chance, files, this.#durableNames.folders);
  }

  /** Returns the disk as a process finds it that starts after this one was killed: nothing is lost. */
  killProcess(): SimulatedDisk {
    this.#isCut = true;
    const next = new SimulatedDisk(this.#chance, new Map(), []);
    for (const [path, inode] of this.#names.files) next.#names.files.set(path, inode);
    for (const [path, inode] of this.#durableNames.files) next.#durableNames.files.set(path, inode);
    for (const path of this.#names.folders) next.#names.folders.add(path);
    for (const path of this.#durableNames.folders) next.#durableNames.folders.add(path);
    next.#pendingNames = this.#pendingNames;
    return next;
  }

  async open(path: string, mode: OpenMode): Promise<OpenFile> {
    await this.#call('open', path);
    const found = this.#names.files.get(path);
    if (mode !== 'create') return this.#openFile(path, found ?? fail('ENOENT'));
    if (found !== undefined) fail('EEXIST');
    if (!this.#names.folders.has(dirname(path))) fail('ENOENT');
    const inode = newInode(Buffer.alloc(0));
    this.#rename(dirname(path), ({ files }) => files.set(path, inode));
    return this.#openFile(path, inode);
  }

  async rename(from: string, to: string): Promise<void> {
    await this.#call('rename', to);
    const inode = this.#names.files.get(from) ?? fail('ENOENT');
    this.#rename(dirname(to), ({ files }) => {
      files.delete(from);
      files.set(to, inode);
    });
  }

  async unlink(path: string): Promise<void> {
    await this.#call('unlink', path);
    if (!this.#names.files.has(path)) fail('ENOENT');
    this.#rename(dirname(path), ({ files }) => files.delete(path));
  }

  async makeFolder(path: string): Promise<void> {
    await this.#call('makeFolder', path);
    if (this.#names.folders.has(path)) return;
    this.#rename(dirname(path), ({ folders }) => folders.add(path));
  }

  async removeFolder(path: string): Promise<void> {
    await this.#call('removeFolder', path);
    if (this.paths.some((name) => dirname(name) === path)) fail('ENOTEMPTY');
    this.#rename(dirname(path), ({ folders }) => folders.delete(path));
  }

  async list(path: string): Promise<readonly string[]> {
    await this.#call('list', path);
    if (!this.#names.folders.has(path)) fail('ENOENT');
    const all = [...this.#names.files.keys(), ...this.#names.folders];
    return all.filter((name) => dirname(name) === path).map((name) => name.slice(path.length + 1));
  }

  async syncFolder(path: string): Promise<void> {
    const covered = new Set(this.#pendingNames.filter(({ folder }) => folder === path));
    await this.#call('syncFolder', path);
    for (const change of this.#pendingNames) if (covered.has(change)) change.apply(this.#durableNames);
    this.#pendingNames = this.#pendingNames.filter((change) => !covered.has(change));
  }

  async lock(): Promise<{ release(): void }> {
    if (this.#locked) throw new StorageError('locked', 'The simulated disk is in use');
    this.#locked = true;
    return {
      release: () => {
        this.#locked = false;
      },
    };
  }

  /** Counts the call and lets it take a while; throws or never returns when its fate says so. */
  async #call(name: string, path: string): Promise<Fate> {
    const fate = this.#fateOf(name, path);
    for (let turns = Math.floor(this.#chance() * 3); turns > 0; turns -= 1) {
      await new Promise<void>((resolve) => setImmediate(resolve));
    }
    // Nobody hears of anything any more once the power is gone.
    if (this.#isCut) await new Promise<never>(() => undefined);
    if (typeof fate === 'object') fail(fate.error);
    return fate;
  }

  #fateOf(name: string, path: string): Fate {
    const fate = this.fate({ index: this.#calls, name, path });
    this.#calls += 1;
    if (fate === 'cut') this.#isCut = true;
    return fate;
  }

  #rename(folder: string, apply: NameChange['apply']): void {
    apply(this.#names);
    this.#pendingNames.push({ folder, apply });
  }

  #openFile(path: string, inode: Inode): OpenFile {
    const write = (buffers: readonly Uint8Array[], position: number, fate: Fate): number => {
      const whole = Buffer.concat(buffers);
      const bytes = fate === 'short' ? whole.subarray(0, Math.floor(whole.byteLength * this.#chance())) : whole;
      const length = Math.max(inode.live.byteLength, position + bytes.byteLength);
      const live = Buffer.alloc(length);
      inode.live.copy(live);
      bytes.copy(live, position);
      inode.live = live;
      inode.pending.push({ kind: 'write', at: position, bytes, lost: false });
      return bytes.byteLength;
    };
    const sync = async (name: 'sync' | 'syncData') => {
      const lastWrite = inode.pending.findLastIndex(({ kind }) => kind === 'write');
      // Metadata keeps its order: fdatasync takes a truncation along when something was written after it.
      const begun = inode.pending.filter(
        ({ kind, lost }, index) => !lost && (kind === 'write' || name === 'sync' || index < lastWrite),
      );
      try {
        await this.#call(name, path);
      } catch (error) {
        for (const change of begun) change.lost = change.kind === 'write';
        throw error;
      }
      const covered = new Set(begun.filter(({ lost }) => !lost));
      let open: Change[] = [];
      for (const change of inode.pending) {
        if (!covered.has(change)) open.push(change);
        else {
          inode.durable = applyChange(inode.durable, change);
          // What a failed sync lost cannot come back behind an end that is durable.
          if (change.kind === 'truncate') open = open.flatMap((lost) => cutChange(lost, change.lengthBytes));
        }
      }
      inode.pending = open;
    };
    return {
      read: async (target, position) => {
        await this.#call('read', path);
        return inode.live.copy(target, 0, position, position + target.byteLength);
      },
      write: async (buffers, position) => write(buffers, position, await this.#call('write', path)),
      writeNow: (buffers, position) => {
        const fate = this.#fateOf('writeNow', path);
        if (typeof fate === 'object') fail(fate.error);
        return this.#isCut ? Buffer.concat(buffers).byteLength : write(buffers, position, fate);
      },
      syncData: () => sync('syncData'),
      sync: () => sync('sync'),
      truncate: async (lengthBytes) => {
        await this.#call('truncate', path);
        const change: Change = { kind: 'truncate', lengthBytes, lost: false };
        inode.live = applyChange(inode.live, change);
        inode.pending.push(change);
      },
      size: async () => {
        await this.#call('size', path);
        return inode.live.byteLength;
      },
      close: async () => {
        await this.#call('close', path);
      },
    };
  }
}

function newInode(content: Buffer): Inode {
  return { live: content, durable: content, pending: [] };
}

function applyChange(content: Buffer, change: Change): Buffer {
  if (change.kind === 'truncate') {
    const cut = Buffer.alloc(change.lengthBytes);
    content.copy(cut);
    return cut;
  }
  const grown = Buffer.alloc(Math.max(content.byteLength, change.at + change.bytes.byteLength));
  content.copy(grown);
  change.bytes.copy(grown, change.at);
  return grown;
}

function cutChange(change: Change, lengthBytes: number): Change[] {
  if (change.kind === 'truncate') return [change];
  const bytes = change.bytes.subarray(0, Math.max(0, lengthBytes - change.at));
  return bytes.byteLength === 0 ? [] : [{ ...change, bytes }];
}

/** What no sync covers is there or not, sector by sector; a longer file may show zeros where nothing was written. */
function contentAfterCut(inode: Inode, chance: Chance): Buffer {
  let content = inode.durable;
  for (const change of inode.pending) {
    if (change.kind === 'truncate') {
      if (chance() < 0.5) content = applyChange(content, change);
      continue;
    }
    const fate = Math.floor(chance() * 4);
    if (fate === 0) continue;
    let at = change.at;
    const end = change.at + change.bytes.byteLength;
    while (at < end) {
      const next = Math.min(end, (Math.floor(at / sectorBytes) + 1) * sectorBytes);
      const part = change.bytes.subarray(at - change.at, next - change.at);
      if (fate === 1 || chance() < 0.5) content = applyChange(content, { ...change, at, bytes: part });
      at = next;
    }
  }
  return content;
}

function fail(code: string): never {
  throw Object.assign(new Error(`simulated ${code}`), { code });
}
