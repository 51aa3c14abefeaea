/**
 * A C-STORE SCP that drops what it gets: the bound of this package, without a store behind it. What is shorter than it should
 * be is refused: a sender that leaves something out is quick.
 *
 * usage: node discard-scp.ts PORT [MAX_PDU_BYTES] [LEAST_BYTES]
 */

import { acceptAll } from '@isocenter/dimse/accept-all';
import { listenDimse } from '@isocenter/dimse/server';

const [port, maxPduBytes, leastBytes = 0] = process.argv.slice(2).map(Number);

await listenDimse({
  host: '127.0.0.1',
  port: port ?? 0,
  ...(maxPduBytes !== undefined && { maxPduBytes }),
  accept: acceptAll,
  verbs: {
    echo: () => 0x0000,
    store: () => {
      let lengthBytes = 0;
      return {
        write: (chunk) => {
          lengthBytes += chunk.length;
          return undefined;
        },
        end: async () => ({ status: lengthBytes < leastBytes ? 0xc000 : 0x0000 }),
        abort: async () => undefined,
      };
    },
  },
});
