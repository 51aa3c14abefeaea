/**
 * The name under which this node takes up work on sources: the same after a restart on the same data folder, which one
 * process has at a time, so that what it left when it ended is taken up at once.
 */

import { createHash } from 'node:crypto';
import { hostname } from 'node:os';
import { resolve } from 'node:path';

export function sourceOwner(dataDir: string): string {
  return createHash('sha256')
    .update(`${hostname()}\0${resolve(dataDir)}`)
    .digest('hex')
    .slice(0, 16);
}
