/** `isocenter alerts test`: tries the channels that alerts are told over, from this machine and its configuration. */

import type { ChannelTrial } from '@isocenter/contract/alerts';
import type { Command } from 'commander';
import { type CommandContext, type CommonOptions, databaseOptions, openCommand, withCommonOptions } from './command.ts';

export function registerAlerts(program: Command): void {
  const alerts = program.command('alerts').description('try what alerts are told over');
  const command = alerts
    .command('test')
    .description('send a test over mail and web hook, as configured, and say what became of it')
    .addHelpText(
      'after',
      '\nThe exit code is 1 where a test was not delivered or no channel is configured. docs/administration.md says what the codes mean.',
    );
  withCommonOptions(command).action(async (options: CommonOptions) => {
    const context = await openCommand(options, 'error');
    const { listChannelSettings, readChannels } = await import('../alerts/channels.ts');
    const { tryChannels } = await import('../alerts/try-channels.ts');
    const { config, logger, output } = context;
    const trials = await tryChannels({ channels: readChannels(config), logger, now: new Date() });
    for (const { channel, isOn, set, missing } of listChannelSettings(config)) {
      const trial = trials.find((one) => one.channel === channel);
      const off = `off: ${missing.join(' and ')} ${missing.length === 1 ? 'is' : 'are'} not set`;
      const state = isOn ? (trial?.isDelivered === true ? 'delivered' : `not delivered: ${trial?.code}`) : off;
      output.line(`${channel.padEnd(9)}${state}`);
      output.event('test', { channel, isOn, set, missing, ...trial });
    }
    if (trials.length > 0) await record(context, trials);
    if (trials.length === 0 || trials.some(({ isDelivered }) => !isDelivered)) process.exitCode = 1;
  });
}

async function record(context: CommandContext, trials: readonly ChannelTrial[]): Promise<void> {
  const { openDatabase } = await import('../database/database.ts');
  const { AuditTrail } = await import('../audit/trail.ts');
  const { testEventOf } = await import('../alerts/try-channels.ts');
  const database = await openDatabase(databaseOptions(context, 'guest'));
  const audit = new AuditTrail({ db: database.db, logger: context.logger });
  const subject = { kind: 'system', name: 'command line' } as const;
  await audit
    .record({ ...testEventOf(trials), subject })
    .finally(() => audit.close())
    .finally(() => database.close());
}
