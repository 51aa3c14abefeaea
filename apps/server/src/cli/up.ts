/**
 * `isocenter up`: runs the node until it is told to stop.
 *
 * SIGTERM, SIGINT and SIGHUP stop it cleanly: listeners first, the private database last, ten seconds at most. A second
 * signal, or the deadline, ends the process at once; what was acknowledged is on disk by then in any case.
 */

import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Command } from 'commander';
import type { RunningNode } from '../roles/node.ts';
import { version } from '../version.ts';
import { type CommandContext, type CommonOptions, type Output, openCommand, withCommonOptions } from './command.ts';

/** Design §5: ten seconds, less what the end of the process itself takes. */
const stopDeadlineMs = 9_500;

/** Two deliveries of one Ctrl-C (terminal and launcher) are one signal. */
const sameSignalMs = 500;

export function registerUp(program: Command): void {
  const command = program.command('up').description('run the node until it is told to stop');
  withCommonOptions(command).action(async (options: CommonOptions) => up(openCommand(options)));
}

async function up(context: CommandContext): Promise<void> {
  // Folders above the data are the administrator's; what lies in it is nobody's business but ours.
  const { dir } = context.config.data;
  mkdirSync(dirname(dir), { recursive: true });
  process.umask(0o077);
  mkdirSync(dir, { recursive: true });
  const stopRequested = onceStopped(context);
  const { startNode } = await import('../roles/node.ts');
  const node = await startNode({ config: context.config, logger: context.logger });
  announce(node, context.output);
  await stopRequested;
  context.logger.info({}, 'stopping');
  await node.close();
  context.logger.info({}, 'stopped');
  context.output.event('stopped', {});
  // Whatever a library may have left open ends here.
  process.exit();
}

/** Resolves at the first request to stop and from then on watches that stopping comes to an end. */
function onceStopped(context: CommandContext): Promise<void> {
  return new Promise((resolve) => {
    let askedAt: number | undefined;
    const stop = (signal: NodeJS.Signals) => {
      const now = performance.now();
      if (askedAt === undefined) {
        askedAt = now;
        setTimeout(() => giveUp(context, 'stopping took too long'), stopDeadlineMs).unref();
        resolve();
      } else if (now - askedAt > sameSignalMs) {
        giveUp(context, `${signal} again`);
      }
    };
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, stop);
  });
}

function giveUp(context: CommandContext, reason: string): void {
  context.logger.error({ reason }, 'ending at once');
  process.exit(1);
}

function announce(node: RunningNode, output: Output): void {
  const { httpUrl, dicom, aet, setupLink, dataDir } = node;
  const dicomAddress = dicom === undefined ? {} : { dicom: `${dicom.host}:${dicom.port}`, aet };
  const postmasterPid = node.postmasterPid();
  output.event('ready', { pid: process.pid, postmasterPid, http: httpUrl, ...dicomAddress, version, setupLink });

  output.line(`\nIsocenter ${version} is ready.\n`);
  output.line(`  Web application   ${node.publicUrl}`);
  if (dicom !== undefined) output.line(`  DICOM             ${aet} at ${dicom.host}, port ${dicom.port}`);
  output.line(`  Data              ${dataDir}`);
  if (setupLink !== undefined)
    output.line(`\nCreate the first administrator (this link works once):\n\n  ${setupLink}`);
  if (dicom !== undefined) {
    output.line(`\nSend images:\n\n  dcmsend +sd +r -aec ${quoteAet(aet)} ${dicom.host} ${dicom.port} FOLDER`);
  }
  output.line('\nCtrl-C stops the node.\n');
}

/** An AE title may contain spaces. */
function quoteAet(aet: string): string {
  return /^[\w.-]+$/.test(aet) ? aet : `'${aet.replaceAll("'", `'\\''`)}'`;
}
