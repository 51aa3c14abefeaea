/**
 * Gives a test run a place in memory for what it writes, where there is enough, and a folder for what its processes share,
 * a database server above all. When the run is over, it stops the server, if any test started one, and removes both.
 */

import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { stopTestServer } from './database-server.ts';
import { makeMemoryFolder } from './memory-folder.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Folder of the test run; any user may enter it. */
    databaseRunDir: string;
  }
}

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const memory = process.env.TMPDIR === undefined ? makeMemoryFolder() : undefined;
  if (memory !== undefined) process.env.TMPDIR = memory; // Inherited, like what comes below.
  const runDir = mkdtempSync(join(tmpdir(), 'isocenter-test-'));
  chmodSync(runDir, 0o755);
  project.provide('databaseRunDir', runDir);
  process.env.ISOCENTER_TEST_RUN = runDir; // Read by the processes of the run, which inherit it.
  return async () => {
    if (existsSync(join(runDir, 'postgres'))) await stopTestServer(runDir);
    rmSync(runDir, { recursive: true, force: true });
    if (memory !== undefined) rmSync(memory, { recursive: true, force: true });
  };
}
