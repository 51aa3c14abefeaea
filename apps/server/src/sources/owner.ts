/**
 * The name under which this node takes up work on sources: the same after a restart on the same data folder and, of
 * several gateways that share it, under the same name, so that what it left when it ended is taken up at once.
 */

import { createHash } from 'node:crypto';
import { hostname } from 'node:os';
import { resolve } from 'node:path';

export function sourceOwner(dataDir: string, gatewayName = ''): string {
  return createHash('sha256')
    .update(`${hostname()}\0${resolve(dataDir)}${gatewayName === '' ? '' : `\0${gatewayName}`}`)
    .digest('hex')
    .slice(0, 16);
}
