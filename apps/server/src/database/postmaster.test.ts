import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { listBinaries } from './binaries.ts';
import type { Cluster } from './cluster.ts';
import { isRunning } from './postmaster.ts';
import { isAlive, isZombie } from './process.ts';

const absence = existsSync('/proc/self/stat') ? '' : ' (skipped: the system has no /proc)';

let dir: string;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'isocenter-postmaster-'));
});

afterEach(() => rmSync(dir, { recursive: true, force: true }));

function clusterServedBy(pid: number): Cluster {
  writeFileSync(join(dir, 'postmaster.pid'), `${pid}\n`);
  const [binaries] = listBinaries();
  if (binaries === undefined) throw new Error('no PostgreSQL was found');
  const user = { name: 'test', uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };
  return { home: dir, dataDir: dir, socketDir: dir, logFile: join(dir, 'postgres.log'), user, binaries };
}

test.skipIf(absence !== '')(`a server that is dead and that nobody has buried does not run${absence}`, async () => {
  // A shell becomes a program that does not ask after the shell's child.
  const parent = spawn('sh', ['-c', 'sleep 600 & echo $!; exec sleep 600'], { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const [line] = await once(createInterface(parent.stdout), 'line');
    const pid = Number(line);
    const cluster = clusterServedBy(pid);
    expect(isRunning({ pid, adopted: true }, cluster)).toBe(true);
    process.kill(pid, 'SIGKILL');
    await expect.poll(() => isZombie(pid)).toBe(true);
    expect(isAlive(pid)).toBe(true);
    expect(isRunning({ pid, adopted: true }, cluster)).toBe(false);
  } finally {
    parent.kill('SIGKILL');
  }
});
