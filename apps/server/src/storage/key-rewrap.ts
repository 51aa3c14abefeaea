/**
 * Wraps every key of a key file, or of a copy of one, by the newest master key.
 *
 * A file is replaced as a whole, its head with it: so the master key that opens the head opens every slot, and nobody has to
 * try a million of them to know whether a file needs an earlier one.
 */

import { setImmediate as turn } from 'node:timers/promises';
import { type KeySlot, parseSlot, slotBytes } from './key-slots.ts';
import type { MasterKeys } from './master-keys.ts';

/** Slots between two turns for everybody else: some milliseconds. */
const slotsAtOnce = 500;

/** True where the newest master key opens the head. */
export function isWrappedByNewest(file: Buffer, masterKeys: MasterKeys): boolean {
  const head = parseSlot(file, 0);
  return head !== undefined && masterKeys.isNewest(head.wrapped);
}

/**
 * Returns the slots of a file, the head among them, as the newest master key wraps them.
 *
 * A slot that is damaged, or that no master key opens, is left as it is: somebody may know how to mend it.
 * @throws StorageError `key-service-unavailable`
 */
export async function wrapSlotsAnew(file: Buffer, masterKeys: MasterKeys): Promise<ReadonlyMap<number, KeySlot>> {
  const wrapped = new Map<number, KeySlot>();
  for (let number = 0; number * slotBytes < file.byteLength; number += 1) {
    if (number % slotsAtOnce === slotsAtOnce - 1) await turn();
    const slot = parseSlot(file, number);
    if (slot === undefined || slot.kind === 'destroyed') continue;
    const key = masterKeys.unwrap(slot.wrapped);
    if (key !== undefined) wrapped.set(number, { ...slot, wrapped: masterKeys.wrap(key) });
  }
  return wrapped;
}
