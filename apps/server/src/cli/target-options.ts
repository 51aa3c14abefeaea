/** The options by which a command names the peer that it calls: an address and an AE title, or an entry of the settings. */

import { type Command, InvalidArgumentError, Option } from 'commander';
import type { NamedTarget } from '../sending/find-target.ts';
import { type CommandContext, type CommonOptions, databaseOptions, withCommonOptions } from './command.ts';

type Address = { readonly host: string; readonly port: number };

export type TargetOptions = CommonOptions & {
  readonly to?: Address;
  readonly aet?: string;
  readonly calling?: string;
  readonly peer?: string;
};

/** Adds them, and those that every command takes. */
export function withTargetOptions(command: Command): Command {
  return withCommonOptions(
    command
      .addOption(new Option('--to <host:port>', 'where the peer listens').argParser(parseAddress))
      .addOption(new Option('--aet <title>', 'its AE title').argParser(parseAeTitle))
      .addOption(new Option('--calling <title>', 'AE title to call as (default: dicom.aet)').argParser(parseAeTitle))
      .addOption(new Option('--peer <name>', 'a peer of the settings, by name or AE title').conflicts(['to', 'aet'])),
  );
}

/** Ends the command with what is missing where no peer is named. */
export function requireTarget(command: Command, { peer, to, aet }: TargetOptions): void {
  if (peer === undefined && (to === undefined || aet === undefined)) {
    command.error('error: name the peer: --to HOST:PORT with --aet TITLE, or --peer NAME');
  }
}

export async function chooseTarget(context: CommandContext, options: TargetOptions): Promise<NamedTarget> {
  const callingAet = options.calling ?? context.config.dicom.aet;
  const { to, aet, peer } = options;
  if (to !== undefined && aet !== undefined) return { ...to, calledAet: aet, callingAet };
  const { openDatabase } = await import('../database/database.ts');
  const { findTarget } = await import('../sending/find-target.ts');
  const { DicomTls } = await import('../dimse/tls.ts');
  const database = await openDatabase(databaseOptions(context, 'guest'));
  try {
    return { ...(await findTarget(database.db, new DicomTls(context.config.dicomTls), peer ?? '')), callingAet };
  } finally {
    await database.close();
  }
}

/** Takes `host:port`, an IPv6 address in brackets. */
function parseAddress(text: string): Address {
  const match = /^(?:\[([0-9A-Fa-f:.]+)\]|([^\s:[\]]+)):(\d{1,5})$/.exec(text);
  const host = match?.[1] ?? match?.[2];
  const port = Number(match?.[3]);
  if (host === undefined || port < 1 || port > 65_535) {
    throw new InvalidArgumentError('Give host and port, such as pacs.example:104 or [::1]:104.');
  }
  return { host, port };
}

export function parseAeTitle(text: string): string {
  if (!/^(?! *$)[ -[\]-~]{1,16}$/.test(text)) throw new InvalidArgumentError('1 to 16 ASCII characters, no backslash.');
  return text;
}
