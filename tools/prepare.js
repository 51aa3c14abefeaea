/**
 * Runs at the end of `npm ci`: builds the web application, so that nothing else is needed before `npx isocenter up`.
 *
 * Skips itself where there is nothing to build with: an installation without development packages, a package without
 * the sources of the web application. Plain JavaScript, because npm may run it with an old Node.
 */

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const web = join(root, 'apps/web');
const vite = join(root, 'node_modules/vite/bin/vite.js');

if (!existsSync(join(web, 'vite.config.ts'))) {
  console.log('prepare: no sources of the web application here, nothing to build');
} else if (!existsSync(vite)) {
  console.log('prepare: vite is not installed, the web application is not built');
} else {
  build();
}

function build() {
  const installed = join(root, 'node_modules/node/bin/node');
  const node = existsSync(installed) ? installed : process.execPath;
  const built = spawnSync(node, [vite, 'build', '--logLevel', 'error'], { cwd: web, stdio: 'inherit' });
  if (built.status !== 0) process.exit(built.status ?? 1);
}
