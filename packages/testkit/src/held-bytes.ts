import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** Bytes of the array buffers of this process that something still holds. */
export function heldBytes(): number {
  collectGarbage();
  // Buffers that the first collection finds are let go of beside the program, and surely at the next.
  collectGarbage();
  return process.memoryUsage().arrayBuffers;
}
