/**
 * `isocenter user add|list|token`: users and API tokens without the web application. Whoever may run this may read the
 * database anyway, so there is nobody to sign in; what is changed is recorded in the audit trail.
 */

import { type UserRole, userRoles } from '@isocenter/contract/role';
import { tokenDefaultDays } from '@isocenter/contract/tokens';
import { type Command, Option } from 'commander';
import { parseDays, parseEmail, withAdministration } from './administration.ts';
import { type CommonOptions, openCommand, withCommonOptions } from './command.ts';

const roles = ['admin', 'member'] as const;

const roleOption = () =>
  new Option('--role <role>', 'admin: everything; member: find, see and store images').choices(roles);

const userRoleOption = () =>
  new Option(
    '--role <role>',
    'admin: everything; member: find, see and store images; privacy-officer: audit trail, emergencies, erasure, consent',
  ).choices(userRoles);

export function registerUser(program: Command): void {
  const user = program.command('user').description('add and list users, make API tokens');
  registerAdd(user);
  registerList(user);
  registerToken(user);
}

type AddOptions = CommonOptions & {
  readonly email: string;
  readonly name?: string;
  readonly role: UserRole;
};

function registerAdd(user: Command): void {
  const command = user
    .command('add')
    .description('add a user and print the link through which the user chooses a password')
    .requiredOption('--email <address>', 'e-mail address to sign in with', parseEmail)
    .option('--name <name>', 'name for display (default: the part before @)')
    .addOption(userRoleOption().default('member'));
  withCommonOptions(command).action(async (options: AddOptions) => {
    const context = await openCommand(options, 'warn');
    const { publicUrl } = await import('../http/public-url.ts');
    const { addUser } = await import('../access/administration.ts');
    const { http } = context.config;
    const name = options.name ?? options.email.replace(/@.*$/, '');
    const added = await withAdministration(context, (administration) =>
      addUser(administration, { email: options.email, name, role: options.role }),
    );
    // A node on any free port says its address when it starts; this command cannot know it.
    const base = http.publicUrl === undefined && http.port === 0 ? '' : publicUrl(http, http.port);
    const setupLink = `${base}${added.setupPath}`;
    context.output.line(`${options.email} chooses a password at (once, within a day):\n\n  ${setupLink}`);
    context.output.event('user-added', { id: String(added.id), setupLink, expiresAt: added.expiresAt.toISOString() });
  });
}

function registerList(user: Command): void {
  const command = user.command('list').description('list users');
  withCommonOptions(command).action(async (options: CommonOptions) => {
    const context = await openCommand(options, 'warn');
    const { listUsers, statusOf } = await import('../access/users.ts');
    const rows = await withAdministration(context, ({ db }) => listUsers(db));
    for (const row of rows) {
      const { id, email, role } = row;
      context.output.line(`${role.padEnd(8)}${statusOf(row).padEnd(10)}${email}`);
      context.output.event('user', { id: String(id), email, role, status: statusOf(row) });
    }
  });
}

type TokenOptions = CommonOptions & {
  readonly role: (typeof roles)[number];
  readonly label: string;
  readonly days?: number;
};

function registerToken(user: Command): void {
  const command = user
    .command('token')
    .description('make an API token and print it, and nothing else')
    .addHelpText(
      'after',
      `
Example:
  TOKEN=$(isocenter user token --role member)
  curl -H "Authorization: Bearer $TOKEN" http://127.0.0.1:8080/dicom-web/studies

The token is shown this once. The page Settings, API tokens lists tokens and takes them back.`,
    )
    .addOption(roleOption().makeOptionMandatory())
    .option('--label <text>', 'what it is for', 'made on the command line')
    .option('--days <number>', `days until it ends (default: ${tokenDefaultDays})`, parseDays);
  withCommonOptions(command).action(async (options: TokenOptions) => {
    const context = await openCommand(options, 'warn');
    const { addToken } = await import('../access/administration.ts');
    const { role, label, days } = options;
    const token = { role, label, ...(days === undefined ? {} : { expiresInDays: days }) };
    const { secret } = await withAdministration(context, (administration) => addToken(administration, token));
    context.output.line(secret);
    context.output.event('token', { token: secret });
  });
}
