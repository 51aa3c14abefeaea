/**
 * The command line: `isocenter up|migrate|doctor|…`.
 *
 * A failure that a person can mend is one line that says what to do; anything else shows where it happened.
 */

import { Command } from 'commander';
import { version } from '../version.ts';
import { commands } from './commands.ts';

/** Runs one command; the process's exit code is set when it fails. */
export async function main(argv: readonly string[]): Promise<void> {
  // Whoever read our output may stop listening; that ends neither a command nor a node.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  const program = new Command('isocenter')
    .description('An open, vendor-neutral exchange for medical images')
    .version(version)
    .showHelpAfterError('(run with --help to see what there is)');
  const asked = commands.filter(({ name }) => name === argv[2]);
  for (const { load } of asked.length > 0 ? asked : commands) (await load())(program);
  try {
    await program.parseAsync([...argv]);
  } catch (error) {
    process.exitCode = 1;
    await report(error, argv.includes('--json'));
  }
}

async function report(error: unknown, asJson: boolean): Promise<void> {
  const { describeError, ownErrors } = await import('../logging.ts');
  const { name, code, message = 'failed', at } = describeError(error);
  if (asJson) {
    process.stdout.write(`${JSON.stringify({ event: 'error', code: code ?? name, message })}\n`);
    return;
  }
  const isForPeople = ownErrors.has(name) || code !== undefined;
  const place = isForPeople ? '' : (at ?? []).map((frame) => `\n    at ${frame}`).join('');
  process.stderr.write(`isocenter: ${message}${place}\n`);
}
