/**
 * Writes a brotli and a gzip copy beside each text file and WebAssembly module of the bundle, so that the server never
 * compresses what does not change. Small files and formats that are compressed already stay alone.
 */

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';

/** Below this a copy saves less than a packet. */
const smallestBytes = 1400;

const compressible = /\.(js|css|html|svg|wasm|txt)$/;

export function compress(): Plugin {
  return {
    name: 'isocenter:compress',
    apply: 'build',
    writeBundle({ dir }) {
      if (dir !== undefined) compressFolder(dir);
    },
  };
}

function compressFolder(dir: string): void {
  for (const entry of readdirSync(dir, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !compressible.test(entry.name)) continue;
    const path = join(entry.parentPath, entry.name);
    const bytes = readFileSync(path);
    if (bytes.length < smallestBytes) continue;
    const params = { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
    writeFileSync(`${path}.br`, brotliCompressSync(bytes, { params }));
    writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
  }
}
