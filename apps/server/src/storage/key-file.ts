/**
 * The patient key file on disk: slots are appended and synced; a slot is emptied by writing the whole file anew.
 *
 * The copy in memory holds what is durable and nothing else. After a failed write or sync the file on disk is not
 * trusted any more: the next change writes it anew from memory. What a slot holds is `key-slots.ts`; who asks for
 * changes, and in which order, is `key-ring.ts`.
 */

import { dirname, join } from 'node:path';
import { closedOnFailure, type FileSystem, type OpenFile, readFully, writeAll } from './file-system.ts';
import { encodeSlot, type KeySlot, parseSlot, slotBytes } from './key-slots.ts';
import { StorageError, systemErrorName } from './storage-error.ts';

export const keyFileName = 'patient-keys';
const draftName = 'patient-keys.draft';
/** Slots; 1 MiB. */
const wipedAtOnce = 16_384;

export class KeyFile {
  readonly #fileSystem: FileSystem;
  readonly #folder: string;
  #file: OpenFile;
  #content: Buffer;
  #lengthBytes: number;
  #trusted: boolean;

  private constructor(
    fileSystem: FileSystem,
    folder: string,
    opened: { file: OpenFile; content: Buffer; whole: boolean },
  ) {
    this.#fileSystem = fileSystem;
    this.#folder = folder;
    this.#file = opened.file;
    this.#content = opened.content;
    this.#lengthBytes = opened.content.byteLength;
    this.#trusted = opened.whole;
  }

  /** Opens the file in the folder; when there is none, writes one that holds the given head. */
  static async open(fileSystem: FileSystem, folder: string, makeHead: () => KeySlot): Promise<KeyFile> {
    const path = join(folder, keyFileName);
    try {
      return new KeyFile(fileSystem, folder, await readKeyFile(fileSystem, path));
    } catch (error) {
      if (systemErrorName(error) !== 'ENOENT') throw error;
    }
    const content = encodeSlot(makeHead());
    const file = await replaceFile(fileSystem, folder, content);
    return new KeyFile(fileSystem, folder, { file, content, whole: true });
  }

  /** Slots in the file, the head included. */
  get slots(): number {
    return this.#lengthBytes / slotBytes;
  }

  /** Every durable byte of the file. */
  get content(): Buffer {
    return this.#content.subarray(0, this.#lengthBytes);
  }

  findSlot(number: number): KeySlot | undefined {
    return parseSlot(this.content, number);
  }

  /** Appends slots numbered from `slots` on; they are durable when this resolves, and gone when it rejects. */
  async append(slots: readonly KeySlot[]): Promise<void> {
    if (!this.#trusted) return this.rewrite(slots, new Map());
    const added = Buffer.concat(slots.map(encodeSlot));
    try {
      await writeAll(this.#file, [added], this.#lengthBytes);
      await this.#file.syncData();
    } catch (error) {
      this.#trusted = false;
      throw error;
    }
    this.#keep(added);
  }

  /** Writes the file anew with slots appended and slots replaced, then wipes the replaced ones from the old file. */
  async rewrite(added: readonly KeySlot[], replaced: ReadonlyMap<number, KeySlot>): Promise<void> {
    const content = Buffer.concat([this.content, ...added.map(encodeSlot)]);
    for (const [number, slot] of replaced) encodeSlot(slot).copy(content, number * slotBytes);
    // When this fails the name may belong to either file: only another rewrite settles it.
    this.#trusted = false;
    const file = await replaceFile(this.#fileSystem, this.#folder, content);
    const old = this.#file;
    this.#file = file;
    this.#content = content;
    this.#lengthBytes = content.byteLength;
    this.#trusted = true;
    await wipe(old, replaced);
  }

  close(): Promise<void> {
    return this.#file.close();
  }

  /** Grows the copy in memory by doubling, so that a million appends do not copy it a million times. */
  #keep(added: Buffer): void {
    const lengthBytes = this.#lengthBytes + added.byteLength;
    if (lengthBytes > this.#content.byteLength) {
      const larger = Buffer.alloc(Math.max(2 * this.#content.byteLength, lengthBytes));
      this.content.copy(larger);
      this.#content = larger;
    }
    added.copy(this.#content, this.#lengthBytes);
    this.#lengthBytes = lengthBytes;
  }
}

/** A torn tail is left out of the content, and the file is then written anew before the next slot. */
async function readKeyFile(fileSystem: FileSystem, path: string) {
  const file = await fileSystem.open(path, 'write');
  const content = await closedOnFailure(file, async () => {
    // What is found may have been written just before the last process was killed.
    await file.sync();
    await fileSystem.syncFolder(dirname(path));
    const found = Buffer.alloc(await file.size());
    await readFully(file, found, 0);
    return found;
  });
  let slots = Math.floor(content.byteLength / slotBytes);
  while (slots > 1 && parseSlot(content, slots - 1) === undefined) slots -= 1;
  const kept = content.subarray(0, slots * slotBytes);
  return { file, content: kept, whole: kept.byteLength === content.byteLength };
}

/** Puts the content in the file's place, whole or not at all, durable; returns it open. */
async function replaceFile(fileSystem: FileSystem, folder: string, content: Buffer): Promise<OpenFile> {
  const draft = join(folder, draftName);
  await fileSystem.unlink(draft).catch((error: unknown) => {
    if (systemErrorName(error) !== 'ENOENT') throw error;
  });
  const file = await fileSystem.open(draft, 'create');
  await closedOnFailure(file, async () => {
    await writeAll(file, [content], 0);
    await file.sync();
    await fileSystem.rename(draft, join(folder, keyFileName));
    await fileSystem.syncFolder(folder);
  });
  return file;
}

/** Best effort: the file has no name any more, and its blocks would otherwise keep the wrapped keys until reused. */
async function wipe(old: OpenFile, replaced: ReadonlyMap<number, KeySlot>): Promise<void> {
  try {
    for (const [first, count] of runsOf(replaced.keys())) {
      await writeAll(old, [Buffer.alloc(count * slotBytes)], first * slotBytes);
    }
    if (replaced.size > 0) await old.syncData();
  } catch {
    // The destruction is durable already; what stays in freed blocks is described in SEMANTICS.md.
  } finally {
    await old.close();
  }
}

/** Yields neighbouring numbers as one run: its first, and how many. */
function* runsOf(numbers: Iterable<number>): Generator<readonly [first: number, count: number]> {
  let run: [number, number] | undefined;
  for (const number of [...numbers].sort((a, b) => a - b)) {
    if (run !== undefined && run[0] + run[1] === number && run[1] < wipedAtOnce) run[1] += 1;
    else {
      if (run !== undefined) yield run;
      run = [number, 1];
    }
  }
  if (run !== undefined) yield run;
}

/** Throws when the content does not begin with a head slot. */
export function assertHead(file: KeyFile): KeySlot {
  const head = file.findSlot(0);
  if (head?.kind === 'head') return head;
  throw new StorageError('corrupt-record', 'The patient key file does not begin with its head', { offset: 0 });
}
