/**
 * The keys: one per patient, wrapped by the master key in the key file; any number of data keys (one per study),
 * wrapped by a patient's key in the records of the log.
 *
 * A patient's key is durable before anybody learns its name. Destroying it makes every object under it unreadable.
 * Which study belongs to which patient is not known here: callers keep the names of keys in the index.
 */

import { createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import { BoundedCache } from './bounded-cache.ts';
import { closedOnFailure, type FileSystem } from './file-system.ts';
import { assertHead, KeyFile } from './key-file.ts';
import { isWrappedByNewest, wrapSlotsAnew } from './key-rewrap.ts';
import { emptySlot, findSlots, type KeySlot } from './key-slots.ts';
import { unwrapKey, wrapKey } from './key-wrap.ts';
import type { MasterKeys } from './master-keys.ts';
import { refusalFrom, StorageError } from './storage-error.ts';

/** Slot number, a full stop, 16 hexadecimal digits. Opaque to everybody else. */
export type PatientKeyId = string;

export type DataKey = {
  readonly key: KeyObject;
  /** Base64; goes into every record under this key. */
  readonly wrapped: string;
  readonly patientKeyId: PatientKeyId;
};

type Change =
  | { readonly kind: 'create'; readonly resolve: (id: PatientKeyId) => void; readonly reject: (error: unknown) => void }
  | {
      readonly kind: 'destroy';
      readonly slot: KeySlot;
      readonly resolve: () => void;
      readonly reject: (error: unknown) => void;
    }
  | { readonly kind: 'wrap-anew'; readonly resolve: () => void; readonly reject: (error: unknown) => void };

const cachedKeys = 1024;

export type KeyRingOptions = {
  readonly fileSystem: FileSystem;
  /** Exists already, with a durable name. */
  readonly folder: string;
  readonly masterKeys: MasterKeys;
  /** A file that is not there is made; otherwise it must have been lost. */
  readonly mayCreate: boolean;
  readonly random?: (bytes: number) => Buffer;
};

/**
 * Opens the key file, or makes one.
 * @throws StorageError `wrong-master-key` when the file was made under another one, `key-file-missing`
 */
export async function openKeyRing(options: KeyRingOptions): Promise<KeyRing> {
  const random = options.random ?? randomBytes;
  const check = createSecretKey(Buffer.alloc(32));
  const file = await KeyFile.open(options.fileSystem, options.folder, () => {
    if (!options.mayCreate) throw new StorageError('key-file-missing', 'The file with the keys of patients is missing');
    return { kind: 'head', number: 0, name: random(8).toString('hex'), wrapped: options.masterKeys.wrap(check) };
  });
  return closedOnFailure(file, async () => {
    if (options.masterKeys.unwrap(assertHead(file).wrapped) === undefined) {
      throw new StorageError('wrong-master-key', 'The patient key file was made under another master key');
    }
    const ring = new KeyRing(file, options);
    // A rotation that was interrupted. Where the disk refuses, the earlier key opens the file as it did before.
    await ring.wrapAnew().catch(() => undefined);
    return ring;
  });
}

export class KeyRing {
  readonly #file: KeyFile;
  readonly #masterKeys: MasterKeys;
  readonly #random: (bytes: number) => Buffer;
  readonly #patientKeys = new BoundedCache<PatientKeyId, KeyObject>(cachedKeys);
  readonly #dataKeys = new BoundedCache<string, DataKey>(cachedKeys);
  /** Nothing more is stored under them; each is about to be destroyed. */
  readonly #retired = new Set<PatientKeyId>();
  #waiting: Change[] = [];
  #running: Promise<void> | undefined;

  constructor(file: KeyFile, options: KeyRingOptions) {
    this.#file = file;
    this.#masterKeys = options.masterKeys;
    this.#random = options.random ?? randomBytes;
  }

  /** Makes a key, durable before its name is returned. Callers that wait at the same time share one sync. */
  createPatientKey(): Promise<PatientKeyId> {
    return new Promise((resolve, reject) => this.#change({ kind: 'create', resolve, reject }));
  }

  /** Makes a fresh data key under a patient's key. The caller keeps it for the objects of one study. */
  dataKeyFor(patientKeyId: PatientKeyId): DataKey {
    const key = createSecretKey(this.#random(32));
    return { key, wrapped: this.#wrap(key, patientKeyId), patientKeyId };
  }

  /**
   * Returns the data key that a record names.
   * @throws StorageError `key-destroyed`, `key-missing`, or `corrupt-record` when it was not wrapped by that key.
   */
  unwrap(wrapped: string, patientKeyId: PatientKeyId): KeyObject {
    const cached = this.#dataKeys.find(wrapped);
    if (cached !== undefined && cached.patientKeyId === patientKeyId) return cached.key;
    const key = unwrapKey(Buffer.from(wrapped, 'base64'), this.#patientKey(patientKeyId));
    if (key === undefined) throw new StorageError('corrupt-record', 'A data key does not belong to its patient key');
    this.#dataKeys.set(wrapped, { key, wrapped, patientKeyId });
    return key;
  }

  /** Returns a data key wrapped by another patient's key: the index replaces it in the locations of a moved study. */
  rewrap(wrapped: string, from: PatientKeyId, to: PatientKeyId): string {
    return this.#wrap(this.unwrap(wrapped, from), to);
  }

  /**
   * Throws `key-destroyed` or `key-missing`: nothing may be stored any more under a key that is gone or about to go. Nor without
   * the master key (`key-service-unavailable`): what is stored must be readable after a start.
   */
  assertUsable(patientKeyId: PatientKeyId): void {
    this.#slot(patientKeyId);
    if (this.#retired.has(patientKeyId)) throw new StorageError('key-destroyed', 'The patient key is being destroyed');
    this.#masterKeys.assertAvailable();
  }

  /** False where nothing is stored under a key any more, whatever else may keep it from being used now. */
  isUsable(patientKeyId: PatientKeyId): boolean {
    const [slot] = findSlots(this.#file.content, [patientKeyId]);
    return slot !== undefined && !this.#retired.has(patientKeyId);
  }

  /** From now on nothing is stored under a key; what is can be read until it is destroyed. Forgotten with the process. */
  retire(patientKeyId: PatientKeyId): void {
    this.#retired.add(patientKeyId);
  }

  /** Destroys those of some keys that are there, as after a copy of the key file was put in its place. */
  async destroyAgain(patientKeyIds: Iterable<PatientKeyId>): Promise<void> {
    await Promise.all(findSlots(this.#file.content, patientKeyIds).map((slot) => this.destroy(idOf(slot))));
  }

  /** Destroys a key for good: durable when this resolves. Backups hold it until they are pruned. */
  destroy(patientKeyId: PatientKeyId): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#change({ kind: 'destroy', slot: this.#slot(patientKeyId), resolve, reject });
    });
  }

  /** True where no master key but the newest is needed. */
  get isWrappedByNewest(): boolean {
    return isWrappedByNewest(this.#file.content, this.#masterKeys);
  }

  /**
   * Has every key wrapped by the newest master key; nothing to do where that is so. Durable when this resolves, and as it was
   * before that: one of the two files is there, whole.
   */
  wrapAnew(): Promise<void> {
    if (this.isWrappedByNewest) return Promise.resolve();
    return new Promise((resolve, reject) => this.#change({ kind: 'wrap-anew', resolve, reject }));
  }

  /** Returns a copy of the key file as it is on the disk. */
  copyFile(): Buffer {
    return Buffer.from(this.#file.content);
  }

  /** Waits for changes under way, then closes the file. */
  async close(): Promise<void> {
    while (this.#running !== undefined) await this.#running;
    await this.#file.close();
  }

  #wrap(key: KeyObject, patientKeyId: PatientKeyId): string {
    return wrapKey(key, this.#patientKey(patientKeyId)).toString('base64');
  }

  #patientKey(id: PatientKeyId): KeyObject {
    const cached = this.#patientKeys.find(id);
    if (cached !== undefined) return cached;
    const key = this.#masterKeys.unwrap(this.#slot(id).wrapped);
    if (key === undefined) throw new StorageError('key-missing', 'A patient key is damaged');
    this.#patientKeys.set(id, key);
    return key;
  }

  #slot(id: PatientKeyId): KeySlot {
    const match = /^(\d{1,10})\.([0-9a-f]{16})$/.exec(id);
    const slot = match === null ? undefined : this.#file.findSlot(Number(match[1]));
    if (slot === undefined || slot.name !== match?.[2] || slot.kind === 'head') {
      throw new StorageError('key-missing', 'The patient key file does not hold this key');
    }
    if (slot.kind === 'destroyed') throw new StorageError('key-destroyed', 'The patient key was destroyed');
    return slot;
  }

  #change(change: Change): void {
    this.#waiting.push(change);
    this.#running ??= this.#run();
  }

  async #run(): Promise<void> {
    while (this.#waiting.length > 0) {
      const changes = this.#waiting;
      this.#waiting = [];
      await this.#apply(changes);
    }
    this.#running = undefined;
  }

  /** One sync for all changes that waited; none of them happened when it fails. */
  async #apply(changes: readonly Change[]): Promise<void> {
    const creating = changes.filter((change) => change.kind === 'create');
    const destroying = changes.filter((change) => change.kind === 'destroy');
    const wrapping = changes.filter((change) => change.kind === 'wrap-anew');
    const first = this.#file.slots;
    const emptied = new Map(destroying.map(({ slot }) => [slot.number, emptySlot(slot)]));
    let added: readonly KeySlot[];
    try {
      // Of one master key all of it: slots that are added to what an earlier one wraps would need the newest and that one.
      const isDue = wrapping.length > 0 || (creating.length > 0 && !this.isWrappedByNewest);
      const anew = isDue ? await wrapSlotsAnew(this.#file.content, this.#masterKeys) : new Map<number, KeySlot>();
      added = creating.map((_, index) => this.#newSlot(first + index));
      if (isDue || emptied.size > 0) await this.#file.rewrite(added, new Map([...anew, ...emptied]));
      else await this.#file.append(added);
    } catch (error) {
      const refusal = error instanceof StorageError ? error : refusalFrom(error);
      for (const change of changes) change.reject(refusal);
      return;
    }
    const gone = new Set([...emptied.values()].map(idOf));
    this.#patientKeys.deleteWhere((_, id) => gone.has(id));
    this.#dataKeys.deleteWhere((dataKey) => gone.has(dataKey.patientKeyId));
    for (const [index, slot] of added.entries()) creating[index]?.resolve(idOf(slot));
    for (const change of [...destroying, ...wrapping]) change.resolve();
  }

  #newSlot(number: number): KeySlot {
    const wrapped = this.#masterKeys.wrap(createSecretKey(this.#random(32)));
    return { kind: 'key', number, name: this.#random(8).toString('hex'), wrapped };
  }
}

function idOf(slot: KeySlot): PatientKeyId {
  return `${slot.number}.${slot.name}`;
}
