/** Deliveries: where to, of whom, how far; and what can be done about them. */

import type { Delivery } from '@isocenter/contract/deliveries';
import { Badge, Group, Progress, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useClient } from '../../api/client-context.tsx';
import { keys } from '../../api/queries.ts';
import type { Words } from '../../languages/catalogue.ts';
import { useWords } from '../../languages/language-provider.tsx';
import { type Formats, useFormats } from '../../languages/use-formats.ts';
import { pagePaths } from '../../pages/page-paths.ts';
import { Moment } from '../../ui/moment.tsx';
import { ReasonButton } from '../../ui/reason-button.tsx';
import { type RecordColumn, RecordList } from '../../ui/record-list.tsx';
import { useChange } from '../settings/use-change.ts';
import { AnchorLink } from '../shell/links.tsx';
import { describeFailures, describeReason, describeWait, percentSent } from './describe-delivery.ts';

const columnsOf = (t: Words): readonly RecordColumn<Delivery>[] => [
  { label: t('queue.study'), cell: (delivery) => <Study delivery={delivery} /> },
  {
    label: t('queue.destination'),
    cell: ({ destination, deidentifiedBy }) => (
      <Stack gap={2}>
        <bdi>{destination.name ?? destination.aeTitle}</bdi>
        {deidentifiedBy !== undefined && (
          <Text fz="xs" c="dimmed">
            {t('queue.deidentified', { project: deidentifiedBy.name ?? '–' })}
          </Text>
        )}
      </Stack>
    ),
  },
  { label: t('queue.progress'), cell: (delivery) => <Sent delivery={delivery} />, width: '38%' },
  { label: t('queue.askedFor'), cell: (delivery) => <Requested delivery={delivery} /> },
];

export type DeliveryListProps = {
  readonly label: string;
  readonly deliveries: readonly Delivery[] | undefined;
  readonly empty: ReactNode;
};

export function DeliveryList({ label, deliveries, empty }: DeliveryListProps) {
  const t = useWords();
  return (
    <RecordList
      label={label}
      columns={columnsOf(t)}
      rows={deliveries}
      rowKey={({ id }) => id}
      empty={empty}
      actions={(delivery) => <Actions delivery={delivery} />}
    />
  );
}

function Study({ delivery: { study, priority, scope } }: { readonly delivery: Delivery }) {
  const t = useWords();
  if (study === undefined) return <Text fz="sm">{t('queue.gone')}</Text>;
  const about = [study.modalities.join(', '), study.studyDate, study.description].filter(Boolean).join(' · ');
  return (
    <Stack gap={2}>
      <Group gap={6}>
        <AnchorLink to={pagePaths.study} params={{ studyId: study.id }} fz="sm">
          <bdi>{study.patientName.display === '' ? t('studies.noName') : study.patientName.display}</bdi>
        </AnchorLink>
        {priority === 'high' && (
          <Badge size="sm" variant="light" color="orange">
            {t('queue.urgent')}
          </Badge>
        )}
      </Group>
      <Text fz="xs" c="dimmed">
        <bdi>{about}</bdi>
        {scope === 'study' ? '' : ` · ${scope === 'series' ? t('queue.someSeries') : t('queue.someImages')}`}
      </Text>
    </Stack>
  );
}

function Sent({ delivery }: { readonly delivery: Delivery }) {
  const t = useWords();
  const formats = useFormats();
  const { instances, state } = delivery;
  const percent = percentSent(delivery);
  const count = t('queue.sentOf', { sent: instances.sent, count: instances.total });
  return (
    <Stack gap={4}>
      {state === 'running' && <Progress value={percent} size="sm" aria-label={count} animated />}
      <Text fz="sm">{state === 'running' ? `${count}, ${percent} %` : count}</Text>
      {(state === 'waiting' || state === 'committing') && (
        <Text fz="xs" c="dimmed">
          {describeWait(t, delivery, (iso) => timeOfDay(formats, iso))}
        </Text>
      )}
      {state === 'dead' && delivery.code !== undefined && (
        <Text fz="sm" c="var(--mantine-color-red-light-color)">
          {describeReason(t, delivery.code)}
        </Text>
      )}
      {describeFailures(t, delivery).map((line) => (
        <Text key={line} fz="xs" c="dimmed">
          {line}
        </Text>
      ))}
      {delivery.endedAt !== undefined && (
        <Text fz="xs" c="dimmed">
          {state === 'done' ? t('queue.sent') : state === 'dead' ? t('queue.givenUp') : t('queue.cancelled')}{' '}
          <Moment at={delivery.endedAt} />
        </Text>
      )}
    </Stack>
  );
}

const requesters = {
  user: 'queue.byUser',
  token: 'queue.byProgram',
  service: 'queue.byProgram',
  rule: 'queue.byRule',
  peer: 'queue.byPeer',
  system: undefined,
} as const;

function Requested({ delivery: { requestedBy, reason, createdAt } }: { readonly delivery: Delivery }) {
  const t = useWords();
  const requester = requesters[requestedBy.kind];
  const who = requestedBy.name ?? (requester === undefined ? '' : t(requester));
  return (
    <Stack gap={2}>
      <Moment at={createdAt} />
      <Text fz="xs" c="dimmed">
        {[...new Set([reason, who])].filter((part) => part !== '').join(' · ')}
      </Text>
    </Stack>
  );
}

function Actions({ delivery }: { readonly delivery: Delivery }) {
  const t = useWords();
  const client = useClient();
  const params = { id: delivery.id };
  const touches = [keys.deliveries, keys.destinations];
  const cancel = useChange({ perform: () => client.cancelDelivery({ params }), touches });
  const resubmit = useChange({ perform: () => client.resubmitDelivery({ params }), touches });
  const somebodyElse = delivery.mayChange ? undefined : t('queue.somebodyElse');
  if (delivery.state === 'done') return null;
  const stop = (
    <ReasonButton
      size="compact-sm"
      variant="default"
      disabledReason={somebodyElse}
      loading={cancel.isPending}
      onClick={() => cancel.mutate(undefined)}
    >
      {delivery.state === 'dead' ? t('queue.giveUp') : t('shared.cancel')}
    </ReasonButton>
  );
  if (['waiting', 'running', 'committing'].includes(delivery.state)) return stop;
  const hopeless =
    delivery.destination.id === undefined
      ? t('queue.peerGone')
      : delivery.instances.total === 0
        ? t('queue.nothingLeft')
        : undefined;
  return (
    <Group gap="xs" wrap="nowrap">
      <ReasonButton
        size="compact-sm"
        variant="default"
        disabledReason={somebodyElse ?? hopeless}
        loading={resubmit.isPending}
        onClick={() => resubmit.mutate(undefined)}
      >
        {t('queue.sendAgain')}
      </ReasonButton>
      {delivery.state === 'dead' && stop}
    </Group>
  );
}

function timeOfDay(formats: Formats, iso: string): string {
  const at = new Date(iso);
  const isToday = at.toDateString() === new Date().toDateString();
  return isToday ? formats.time(at) : formats.moment(at);
}
