/**
 * What the commands have in common: `--config`, `--json`, where results go and where messages go.
 *
 * Results are lines on standard output, one JSON object a line with `--json`. Log lines go to standard error, so that
 * a script may read results and leave the rest alone.
 */

import type { Command } from 'commander';
import type pino from 'pino';
import type { Config } from '../config/settings.ts';
import type { LogLevel } from '../logging.ts';

export type CommonOptions = { readonly config?: string; readonly json?: boolean };

export type CommandContext = {
  readonly config: Config;
  /** The file that the configuration was read from, if any. */
  readonly configFile: string | undefined;
  readonly logger: pino.Logger;
  readonly output: Output;
};

export type Output = {
  readonly json: boolean;
  /** Writes a line for a person; nothing with `--json`. */
  line(text: string): void;
  /** Writes an object for a program; nothing without `--json`. */
  event(name: string, details: object): void;
};

/** Adds the options that every command takes. */
export function withCommonOptions(command: Command): Command {
  return command
    .option('-c, --config <file>', 'configuration file (default: ISOCENTER_CONFIG, or isocenter.yaml here)')
    .option(...jsonOption);
}

/** `--json`, of every command that prints results. */
export const jsonOption = ['--json', 'print one JSON object a line'] as const;

/**
 * Reads the configuration and opens log and output.
 * @param leastLevel what is worth a line while this command runs; the configuration may ask for less
 * @throws ConfigError
 */
export async function openCommand(options: CommonOptions, leastLevel?: LogLevel): Promise<CommandContext> {
  const { loadConfig } = await import('../config/load.ts');
  const { createLogger } = await import('../logging.ts');
  const environment = process.env;
  const { config, file } = loadConfig({ file: options.config, environment, workingDir: process.cwd() });
  const isJson = options.json === true;
  const logger = createLogger({
    level: leastLevel ?? config.log.level,
    gateway: config.gateway.name,
    format: isJson || !process.stderr.isTTY ? 'json' : 'lines',
    write: (line) => process.stderr.write(line),
  });
  return { config, configFile: file, logger, output: openOutput(options) };
}

/** Opens the output alone, for commands that need neither configuration nor log. */
export function openOutput({ json = false }: Pick<CommonOptions, 'json'>): Output {
  return {
    json,
    line(text) {
      if (!json) process.stdout.write(`${text}\n`);
    },
    event(name, details) {
      if (json) process.stdout.write(`${JSON.stringify({ event: name, ...details })}\n`);
    },
  };
}

/** Returns what `openDatabase` takes, from the configuration. */
export function databaseOptions(context: Pick<CommandContext, 'config' | 'logger'>, as: 'owner' | 'guest') {
  const { data, database } = context.config;
  const { url, binDir, maxConnections } = database;
  return { url, dataDir: data.dir, binDir, maxConnections, as, logger: context.logger };
}
