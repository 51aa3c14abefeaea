/**
 * `isocenter service add|list|token|revoke|disable|enable|delete`: service accounts without the web application. Their tokens are
 * exchanged with it: make one, hand it to the program, take the one before back. What is changed is recorded in the audit trail.
 */

import { tokenDefaultDays } from '@isocenter/contract/tokens';
import { type Command, InvalidArgumentError } from 'commander';
import { parseDays, parseEmail, withAdministration } from './administration.ts';
import { type CommonOptions, openCommand, withCommonOptions } from './command.ts';

export function registerService(program: Command): void {
  const service = program.command('service').description('accounts of programs, and their tokens');
  registerAdd(service);
  registerList(service);
  registerToken(service);
  registerRevoke(service);
  registerSwitch(service, { name: 'disable', description: 'end every token of an account at once', disabled: true });
  registerSwitch(service, { name: 'enable', description: 'let an account have tokens again', disabled: false });
  registerDelete(service);
}

type AddOptions = CommonOptions & {
  readonly name: string;
  readonly description: string;
  readonly contact: string;
  readonly from?: readonly string[];
  readonly until?: string;
};

function registerAdd(service: Command): void {
  const command = service
    .command('add')
    .description('add an account; it reaches nothing until something is granted to it')
    .requiredOption('--name <name>', 'what grants and the audit trail call it')
    .requiredOption('--description <text>', 'what it is for')
    .requiredOption('--contact <address>', 'e-mail address of who answers for it', parseEmail)
    .option('--from <networks...>', 'IP addresses and networks that it may speak from (default: any)')
    .option('--until <date>', 'when the account ends, such as 2027-06-30 (default: it goes on)', parseEnd);
  withCommonOptions(command).action(async (options: AddOptions) => {
    const context = await openCommand(options, 'warn');
    const { addServiceAccount } = await import('../access/administration.ts');
    const { name, description, contact, from, until } = options;
    const ends = until === undefined ? {} : { expiresAt: until };
    const account = { name, description, contact, ...(from === undefined ? {} : { networks: [...from] }), ...ends };
    const { id } = await withAdministration(context, (administration) => addServiceAccount(administration, account));
    context.output.line(`${name} is added. What it may see is granted on the pages of studies and patients.`);
    context.output.event('service-added', { id: String(id), name });
  });
}

function registerList(service: Command): void {
  const command = service.command('list').description('list accounts with their tokens');
  withCommonOptions(command).action(async (options: CommonOptions) => {
    const context = await openCommand(options, 'warn');
    const { output } = context;
    const { listServiceAccounts, listServiceTokens, statusOfService } = await import('../access/service-accounts.ts');
    await withAdministration(context, async (administration) => {
      const accounts = await listServiceAccounts(administration);
      const tokens = await listServiceTokens(administration);
      for (const account of accounts) {
        const { id, name, description, contact, networks } = account;
        const status = statusOfService(account, administration.now());
        const own = tokens.filter((token) => token.service_id === id);
        output.line(`${status.padEnd(10)}${name}: ${description} (${contact})`);
        for (const token of own) {
          const used = token.used_at === null ? 'never used' : `last used ${token.used_at.toISOString()}`;
          output.line(`  token ${token.id} ${token.label}: ends ${token.expires_at.toISOString()}, ${used}`);
        }
        const presented = own.map((token) => ({
          ...{ id: String(token.id), label: token.label },
          expiresAt: token.expires_at.toISOString(),
        }));
        output.event('service', { id: String(id), name, description, contact, networks, status, tokens: presented });
      }
      if (accounts.length === 0) output.line('There is none.');
    });
  });
}

type TokenOptions = CommonOptions & { readonly label: string; readonly days?: number };

function registerToken(service: Command): void {
  const command = service
    .command('token')
    .description('make one more token of an account and print it, and nothing else')
    .argument('<name>', 'of the account')
    .addHelpText(
      'after',
      `
Example:
  TOKEN=$(isocenter service token "report system" --label 2027)
  isocenter service list
  isocenter service revoke "report system" 7

The token is shown this once. What is granted to the account holds for each of its tokens.`,
    )
    .option('--label <text>', 'by which it is told from the others', 'made on the command line')
    .option('--days <number>', `days until it ends (default: ${tokenDefaultDays})`, parseDays);
  withCommonOptions(command).action(async (name: string, options: TokenOptions) => {
    const context = await openCommand(options, 'warn');
    const { addServiceToken } = await import('../access/administration.ts');
    const { label, days } = options;
    const token = { label, ...(days === undefined ? {} : { expiresInDays: days }) };
    const { id, secret } = await withAdministration(context, (administration) =>
      addServiceToken(administration, name, token),
    );
    context.output.line(secret);
    context.output.event('token', { id: String(id), token: secret });
  });
}

function registerRevoke(service: Command): void {
  const command = service
    .command('revoke')
    .description('take a token of an account back')
    .argument('<name>', 'of the account')
    .argument('<token>', 'its number, as `isocenter service list` shows it', parseNumber);
  withCommonOptions(command).action(async (name: string, token: number, options: CommonOptions) => {
    const context = await openCommand(options, 'warn');
    const { endServiceToken } = await import('../access/administration.ts');
    await withAdministration(context, (administration) => endServiceToken(administration, name, token));
    context.output.line(`${name}: token ${token} is revoked`);
    context.output.event('token-revoked', { name, id: String(token) });
  });
}

type Switch = { readonly name: 'disable' | 'enable'; readonly description: string; readonly disabled: boolean };

function registerSwitch(service: Command, { name: verb, description, disabled }: Switch): void {
  const command = service.command(verb).description(description).argument('<name>', 'of the account');
  withCommonOptions(command).action(async (name: string, options: CommonOptions) => {
    const context = await openCommand(options, 'warn');
    const { setServiceDisabled } = await import('../access/administration.ts');
    await withAdministration(context, (administration) => setServiceDisabled(administration, name, disabled));
    context.output.line(`${name}: ${verb}d`);
    context.output.event(`service-${verb}d`, { name });
  });
}

function registerDelete(service: Command): void {
  const command = service
    .command('delete')
    .description('delete an account that is disabled or has ended; its name stays in the audit trail')
    .argument('<name>', 'of the account');
  withCommonOptions(command).action(async (name: string, options: CommonOptions) => {
    const context = await openCommand(options, 'warn');
    const { removeServiceAccount } = await import('../access/administration.ts');
    await withAdministration(context, (administration) => removeServiceAccount(administration, name));
    context.output.line(`${name}: deleted`);
    context.output.event('service-deleted', { name });
  });
}

/** A day ends at its midnight, here; a moment is one. */
function parseEnd(text: string): string {
  const end = new Date(/^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T23:59:59` : text);
  if (Number.isNaN(end.getTime())) throw new InvalidArgumentError('This is no date.');
  return end.toISOString();
}

function parseNumber(text: string): number {
  if (!/^[1-9]\d{0,14}$/.test(text)) throw new InvalidArgumentError('This is no number of a token.');
  return Number(text);
}
