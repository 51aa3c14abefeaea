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
import type { WordKey, Words } from '../../languages/catalogue.ts';
import { useWords } from '../../languages/language-provider.tsx';
import { type Formats, useFormats } from '../../languages/use-formats.ts';
import { Moment } from '../../ui/moment.tsx';
import { PageFrame } from '../../ui/page-frame.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { ReasonButton } from '../../ui/reason-button.tsx';
import { type RecordColumn, RecordList } from '../../ui/record-list.tsx';
import { usePageTitle } from '../../ui/use-page-title.ts';

const columnsOf = (t: Words, formats: Formats): readonly RecordColumn<Alert>[] => [
  {
    label: t('alerts.what'),
    cell: (alert) => (
      <div>
        <Text fz="sm" fw={560}>
          {t(`alerts.${alert.kind}`)}
        </Text>
        {alert.kind !== 'storage' && alert.kind !== 'object-store' && <span className="mono">{alert.subject}</span>}
      </div>
    ),
  },
  {
    label: t('alerts.state'),
    cell: (alert) => (
      <Badge variant="light" color={colorOf(alert)} radius="sm">
        {t(stateOf(alert))}
      </Badge>
    ),
    width: 110,
  },
  { label: t('alerts.details'), cell: (alert) => describe(t, formats, alert) },
  { label: t('alerts.since'), cell: (alert) => <Moment at={alert.openedAt} />, width: 170 },
  {
    label: t('alerts.closed'),
    cell: (alert) => (alert.closedAt === undefined ? '' : <Moment at={alert.closedAt} />),
    width: 170,
  },
  {
    label: t('alerts.told'),
    cell: ({ messagesSent, lastError }) =>
      lastError === undefined
        ? t('alerts.messages', { count: messagesSent })
        : t('alerts.messagesThen', { count: messagesSent, error: lastError }),
    width: 150,
  },
];

export function AlertsPage() {
  const t = useWords();
  usePageTitle(t('alerts.title'));
  return (
    <PageFrame title={t('alerts.title')} description={t('alerts.description')}>
      <AdminOnly>
        <Alerts />
      </AdminOnly>
    </PageFrame>
  );
}

function Alerts() {
  const formats = useFormats();
  const t = useWords();
  const alerts = useQuery(alertsQuery(useClient()));
  if (alerts.isError)
    return <ProblemAlert {...describeProblem(t, alerts.error)} onRetry={() => void alerts.refetch()} />;
  return (
    <>
      <RecordList
        label={t('alerts.title')}
        columns={columnsOf(t, formats)}
        rows={alerts.data?.alerts}
        rowKey={(alert) => alert.id}
        empty={t('alerts.nothing')}
        actions={(alert) => <Dismiss alert={alert} />}
      />
      {alerts.data !== undefined && <AlertChannels channels={alerts.data.channels} />}
    </>
  );
}

function Dismiss({ alert: { id, closedAt, dismissible } }: { readonly alert: Alert }) {
  const t = useWords();
  const client = useClient();
  const dismiss = useChange({
    perform: () => client.dismissAlert({ params: { id } }),
    touches: [keys.alerts],
    done: t('alerts.dismissed'),
  });
  if (closedAt !== undefined) return null;
  return (
    <ReasonButton
      size="compact-sm"
      variant="default"
      loading={dismiss.isPending}
      disabledReason={dismissible ? undefined : t('alerts.byItself')}
      onClick={() => dismiss.mutate()}
    >
      {t('alerts.dismiss')}
    </ReasonButton>
  );
}

const endings: Readonly<Record<NonNullable<Alert['ended']>, WordKey>> = {
  over: 'alerts.over',
  dismissed: 'alerts.endedDismissed',
  unwatched: 'alerts.unwatched',
};

function stateOf({ ended, severity }: Alert): WordKey {
  if (ended !== undefined) return endings[ended];
  return severity === 'critical' ? 'alerts.critical' : 'alerts.warning';
}

/** What is not said as it is called; nothing of what the badge says already. */
const detailNames: Readonly<Record<string, WordKey>> = {
  roomBytes: 'alerts.roomBytes',
  freeBytes: 'alerts.freeBytes',
  waitingBytes: 'alerts.waitingBytes',
  waitingFiles: 'alerts.waitingFiles',
  lastAt: 'alerts.lastAt',
};

function describe(t: Words, formats: Formats, { details }: Alert): string {
  return Object.entries(details)
    .filter(([key]) => key !== 'level')
    .map(([key, value]) => {
      const known = detailNames[key];
      const name = known === undefined ? key : t(known);
      if (key.endsWith('Bytes')) return `${name}: ${formats.fileSize(Number(value))}`;
      if (key === 'lastAt' || key === 'since') return `${name}: ${formats.moment(String(value))}`;
      return `${name}: ${value}`;
    })
    .join(', ');
}

function colorOf({ closedAt, severity }: Alert): string {
  if (closedAt !== undefined) return 'gray';
  return severity === 'critical' ? 'red' : 'orange';
}
