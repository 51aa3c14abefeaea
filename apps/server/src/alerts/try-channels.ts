/** Tries the channels for an administrator who asked: each gets a message that says it is a test. */

import type { ChannelTrial } from '@isocenter/contract/alerts';
import type { Logger } from '../logging.ts';
import type { Channels } from './channels.ts';
import { failureCodeOf, listChannels, type Telling, tell } from './tell.ts';

export type TrialOptions = { readonly channels: Channels; readonly logger: Pick<Logger, 'warn'>; readonly now: Date };

/** Returns what became of it, by channel; none where none is configured. Never rejects. */
export function tryChannels({ channels, logger, now }: TrialOptions): Promise<readonly ChannelTrial[]> {
  const telling = testOf(channels.nodeName, now);
  return Promise.all(
    listChannels(channels).map(async (channel) => {
      try {
        await tell(channel, telling, channels);
        return { channel, isDelivered: true };
      } catch (error) {
        const code = failureCodeOf(error);
        logger.warn({ code: `alert-${code}`, channel, err: error }, 'a test of alerts was not delivered');
        return { channel, isDelivered: false, code };
      }
    }),
  );
}

/** What the audit trail says of it: what became of each channel. */
export function testEventOf(trials: readonly ChannelTrial[]) {
  const outcome = trials.every(({ isDelivered }) => isDelivered) ? ('success' as const) : ('failure' as const);
  const details = Object.fromEntries(trials.map(({ channel, code = 'delivered' }) => [channel, code]));
  return { action: 'alert:test' as const, outcome, details };
}

function testOf(nodeName: string, now: Date): Telling {
  const subject = '[Isocenter] A test of alerts';
  const at = now.toISOString();
  return {
    subject,
    text: [
      'This is a test that an administrator asked for. Nothing is wrong.',
      '',
      `node: ${nodeName}`,
      `at: ${at}`,
      '',
    ].join('\n'),
    payload: JSON.stringify({ event: 'test', title: 'A test of alerts', node: nodeName, at }),
  };
}
