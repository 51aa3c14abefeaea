/** `isocenter migrate`: brings the database to this version's schema. `isocenter up` does the same at its start. */

import type { Command } from 'commander';
import { type CommonOptions, databaseOptions, openCommand, withCommonOptions } from './command.ts';

export function registerMigrate(program: Command): void {
  const command = program
    .command('migrate')
    .description('bring the database to the schema of this version')
    .addHelpText(
      'after',
      `
The node does the same when it starts; this is for those who want it done before. Make a backup first: there is no way
back to an older version.`,
    );
  withCommonOptions(command).action(async (options: CommonOptions) => {
    const context = await openCommand(options, 'warn');
    const { openDatabase } = await import('../database/database.ts');
    const database = await openDatabase(databaseOptions(context, 'guest'));
    await database.close();
    for (const name of database.migrated) context.output.line(`ran ${name}`);
    if (database.migrated.length === 0) context.output.line('nothing to do: the schema is that of this version');
    context.output.event('migrated', { migrations: database.migrated });
  });
}
