/** What the queue says in plain words: why something is a dead letter, and what something waits for. */

import type { Delivery, DeliveryCode } from '@isocenter/contract/deliveries';
import type { Words } from '../../languages/catalogue.ts';

export function describeReason(t: Words, code: DeliveryCode): string {
  return t(`queue.${code}`);
}

/** One line for each reason: how many images, and the status that the destination answered. */
export function describeFailures(t: Words, { failures }: Pick<Delivery, 'failures'>): readonly string[] {
  return failures.map(({ code, status, instances: count }) => {
    if (status === undefined) return t('queue.failure', { count, code });
    return t('queue.failureStatus', { count, code, status: `${status.toString(16).toUpperCase().padStart(4, '0')}H` });
  });
}

/** What a delivery that waits is waiting for; `time` shows a moment. */
export function describeWait(
  t: Words,
  { waitsFor, code, instances }: Pick<Delivery, 'waitsFor' | 'code' | 'instances'>,
  time: (iso: string) => string,
): string {
  const until = waitsFor?.until === undefined ? undefined : time(waitsFor.until);
  const why = code === undefined ? '' : `${describeReason(t, code)} `;
  switch (waitsFor?.what) {
    case 'retry':
    case 'destination':
      return why + (until === undefined ? t('queue.triedAgain') : t('queue.triedAgainAt', { time: until }));
    case 'hours':
      return until === undefined ? t('queue.hours') : t('queue.hoursAt', { time: until });
    case 'commitment':
      return until === undefined
        ? t('queue.commitmentWait', { count: instances.uncommitted })
        : t('queue.commitmentAt', { count: instances.uncommitted, time: until });
    case 'paused':
      return t('queue.paused');
    case 'disabled':
      return t('queue.disabled');
    default:
      return t('queue.turn');
  }
}

/** Of what a delivery has done, 0 to 100. */
export function percentSent({ instances, bytes }: Pick<Delivery, 'instances' | 'bytes'>): number {
  if (bytes.total > 0) return Math.floor((100 * bytes.sent) / bytes.total);
  return instances.total === 0 ? 0 : Math.floor((100 * instances.sent) / instances.total);
}
