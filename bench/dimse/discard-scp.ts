/**
 * A C-STORE SCP that drops what it gets: the bound of this package, without a store behind it.
 *
 * usage: node discard-scp.ts PORT [MAX_PDU_BYTES]
 */

import { acceptAll } from '@isocenter/dimse/accept-all';
import { listenDimse } from '@isocenter/dimse/server';

const [port, maxPduBytes] = process.argv.slice(2).map(Number);

await listenDimse({
  host: '127.0.0.1',
  port: port ?? 0,
  ...(maxPduBytes !== undefined && { maxPduBytes }),
  accept: acceptAll,
  verbs: {
    echo: () => 0x0000,
    store: () => ({
      write: () => undefined,
      end: async () => ({ status: 0x0000 }),
      abort: async () => undefined,
    }),
  },
});
