/** Internal ids as they come in paths. */

import { AccessError } from './errors.ts';

/** Returns the id. @throws AccessError `not-found` for text that no object of this node has as its id */
export function parseObjectId(text: string): number {
  const id = /^[1-9]\d{0,15}$/.test(text) ? Number(text) : Number.NaN;
  if (!Number.isSafeInteger(id)) throw new AccessError('not-found');
  return id;
}
