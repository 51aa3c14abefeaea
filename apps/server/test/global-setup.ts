/**
 * Gives a test run a folder for its database server and stops the server, if any test started one, when the run is over.
 */

import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { stopTestServer } from './database-server.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Folder of the test run; any user may enter it. */
    databaseRunDir: string;
  }
}

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const runDir = mkdtempSync(join(tmpdir(), 'isocenter-test-'));
  chmodSync(runDir, 0o755);
  project.provide('databaseRunDir', runDir);
  return async () => {
    if (existsSync(join(runDir, 'postgres'))) await stopTestServer(runDir);
    rmSync(runDir, { recursive: true, force: true });
  };
}
