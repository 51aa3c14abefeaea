/**
 * `isocenter up`: runs the node until it is told to stop.
 *
 * SIGTERM, SIGINT and SIGHUP stop it cleanly: listeners first, the private database last, ten seconds at most. A second
 * signal, or the deadline, ends everything at once; what was acknowledged is on disk by then in any case.
 */

import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Command } from 'commander';
import { assertNotUnfinished } from '../backup/unfinished-mark.ts';
import { assertSafeExposure } from '../config/exposure.ts';
import type { OpenDatabase } from '../database/database.ts';
import { signal } from '../database/process.ts';
import { reachableHost } from '../http/public-url.ts';
import type { RunningNode } from '../roles/node.ts';
import { version } from '../version.ts';
import {
  type CommandContext,
  type CommonOptions,
  databaseOptions,
  type Output,
  openCommand,
  withCommonOptions,
} from './command.ts';

/** Design §5: ten seconds, less what the end of the process itself takes. */
const stopDeadlineMs = 9_500;

/** What a start that failed may take to say why. */
const lingerMs = 1_000;

/** Two deliveries of one Ctrl-C (terminal and launcher) are one signal. */
const sameSignalMs = 500;

export function registerUp(program: Command): void {
  const command = program
    .command('up')
    .description('run the node until it is told to stop')
    .addHelpText(
      'after',
      `
Needs no configuration: the web application is at http://127.0.0.1:8080, DICOM at port 11112, everything is kept in
./data, and the first start prints a link to create the first administrator. docs/configuration.md lists all keys.`,
    );
  withCommonOptions(command).action(async (options: CommonOptions) => up(await openCommand(options)));
}

async function up(context: CommandContext): Promise<void> {
  // Folders above the data are the administrator's; what lies in it is nobody's business but ours.
  const { dir } = context.config.data;
  assertNotUnfinished(dir);
  mkdirSync(dirname(dir), { recursive: true });
  process.umask(0o077);
  mkdirSync(dir, { recursive: true });

  const running: { node?: RunningNode } = {};
  const stopRequested = untilStopped(context, running);
  assertSafeExposure(context.config);
  // PostgreSQL starts in a process of its own, while this one is busy loading everything else.
  const { openDatabase } = await import('../database/database.ts');
  const opening = openDatabase(databaseOptions(context, 'owner'));
  opening.catch(() => undefined); // `startNode` waits for it and says so.
  const node = await start(context, opening).catch((error: unknown) => {
    // What was begun besides the database must not keep a process that runs no node.
    setTimeout(() => process.exit(), lingerMs).unref();
    throw error;
  });
  running.node = node;
  for (const { code, found } of node.dangers ?? []) context.logger.warn({ code }, found);
  announce(node, context.output);
  const exitCode = await stopRequested;
  context.logger.info({}, 'stopping');
  await node.close();
  context.logger.info({}, 'stopped');
  context.output.event('stopped', {});
  // Whatever a library may have left open ends here.
  process.exit(exitCode);
}

/** The database is closed where it fails. */
async function start({ config, logger }: CommandContext, opening: Promise<OpenDatabase>): Promise<RunningNode> {
  const { startNode } = await import('../roles/node.ts').catch(async (error: unknown) => {
    await opening.then(
      (database) => database.close(),
      () => undefined,
    );
    throw error;
  });
  return startNode({ config, logger, opening });
}

/**
 * Resolves with the exit code at the first reason to stop: a signal, or a fault that nobody caught, after which the
 * state of the process is unknown. From then on it watches that stopping comes to an end.
 */
function untilStopped(context: CommandContext, running: { readonly node?: RunningNode }): Promise<number> {
  const { logger } = context;
  return new Promise((resolve) => {
    let askedAt: number | undefined;
    const stop = (exitCode: number, reason: string) => {
      const now = performance.now();
      if (askedAt === undefined) {
        askedAt = now;
        setTimeout(() => endAtOnce(context, running, 'stopping took too long'), stopDeadlineMs).unref();
        resolve(exitCode);
      } else if (now - askedAt > sameSignalMs) {
        endAtOnce(context, running, reason);
      }
    };
    for (const name of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(name, () => stop(0, `${name} again`));
    process.on('uncaughtException', (error) => {
      logger.error({ err: error }, 'a fault that nobody caught; stopping');
      stop(1, 'another fault while stopping');
    });
    // One request or association failed in a way its code did not foresee; the others know nothing of it.
    process.on('unhandledRejection', (error) => logger.error({ err: error }, 'a failure that nobody waited for'));
  });
}

/** The private database is told to drop everything too, so that nothing outlives us; its log repairs the rest. */
function endAtOnce({ logger }: CommandContext, { node }: { readonly node?: RunningNode }, reason: string): void {
  logger.error({ reason }, 'ending at once');
  const postmasterPid = node?.postmasterPid();
  if (postmasterPid !== undefined) signal(postmasterPid, 'SIGQUIT');
  process.exit(1);
}

function announce(node: RunningNode, output: Output): void {
  const { httpUrl, aet, setupLink, dataDir } = node;
  const dicom = node.dicom === undefined ? undefined : { ...node.dicom, host: reachableHost(node.dicom.host) };
  const dicomAddress = dicom === undefined ? {} : { dicom: `${dicom.host}:${dicom.port}`, aet };
  const secure =
    node.dicomTls === undefined ? undefined : { ...node.dicomTls, host: reachableHost(node.dicomTls.host) };
  const secureAddress = secure === undefined ? {} : { dicomTls: `${secure.host}:${secure.port}` };
  const postmasterPid = node.postmasterPid();
  output.event('ready', {
    pid: process.pid,
    postmasterPid,
    http: httpUrl,
    ...dicomAddress,
    ...secureAddress,
    version,
    setupLink,
  });

  output.line(`\nIsocenter ${version} is ready.\n`);
  output.line(`  Web application   ${node.publicUrl}`);
  if (dicom !== undefined) output.line(`  DICOM             ${aet} at ${dicom.host}, port ${dicom.port}`);
  if (secure !== undefined) output.line(`  DICOM with TLS    ${aet} at ${secure.host}, port ${secure.port}`);
  output.line(`  Data              ${dataDir}`);
  for (const { found, advice } of node.dangers ?? []) output.line(`\n  Careful: ${found}.\n  → ${advice}`);
  if (setupLink !== undefined)
    output.line(`\nCreate the first administrator (this link works once):\n\n  ${setupLink}`);
  if (dicom !== undefined) {
    output.line(`\nSend images:\n\n  dcmsend -nh -dn +sd +r -aec ${quoteAet(aet)} ${dicom.host} ${dicom.port} FOLDER`);
  }
  output.line('\nCtrl-C stops the node.\n');
}

/** An AE title may contain spaces. */
function quoteAet(aet: string): string {
  return /^[\w.-]+$/.test(aet) ? aet : `'${aet.replaceAll("'", `'\\''`)}'`;
}
