/**
 * Runs at the end of `npm ci`: builds the web application, so that nothing else is needed before `npx isocenter up`.
 *
 * Skips itself where there is nothing to build with: an installation without development packages, a package without
 * the sources of the web application. Plain JavaScript, because npm may run it with an old Node.
 */

import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const root = fileURLToPath(new URL('..', import.meta.url));
const web = join(root, 'apps/web');
const dist = join(web, 'dist');
const vite = join(root, 'node_modules/vite/bin/vite.js');

/** Kinds that shrink; the others are compressed already. */
const compressible = /\.(js|css|html|svg|txt|wasm|json)$/;

/** Below one packet there is nothing to gain. */
const leastBytes = 1400;

if (!existsSync(join(web, 'vite.config.ts'))) {
  console.log('prepare: no sources of the web application here, nothing to build');
} else if (!existsSync(vite)) {
  console.log('prepare: vite is not installed, the web application is not built');
} else {
  build();
  for (const path of listFiles(dist)) compress(path);
}

function build() {
  const installed = join(root, 'node_modules/node/bin/node');
  const node = existsSync(installed) ? installed : process.execPath;
  const built = spawnSync(node, [vite, 'build', '--logLevel', 'warn'], { cwd: web, stdio: 'inherit' });
  if (built.status !== 0) process.exit(built.status ?? 1);
}

/** @param {string} folder @returns {string[]} */
function listFiles(folder) {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? listFiles(path) : [path];
  });
}

/** Writes `.br` and `.gz` beside a file, which the server sends to those who accept them. @param {string} path */
function compress(path) {
  if (!compressible.test(path)) return;
  const content = readFileSync(path);
  if (content.length < leastBytes) return;
  const params = { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_SIZE_HINT]: content.length };
  writeFileSync(`${path}.br`, brotliCompressSync(content, { params }));
  writeFileSync(`${path}.gz`, gzipSync(content, { level: 9 }));
}
