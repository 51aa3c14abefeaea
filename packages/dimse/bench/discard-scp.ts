/**
 * A C-STORE SCP that drops what it gets: the bound of this package, without a store behind it.
 *
 * usage: node discard-scp.ts PORT [MAX_PDU_BYTES]
 */

import { acceptAll } from '../src/accept-all.ts';
import { listenDimse } from '../src/server.ts';

const [port, maxPduBytes] = process.argv.slice(2).map(Number);
let bytes = 0;

await listenDimse({
  host: '127.0.0.1',
  port: port ?? 0,
  ...(maxPduBytes !== undefined && { maxPduBytes }),
  accept: acceptAll,
  verbs: {
    echo: () => 0x0000,
    store: () => ({
      write: (chunk) => {
        bytes += chunk.length;
        return undefined;
      },
      end: async () => ({ status: 0x0000 }),
      abort: async () => undefined,
    }),
  },
});
