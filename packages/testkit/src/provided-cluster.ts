/**
 * The private database of nodes in tests: initdb and all migrations run once in a test run, and each node begins with a
 * copy, as it would begin its second time. Outside of a test run, and where the folder exists, a node makes its own.
 */

import { execFile } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { onceInRun } from './once-in-run.ts';

const run = promisify(execFile);

const launcher = resolve(import.meta.dirname, '../../../apps/server/bin/isocenter.js');

/** Set by the test run: its folder, which any user may enter. */
const runDir = process.env.ISOCENTER_TEST_RUN;

/** @param dataDir a node's folder that is not there yet */
export async function provideCluster(dataDir: string): Promise<void> {
  if (runDir === undefined || existsSync(dataDir)) return;
  const made = join(runDir, 'cluster');
  await onceInRun(runDir, 'cluster', async () => {
    await run(process.execPath, [launcher, 'migrate'], { env: { ...process.env, ISOCENTER__DATA__DIR: made } });
    return true;
  });
  // The user that the server runs as passes, as the node would let him.
  mkdirSync(dataDir, { recursive: true, mode: 0o711 });
  await run('cp', ['-a', join(made, 'postgres'), dataDir]);
}
