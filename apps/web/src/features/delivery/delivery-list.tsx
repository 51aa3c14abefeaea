/** Deliveries: where to, of whom, how far; and what can be done about them. */

import type { Delivery } from '@isocenter/contract/deliveries';
import { Badge, Group, Progress, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useClient } from '../../api/client-context.tsx';
import { keys } from '../../api/queries.ts';
import { pagePaths } from '../../pages/page-paths.ts';
import { Moment } from '../../ui/moment.tsx';
import { ReasonButton } from '../../ui/reason-button.tsx';
import { type RecordColumn, RecordList } from '../../ui/record-list.tsx';
import { useChange } from '../settings/use-change.ts';
import { AnchorLink } from '../shell/links.tsx';
import { describeFailures, describeReason, describeWait, percentSent } from './describe-delivery.ts';

const columns: readonly RecordColumn<Delivery>[] = [
  { label: 'Study', cell: (delivery) => <Study delivery={delivery} /> },
  { label: 'Destination', cell: ({ destination }) => destination.name ?? destination.aeTitle },
  { label: 'Progress', cell: (delivery) => <Sent delivery={delivery} />, width: '38%' },
  { label: 'Asked for', cell: (delivery) => <Requested delivery={delivery} /> },
];

export type DeliveryListProps = {
  readonly label: string;
  readonly deliveries: readonly Delivery[] | undefined;
  readonly empty: ReactNode;
};

export function DeliveryList({ label, deliveries, empty }: DeliveryListProps) {
  return (
    <RecordList
      label={label}
      columns={columns}
      rows={deliveries}
      rowKey={({ id }) => id}
      empty={empty}
      actions={(delivery) => <Actions delivery={delivery} />}
    />
  );
}

function Study({ delivery: { study, priority, scope } }: { readonly delivery: Delivery }) {
  if (study === undefined) return <Text fz="sm">No longer in the archive</Text>;
  const about = [study.modalities.join(', '), study.studyDate, study.description].filter(Boolean).join(' · ');
  return (
    <Stack gap={2}>
      <Group gap={6}>
        <AnchorLink to={pagePaths.study} params={{ studyId: study.id }} fz="sm">
          {study.patientName.display === '' ? 'No name' : study.patientName.display}
        </AnchorLink>
        {priority === 'high' && (
          <Badge size="sm" variant="light" color="orange">
            Urgent
          </Badge>
        )}
      </Group>
      <Text fz="xs" c="dimmed">
        {about}
        {scope === 'study' ? '' : ` · some ${scope === 'series' ? 'series' : 'images'}`}
      </Text>
    </Stack>
  );
}

function Sent({ delivery }: { readonly delivery: Delivery }) {
  const { instances, state } = delivery;
  const percent = percentSent(delivery);
  const count = `${instances.sent} of ${instances.total} ${instances.total === 1 ? 'image' : 'images'} sent`;
  return (
    <Stack gap={4}>
      {state === 'running' && <Progress value={percent} size="sm" aria-label={count} animated />}
      <Text fz="sm">{state === 'running' ? `${count}, ${percent} %` : count}</Text>
      {(state === 'waiting' || state === 'committing') && (
        <Text fz="xs" c="dimmed">
          {describeWait(delivery, timeOfDay)}
        </Text>
      )}
      {state === 'dead' && delivery.code !== undefined && (
        <Text fz="sm" c="var(--mantine-color-red-light-color)">
          {describeReason(delivery.code)}
        </Text>
      )}
      {describeFailures(delivery).map((line) => (
        <Text key={line} fz="xs" c="dimmed">
          {line}
        </Text>
      ))}
      {delivery.endedAt !== undefined && (
        <Text fz="xs" c="dimmed">
          {state === 'done' ? 'Sent' : state === 'dead' ? 'Given up' : 'Cancelled'} <Moment at={delivery.endedAt} />
        </Text>
      )}
    </Stack>
  );
}

const requesters = {
  user: 'by a user',
  token: 'by a program',
  rule: 'by a rule',
  peer: 'by a peer',
  system: '',
} as const;

function Requested({ delivery: { requestedBy, reason, createdAt } }: { readonly delivery: Delivery }) {
  const who = requestedBy.name ?? requesters[requestedBy.kind];
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
  const client = useClient();
  const params = { id: delivery.id };
  const touches = [keys.deliveries, keys.destinations];
  const cancel = useChange({ perform: () => client.cancelDelivery({ params }), touches });
  const resubmit = useChange({ perform: () => client.resubmitDelivery({ params }), touches });
  const somebodyElse = delivery.mayChange ? undefined : 'Somebody else asked for it: ask them, or an administrator';
  if (delivery.state === 'done') return null;
  const stop = (
    <ReasonButton
      size="compact-sm"
      variant="default"
      disabledReason={somebodyElse}
      loading={cancel.isPending}
      onClick={() => cancel.mutate(undefined)}
    >
      {delivery.state === 'dead' ? 'Give up' : 'Cancel'}
    </ReasonButton>
  );
  if (['waiting', 'running', 'committing'].includes(delivery.state)) return stop;
  const hopeless =
    delivery.destination.id === undefined
      ? 'The peer is gone'
      : delivery.instances.total === 0
        ? 'There is nothing left to send'
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
        Send again
      </ReasonButton>
      {delivery.state === 'dead' && stop}
    </Group>
  );
}

function timeOfDay(iso: string): string {
  const at = new Date(iso);
  const isToday = at.toDateString() === new Date().toDateString();
  return at.toLocaleString(undefined, isToday ? { timeStyle: 'short' } : { dateStyle: 'medium', timeStyle: 'short' });
}
