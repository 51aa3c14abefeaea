/** What the queue says in plain words: why something is a dead letter, and what something waits for. */

import type { Delivery, DeliveryCode } from '@isocenter/contract/deliveries';

const reasons: Readonly<Record<DeliveryCode, string>> = {
  'destination-unreachable': 'The destination could not be reached.',
  'destination-rejects':
    'The destination does not let this node in: it has to know our AE title, and be called by its own.',
  'destination-busy': 'The destination has no room or no time at the moment.',
  'destination-failed': 'The destination failed to process images.',
  'destination-removed': 'The peer was removed from the settings.',
  'association-lost': 'The connection was lost before the destination had answered.',
  'no-answer': 'The destination did not answer in time.',
  'not-accepted': 'The destination does not take images of this kind or encoding.',
  refused: 'The destination refused images.',
  unreadable: 'Images cannot be read on this node.',
  'node-busy': 'This node was too busy to turn images into a form that the destination takes.',
  'node-failed': 'Something went wrong on this node; its log says what.',
  'commitment-not-offered': 'The destination offers no storage commitment, and is to confirm by it.',
  'commitment-refused': 'The destination refused to be asked for its commitment.',
  'not-committed': 'The destination did not commit to images that it took.',
  'not-reported': 'The destination never reported what it commits to.',
  'nothing-left': 'Everything that was to be sent has been deleted meanwhile.',
};

export function describeReason(code: DeliveryCode): string {
  return reasons[code];
}

/** One line for each reason: how many images, and the status that the destination answered. */
export function describeFailures({ failures }: Pick<Delivery, 'failures'>): readonly string[] {
  return failures.map(({ code, status, instances }) => {
    const hex = status === undefined ? '' : ` (status ${status.toString(16).toUpperCase().padStart(4, '0')}H)`;
    return `${imagesOf(instances)}: ${code}${hex}`;
  });
}

function imagesOf(count: number): string {
  return count === 1 ? '1 image' : `${count} images`;
}

/** What a delivery that waits is waiting for; `time` shows a moment. */
export function describeWait(
  { waitsFor, code, instances }: Pick<Delivery, 'waitsFor' | 'code' | 'instances'>,
  time: (iso: string) => string,
): string {
  const until = waitsFor?.until === undefined ? '' : ` at ${time(waitsFor.until)}`;
  const why = code === undefined ? '' : `${reasons[code]} `;
  switch (waitsFor?.what) {
    case 'retry':
    case 'destination':
      return `${why}Tried again${until}.`;
    case 'hours':
      return `Sent when the hours of the destination begin${until}.`;
    case 'commitment':
      return `The destination has yet to commit to ${imagesOf(instances.uncommitted)}. Without its report it is asked again${until}.`;
    case 'paused':
      return 'The destination is paused.';
    case 'disabled':
      return 'The peer is switched off.';
    default:
      return 'Waits for its turn.';
  }
}

/** Of what a delivery has done, 0 to 100. */
export function percentSent({ instances, bytes }: Pick<Delivery, 'instances' | 'bytes'>): number {
  if (bytes.total > 0) return Math.floor((100 * bytes.sent) / bytes.total);
  return instances.total === 0 ? 0 : Math.floor((100 * instances.sent) / instances.total);
}
