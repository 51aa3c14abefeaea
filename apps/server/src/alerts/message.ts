/** What a message about an alert says. It names peers and numbers, never anything of a patient. */

import type { AlertMessage } from './repository.ts';
import type { AlertEnding } from './tables.ts';
import type { Telling } from './tell.ts';

const titles: Record<AlertMessage['kind'], string> = {
  storage: 'Little room for images is left',
  'object-store': 'The S3 store takes nothing',
  'dead-deliveries': 'Deliveries were given up',
  'failing-peer': 'A peer cannot be reached',
  'silent-source': 'A source has fallen silent',
  'failing-archive': 'An archive cannot be copied from',
  'given-up-studies': 'Studies of an archive could not be copied or sent back',
  'given-up-prefetches': 'Earlier studies could not be fetched',
  'given-up-reports': 'Storage commitments could not be reported',
  'waiting-orders': 'What gateways ask of one another is not done',
};

const endings: Record<AlertEnding, string> = {
  over: 'Over',
  dismissed: 'Dismissed',
  unwatched: 'Not watched any more',
};

type Said = Pick<
  AlertMessage,
  'kind' | 'subject' | 'severity' | 'event' | 'details' | 'opened_at' | 'closed_at' | 'ended'
>;

function titleOf({ kind, subject, event, ended }: Pick<Said, 'kind' | 'subject' | 'event' | 'ended'>): string {
  const about = kind === 'storage' || kind === 'object-store' ? '' : `: ${subject}`;
  return `${event === 'closed' ? `${endings[ended ?? 'over']}: ` : ''}${titles[kind]}${about}`;
}

export function tellingOf(message: Said & { readonly alert_id: number }, nodeName: string): Telling {
  return {
    subject: `[Isocenter] ${titleOf(message)}`,
    text: textOf(message, nodeName),
    payload: payloadOf(message),
  };
}

/** The body of a web hook, as JSON. */
function payloadOf(message: Said & { readonly alert_id: number }): string {
  const { alert_id, kind, subject, severity, event, details, opened_at, closed_at, ended } = message;
  return JSON.stringify({
    alert: String(alert_id),
    ...{ event, kind, subject, severity, title: titleOf(message), details },
    openedAt: opened_at.toISOString(),
    ...(closed_at !== null && { closedAt: closed_at.toISOString(), ended: ended ?? 'over' }),
  });
}

/** The body of a mail. */
function textOf(message: Said, nodeName: string): string {
  const lines = Object.entries(message.details).map(([name, value]) => `${name}: ${value}`);
  const times = [
    `since: ${message.opened_at.toISOString()}`,
    ...(message.event === 'closed' && message.closed_at !== null
      ? [`${endings[message.ended ?? 'over'].toLowerCase()}: ${message.closed_at.toISOString()}`]
      : []),
  ];
  return [titleOf(message), '', `node: ${nodeName}`, `severity: ${message.severity}`, ...times, ...lines, ''].join(
    '\n',
  );
}
