/** Alerts: what is wrong now, what was lately, and whether anybody was told. */

import type { Alert } from '@isocenter/contract/alerts';
import { Badge, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useClient } from '../../api/client-context.tsx';
import { describeProblem } from '../../api/problem.ts';
import { alertsQuery, keys } from '../../api/queries.ts';
import { AdminOnly } from '../../features/settings/admin-only.tsx';
import { AlertChannels } from '../../features/settings/alert-channels.tsx';
import { useChange } from '../../features/settings/use-change.ts';
import { useWords } from '../../languages/language-provider.tsx';
import { formatFileSize } from '../../ui/file-size.ts';
import { Moment } from '../../ui/moment.tsx';
import { PageFrame } from '../../ui/page-frame.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { ReasonButton } from '../../ui/reason-button.tsx';
import { type RecordColumn, RecordList } from '../../ui/record-list.tsx';
import { usePageTitle } from '../../ui/use-page-title.ts';

const kinds: Readonly<Record<Alert['kind'], string>> = {
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

const columns: readonly RecordColumn<Alert>[] = [
  {
    label: 'What',
    cell: (alert) => (
      <div>
        <Text fz="sm" fw={560}>
          {kinds[alert.kind]}
        </Text>
        {alert.kind !== 'storage' && alert.kind !== 'object-store' && <span className="mono">{alert.subject}</span>}
      </div>
    ),
  },
  {
    label: 'State',
    cell: (alert) => (
      <Badge variant="light" color={colorOf(alert)} radius="sm">
        {stateOf(alert)}
      </Badge>
    ),
    width: 110,
  },
  { label: 'Details', cell: describe },
  { label: 'Since', cell: (alert) => <Moment at={alert.openedAt} />, width: 170 },
  {
    label: 'Closed',
    cell: (alert) => (alert.closedAt === undefined ? '' : <Moment at={alert.closedAt} />),
    width: 170,
  },
  {
    label: 'Told',
    cell: ({ messagesSent, lastError }) =>
      lastError === undefined ? `${messagesSent} messages` : `${messagesSent} messages, then ${lastError}`,
    width: 150,
  },
];

export function AlertsPage() {
  usePageTitle('Alerts');
  return (
    <PageFrame
      title="Alerts"
      description="What needs somebody to look: room on the disk, deliveries that were given up, peers that fail, sources that have fallen silent."
    >
      <AdminOnly>
        <Alerts />
      </AdminOnly>
    </PageFrame>
  );
}

function Alerts() {
  const t = useWords();
  const alerts = useQuery(alertsQuery(useClient()));
  if (alerts.isError)
    return <ProblemAlert {...describeProblem(t, alerts.error)} onRetry={() => void alerts.refetch()} />;
  return (
    <>
      <RecordList
        label="Alerts"
        columns={columns}
        rows={alerts.data?.alerts}
        rowKey={(alert) => alert.id}
        empty="Nothing needs to be looked at."
        actions={(alert) => <Dismiss alert={alert} />}
      />
      {alerts.data !== undefined && <AlertChannels channels={alerts.data.channels} />}
    </>
  );
}

function Dismiss({ alert: { id, closedAt, dismissible } }: { readonly alert: Alert }) {
  const client = useClient();
  const dismiss = useChange({
    perform: () => client.dismissAlert({ params: { id } }),
    touches: [keys.alerts],
    done: 'Dismissed until something happens to it anew.',
  });
  if (closedAt !== undefined) return null;
  return (
    <ReasonButton
      size="compact-sm"
      variant="default"
      loading={dismiss.isPending}
      disabledReason={dismissible ? undefined : 'It is closed by itself when it is over'}
      onClick={() => dismiss.mutate()}
    >
      Dismiss
    </ReasonButton>
  );
}

const endings: Readonly<Record<NonNullable<Alert['ended']>, string>> = {
  over: 'Over',
  dismissed: 'Dismissed',
  unwatched: 'Not watched',
};

function stateOf({ ended, severity }: Alert): string {
  if (ended !== undefined) return endings[ended];
  return severity === 'critical' ? 'Critical' : 'Warning';
}

/** What is not said as it is called; nothing of what the badge says already. */
const detailNames: Readonly<Record<string, string>> = {
  level: '',
  roomBytes: 'room for more',
  freeBytes: 'free on the disk',
  waitingBytes: 'waiting',
  waitingFiles: 'files that wait',
  lastAt: 'last',
};

function describe({ details }: Alert): string {
  return Object.entries(details)
    .map(([key, value]) => ({ key, value, name: detailNames[key] ?? key }))
    .filter(({ name }) => name !== '')
    .map(({ key, value, name }) => {
      if (key.endsWith('Bytes')) return `${name}: ${formatFileSize(Number(value))}`;
      if (key === 'lastAt' || key === 'since') return `${name}: ${new Date(value).toLocaleString()}`;
      return `${name}: ${value}`;
    })
    .join(', ');
}

function colorOf({ closedAt, severity }: Alert): string {
  if (closedAt !== undefined) return 'gray';
  return severity === 'critical' ? 'red' : 'orange';
}
