#!/usr/bin/env node
/**
 * Starts the command under the right Node, whatever Node the machine runs this file with (18 or newer).
 *
 * TypeScript runs without a build step from Node 22.18 on; the project is developed on 24, which npm installs as the
 * package `node`. Under an older one, that binary is started as a child and signals and the exit code are passed on.
 * A node that serves begins anew in the same process, with what the runtime and the C library read only at their start.
 * Plain JavaScript without a dependency: this is the only file that an old Node ever reads.
 */

import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import module from 'node:module';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Major that the project is developed on, and the oldest version that can run it at all. */
const preferred = 24;
const oldest = { major: 22, minor: 18 };

/** What is set outside counts. */
const environment = {
  // The default of 4 threads starves everything else while they wait for the disk.
  UV_THREADPOOL_SIZE: '16',
  // By default each of those threads keeps the memory of the largest picture that it has ever encoded.
  MALLOC_ARENA_MAX: '4',
};

/** Megabytes of one half of the young generation, which otherwise takes 134 MB in the end and is no faster for it. */
const serverFlags = ['--max-semi-space-size=16'];

const here = fileURLToPath(import.meta.url);
const [major, minor] = process.versions.node.split('.').map(Number);
const installed = major >= preferred ? undefined : findInstalledNode();
const canRun = major > oldest.major || (major === oldest.major && minor >= oldest.minor);

// The pool reads its size when it is first used, which is later than this.
for (const [name, value] of Object.entries(environment)) process.env[name] ??= value;

const given = `${process.execArgv.join(' ')} ${process.env.NODE_OPTIONS ?? ''}`.replaceAll('_', '-');
const isServer = process.argv[2] === 'up';
const flags = isServer ? serverFlags.filter((flag) => !given.includes(flag.slice(0, flag.indexOf('=')))) : [];

if (installed !== undefined) {
  startUnder(installed, flags);
} else if (canRun && flags.length > 0 && process.platform !== 'win32' && process.execve !== undefined) {
  const { execPath, execArgv, argv } = process;
  process.execve(execPath, [execPath, ...execArgv, ...flags, here, ...argv.slice(2)], process.env);
} else if (canRun) {
  // Beside the code and not in the shared temporary folder, where another user could put code of his own.
  const cache = join(dirname(here), '../../../node_modules/.cache/isocenter');
  module.enableCompileCache(cache);
  // Where worker threads find it.
  process.env.NODE_COMPILE_CACHE ??= cache;
  module.registerHooks?.({ resolve: resolveOwn });
  const { main } = await import('../src/cli/main.ts');
  await main(process.argv);
} else {
  process.stderr.write(
    `isocenter needs Node ${oldest.major}.${oldest.minor} or newer; this is ${process.version}, ` +
      'and npm installed no other. Run npm ci in the folder of the clone.\n',
  );
  process.exitCode = 1;
}

/**
 * Our own modules name each other by whole file names. Looking for them on the disk for every import, as the default does,
 * is a tenth of the start of a command.
 *
 * @type {import('node:module').ResolveHookSync}
 */
function resolveOwn(specifier, context, nextResolve) {
  const { parentURL } = context;
  const isOwn = specifier.startsWith('.') && specifier.endsWith('.ts') && parentURL?.startsWith('file:');
  if (!isOwn || parentURL.includes('/node_modules/')) return nextResolve(specifier, context);
  return { url: new URL(specifier, parentURL).href, format: 'module-typescript', shortCircuit: true };
}

/** Returns the binary of the npm package `node`, if it is there. */
function findInstalledNode() {
  try {
    const binary = join(dirname(module.createRequire(here).resolve('node/package.json')), 'bin', 'node');
    return existsSync(binary) ? binary : undefined;
  } catch {
    return undefined; // Not installed, as in an installation without development packages.
  }
}

/**
 * @param {string} binary
 * @param {readonly string[]} flags
 */
function startUnder(binary, flags) {
  const child = spawn(binary, [...flags, here, ...process.argv.slice(2)], { stdio: 'inherit' });
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGUSR2']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => {
    process.stderr.write(`isocenter: ${binary} could not be started (${error.message})\n`);
    process.exitCode = 1;
  });
  // The shell's convention for a process that a signal ended.
  child.on('exit', (code, signal) => process.exit(signal === null ? (code ?? 1) : 128 + constants.signals[signal]));
}
