/**
 * The reference `bare-node`: our DIMSE listener with nothing behind it but one file per instance and one fdatasync.
 * No hash, no encryption, no index: what the machine and the runtime allow.
 *
 * usage: node bare-node.ts PORT FOLDER
 */

import { close, fdatasync, open, write } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { acceptAll } from '@isocenter/dimse/accept-all';
import { listenDimse } from '@isocenter/dimse/server';

const [port, folder] = process.argv.slice(2);
let count = 0;

await listenDimse({
  host: '127.0.0.1',
  port: Number(port),
  accept: async (request) => acceptAll(request),
  verbs: {
    echo: async () => 0x0000,
    store: async () => {
      count += 1;
      const fd = await promisify(open)(join(folder ?? '', String(count)), 'w');
      return {
        write: async (chunk) => {
          await promisify(write)(fd, chunk);
        },
        end: async () => {
          await promisify(fdatasync)(fd);
          await promisify(close)(fd);
          return { status: 0x0000 };
        },
        abort: async () => promisify(close)(fd),
      };
    },
  },
});
