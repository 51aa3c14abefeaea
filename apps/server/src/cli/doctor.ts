/** `isocenter doctor`: looks at everything a node needs and says what to do about what is missing. */

import type { Command } from 'commander';
import { type CommonOptions, openCommand, withCommonOptions } from './command.ts';

export function registerDoctor(program: Command): void {
  const command = program
    .command('doctor')
    .description('check configuration, disk, database and ports, and say what to do')
    .addHelpText(
      'after',
      '\nChanges nothing, and a node may run meanwhile. The exit code is 1 where something must be mended.',
    );
  withCommonOptions(command).action(async (options: CommonOptions) => {
    const context = await openCommand(options, 'error');
    const { examine } = await import('../doctor/examine.ts');
    let failures = 0;
    for await (const { name, ok, isWarning = false, found, advice } of examine(context)) {
      if (!ok && !isWarning) failures += 1;
      context.output.line(`${ok ? 'ok   ' : isWarning ? 'warn ' : 'FAIL '} ${name.padEnd(14)} ${found}`);
      if (!ok && advice !== undefined) context.output.line(`      ${' '.repeat(14)} → ${advice}`);
      context.output.event('check', { name, ok, warning: isWarning, found, advice });
    }
    context.output.line(failures === 0 ? '\nEverything is in order.' : `\n${failures} of these must be mended.`);
    if (failures > 0) process.exitCode = 1;
  });
}
