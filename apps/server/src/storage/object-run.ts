/**
 * Gives back many objects in the order in which they were named beforehand. Small ones that lie near each other are read
 * from the disk together and ahead of their turn: a read for each object would cost more than decrypting it.
 *
 * Two groups of at most `groupBytes` are held. Whatever goes wrong with a group, and every object that is in none, is
 * read by itself, so that errors are those of `readObject`.
 */

import type { ObjectLocation } from './log-entry.ts';
import {
  type ObjectReaderOptions,
  openSealed,
  readObject,
  readSegment,
  sealedBytes,
  wholeLimitBytes,
} from './object-reader.ts';
import { releaseBuffers } from './release-buffer.ts';

/** Four CT slices: the more at once, the fewer reads, and the more memory each retrieval holds. */
const groupBytes = 2 * 2 ** 20;

/** Read and thrown away rather than read around. */
const maxGapBytes = 64 * 2 ** 10;

/** Objects that one read brings; its bytes are freed when the last of them is done. */
type Stretch = { readonly segment: number; readonly start: number; readonly end: number; waiting: number };

type Place = { readonly group: number; readonly stretch: Stretch };

type Group = { readonly stretches: readonly Stretch[]; readonly bytes: Map<Stretch, Promise<Buffer>> };

export class ObjectRun {
  readonly #options: ObjectReaderOptions;
  readonly #groups: Group[] = [];
  readonly #places = new Map<string, Place>();
  /** How many groups have been read, or are being read. */
  #begun = 0;

  constructor(options: ObjectReaderOptions, objects: readonly ObjectLocation[]) {
    this.#options = options;
    for (const members of groupsOf(objects)) {
      const stretches = stretchesOf(members);
      for (const { stretch, objectIds } of stretches) {
        for (const id of objectIds) this.#places.set(id, { group: this.#groups.length, stretch });
      }
      this.#groups.push({ stretches: stretches.map(({ stretch }) => stretch), bytes: new Map() });
    }
  }

  /** Yields the bytes of an object as `readObject` does. */
  async *read(object: ObjectLocation): AsyncGenerator<Uint8Array, void> {
    const place = this.#places.get(object.objectId);
    this.#places.delete(object.objectId);
    const bytes = place === undefined ? undefined : await this.#bytesOf(place);
    if (place === undefined || bytes === undefined) {
      yield* readObject(this.#options, object);
      return;
    }
    const from = object.offset + object.bodyOffset - place.stretch.start;
    try {
      yield* openSealed(this.#options.keys, object, bytes.subarray(from, from + sealedBytes(object)));
    } finally {
      place.stretch.waiting -= 1;
      if (place.stretch.waiting === 0) releaseBuffers([bytes]);
    }
  }

  async #bytesOf({ group, stretch }: Place): Promise<Buffer | undefined> {
    while (this.#begun < Math.min(group + 2, this.#groups.length)) this.#begin(this.#begun++);
    // What was not asked for in its turn is not kept; asked for after all, it is read by itself.
    this.#groups[group - 2]?.bytes.clear();
    return this.#groups[group]?.bytes.get(stretch)?.catch(() => undefined);
  }

  #begin(at: number): void {
    const group = this.#groups[at];
    for (const stretch of group?.stretches ?? []) {
      const reading = readSegment(this.#options, stretch);
      // Met where it is awaited.
      reading.catch(() => undefined);
      group?.bytes.set(stretch, reading);
    }
  }
}

function groupsOf(objects: readonly ObjectLocation[]): ObjectLocation[][] {
  const groups: ObjectLocation[][] = [];
  let room = 0;
  for (const object of objects) {
    const bytes = sealedBytes(object);
    if (object.file !== undefined || bytes > wholeLimitBytes) continue;
    if (room < bytes) {
      groups.push([]);
      room = groupBytes;
    }
    groups.at(-1)?.push(object);
    room -= bytes;
  }
  return groups;
}

type Stretched = { readonly stretch: Stretch; readonly objectIds: readonly string[] };

function stretchesOf(objects: readonly ObjectLocation[]): readonly Stretched[] {
  const stretched: { stretch: { -readonly [Key in keyof Stretch]: Stretch[Key] }; objectIds: string[] }[] = [];
  for (const object of objects.toSorted((a, b) => a.segment - b.segment || a.offset - b.offset)) {
    const start = object.offset + object.bodyOffset;
    const end = start + sealedBytes(object);
    const last = stretched.at(-1);
    if (last?.stretch.segment === object.segment && start - last.stretch.end <= maxGapBytes) {
      last.stretch.end = Math.max(last.stretch.end, end);
      last.stretch.waiting += 1;
      last.objectIds.push(object.objectId);
    } else {
      stretched.push({ stretch: { segment: object.segment, start, end, waiting: 1 }, objectIds: [object.objectId] });
    }
  }
  return stretched;
}
