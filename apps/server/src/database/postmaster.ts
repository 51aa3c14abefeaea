/**
 * One running PostgreSQL server of a private cluster: found, started, waited for, stopped.
 *
 * The server is spawned detached, so a Ctrl-C in the terminal reaches us and not it, and it outlives a killed node; the
 * next start finds it through `postmaster.pid` and goes on with it. Keeping it running is `supervisor.ts`.
 */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type Cluster, serverEnvironment } from './cluster.ts';
import { IsocenterDatabaseError } from './errors.ts';
import { spawnAs } from './os-user.ts';
import { isAlive, isZombie, signal } from './process.ts';

/** How often a process that is not our child is asked whether it still lives. */
const pollMs = 10;

/** A fast shutdown writes a checkpoint; past this the server is told to drop everything, which the log repairs. */
const fastShutdownMs = 3_500;

const immediateShutdownMs = 1_000;

/** What the system's first process takes at most to bury its dead, where it does. */
const burialMs = 500;

/** Orphans of a killed server hold its shared memory for a moment, and a new one refuses to start meanwhile. */
const startAttemptsMs = 10_000;

export type Postmaster = {
  readonly pid: number;
  /** True for a server that an earlier node left running. */
  readonly adopted: boolean;
};

/** Returns the server that runs on this cluster, or undefined. */
export function findPostmaster(cluster: Cluster): Postmaster | undefined {
  const pid = readPid(cluster);
  return pid !== undefined && isServing(pid, cluster) ? { pid, adopted: true } : undefined;
}

/**
 * Starts a server; it may not take connections yet when this returns.
 * @throws `start-failed` with the server's own last words
 */
export async function startPostmaster(cluster: Cluster): Promise<Postmaster> {
  disownStalePid(cluster);
  // On the command line, where no configuration file can open the server to the network.
  const fixed = ['-c', 'listen_addresses=', '-c', `unix_socket_directories=${cluster.socketDir}`];
  for (const deadline = Date.now() + startAttemptsMs; ; await delay(10 * pollMs)) {
    const log = openSync(cluster.logFile, 'a', 0o600);
    const child = spawn(join(cluster.binaries.binDir, 'postgres'), ['-D', cluster.dataDir, ...fixed], {
      cwd: '/',
      detached: true,
      env: serverEnvironment(),
      stdio: ['ignore', log, log],
      ...spawnAs(cluster.user),
    });
    closeSync(log);
    const started = new AbortController();
    const failed = once(child, 'exit', { signal: started.signal }).then(
      () => true,
      (error: unknown) => {
        if (started.signal.aborted) return false;
        throw new IsocenterDatabaseError('start-failed', 'PostgreSQL could not be run', { cause: error });
      },
    );
    const hasFailed = await Promise.race([failed, untilPidFile(cluster, child.pid, started.signal)]);
    started.abort();
    if (!hasFailed && child.pid !== undefined) {
      child.unref();
      return { pid: child.pid, adopted: false };
    }
    const other = findPostmaster(cluster);
    if (other !== undefined) return other;
    if (Date.now() > deadline) {
      throw new IsocenterDatabaseError('start-failed', `PostgreSQL did not start: ${lastWords(cluster)}`);
    }
  }
}

/** Makes a server that runs already read its configuration again, which names who may connect. */
export function reloadPostmaster(postmaster: Postmaster): void {
  signal(postmaster.pid, 'SIGHUP');
}

/** Stops a server: connections are closed, a checkpoint is written. Resolves when its process is gone. */
export async function stopPostmaster(postmaster: Postmaster): Promise<void> {
  signal(postmaster.pid, 'SIGINT');
  if (await isGoneWithin(postmaster, fastShutdownMs)) return;
  signal(postmaster.pid, 'SIGQUIT');
  await isGoneWithin(postmaster, immediateShutdownMs);
}

/** True while the server's process lives and the cluster is still its own; one that is dead and unburied does not. */
export function isRunning({ pid }: Postmaster, cluster: Cluster): boolean {
  return readPid(cluster) === pid && isAlive(pid) && !isZombie(pid);
}

/** The last line of the server's log that tells of a failure; it holds no statement and no value. */
export function lastWords(cluster: Cluster): string {
  if (!existsSync(cluster.logFile)) return `see ${cluster.logFile}`;
  const lines = readFileSync(cluster.logFile, 'utf8').trimEnd().split('\n');
  const fatal = lines.findLast(
    (line) => /FATAL|PANIC|error while loading/.test(line) && !/starting up|shutting down|terminating/.test(line),
  );
  return `${fatal?.replace(/^.*?(FATAL|PANIC): +/, '') ?? 'no reason given'} (${cluster.logFile})`;
}

async function untilPidFile(cluster: Cluster, pid: number | undefined, signal: AbortSignal): Promise<false> {
  while (!signal.aborted && readPid(cluster) !== pid) await delay(pollMs);
  return false;
}

async function isGoneWithin({ pid, adopted }: Postmaster, timeoutMs: number): Promise<boolean> {
  const start = Date.now();
  const deadline = start + timeoutMs;
  // A dead child of ours is gone when Node has noticed; an adopted one may stay unburied for ever in a container.
  while (isAlive(pid) && !(adopted && isZombie(pid) && Date.now() > start + burialMs)) {
    if (Date.now() > deadline) return false;
    await delay(pollMs);
  }
  return true;
}

/** First line of `postmaster.pid`; a negative number means a single-user server. */
function readPid(cluster: Cluster): number | undefined {
  try {
    const pid = Number.parseInt(readFileSync(pidFile(cluster), 'utf8'), 10);
    return Number.isNaN(pid) ? undefined : Math.abs(pid);
  } catch {
    return undefined; // No file, or one that is just being replaced: nobody serves the cluster.
  }
}

/** A number in a file may since belong to another process, so its command line must name this cluster. */
function isServing(pid: number, cluster: Cluster): boolean {
  if (!isAlive(pid)) return false;
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(cluster.dataDir);
  } catch {
    return !existsSync('/proc/self/cmdline'); // Elsewhere than on Linux, a living process is taken for the server.
  }
}

/**
 * After a restart of the machine or a container the recorded number may belong to a stranger, and PostgreSQL would
 * refuse to start. With its parent's number (ours) in the file it goes on to look whether the old shared memory is in
 * use, the check that really matters.
 */
function disownStalePid(cluster: Cluster): void {
  const pid = readPid(cluster);
  if (pid === undefined || !isAlive(pid) || isServing(pid, cluster)) return;
  const [, ...rest] = readFileSync(pidFile(cluster), 'utf8').split('\n');
  writeFileSync(pidFile(cluster), [process.pid, ...rest].join('\n'));
}

function pidFile(cluster: Cluster): string {
  return join(cluster.dataDir, 'postmaster.pid');
}
