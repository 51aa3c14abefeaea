/** Where is sent to: how each destination is doing, how much waits for it, and how it is sent to. */

import type { Destination } from '@isocenter/contract/deliveries';
import { Badge, Group, Modal, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useClient } from '../../api/client-context.tsx';
import { describeProblem } from '../../api/problem.ts';
import { destinationsQuery, keys } from '../../api/queries.ts';
import type { Words } from '../../languages/catalogue.ts';
import { useWords } from '../../languages/language-provider.tsx';
import { Moment } from '../../ui/moment.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { ReasonButton } from '../../ui/reason-button.tsx';
import { type RecordColumn, RecordList } from '../../ui/record-list.tsx';
import { useIsAdmin } from '../session/use-session.ts';
import { useChange } from '../settings/use-change.ts';
import { describeReason } from './describe-delivery.ts';
import { DestinationForm } from './destination-form.tsx';

const columnsOf = (t: Words): readonly RecordColumn<Destination>[] => [
  {
    label: t('queue.destination'),
    cell: ({ name, aeTitle }) => (
      <Stack gap={2}>
        <bdi>{name}</bdi>
        <Text fz="xs" c="dimmed" className="mono">
          {aeTitle}
        </Text>
      </Stack>
    ),
  },
  { label: t('queue.state'), cell: (destination) => <State destination={destination} />, width: '36%' },
  { label: t('queue.waiting'), cell: (destination) => <Waiting destination={destination} /> },
  { label: t('queue.beingSent'), cell: ({ running }) => running },
  { label: t('queue.deadLetters'), cell: ({ dead }) => dead },
  { label: t('queue.oldest'), cell: ({ oldestAt }) => (oldestAt === undefined ? '–' : <Moment at={oldestAt} />) },
];

export function DestinationList() {
  const t = useWords();
  const client = useClient();
  const destinations = useQuery(destinationsQuery(client));
  const [edited, setEdited] = useState<Destination>();
  if (destinations.isError) {
    return <ProblemAlert {...describeProblem(t, destinations.error)} onRetry={() => void destinations.refetch()} />;
  }
  return (
    <>
      <RecordList
        label={t('queue.destinations')}
        columns={columnsOf(t)}
        rows={destinations.data?.destinations}
        rowKey={({ id }) => id}
        empty={t('queue.nowhere')}
        actions={(destination) => <Actions destination={destination} onEdit={() => setEdited(destination)} />}
      />
      <Modal
        opened={edited !== undefined}
        onClose={() => setEdited(undefined)}
        title={t('queue.sendingTo', { name: edited?.name ?? '' })}
      >
        {edited !== undefined && <DestinationForm destination={edited} onSaved={() => setEdited(undefined)} />}
      </Modal>
    </>
  );
}

function State({ destination: { enabled, pausedAt, failing, opensAt } }: { readonly destination: Destination }) {
  const t = useWords();
  if (!enabled)
    return (
      <Badge variant="light" color="gray">
        {t('queue.switchedOff')}
      </Badge>
    );
  if (pausedAt !== undefined)
    return (
      <Badge variant="light" color="orange">
        {t('queue.isPaused')}
      </Badge>
    );
  if (failing !== undefined) {
    return (
      <Stack gap={2} align="flex-start">
        <Badge variant="light" color="red">
          {t('queue.away')}
        </Badge>
        <Text fz="xs" c="dimmed">
          {describeReason(t, failing.code)} {t('queue.since')} <Moment at={failing.since} />.
        </Text>
      </Stack>
    );
  }
  if (opensAt !== undefined) {
    return (
      <Text fz="sm" c="dimmed">
        {t('queue.sentFrom')} <Moment at={opensAt} />
      </Text>
    );
  }
  return (
    <Badge variant="light" color="teal">
      {t('queue.ready')}
    </Badge>
  );
}

function Waiting({ destination: { waiting, committing } }: { readonly destination: Destination }) {
  const t = useWords();
  if (committing === 0) return waiting;
  return (
    <Stack gap={2}>
      {waiting}
      <Text fz="xs" c="dimmed">
        {t('queue.forCommitment', { count: committing })}
      </Text>
    </Stack>
  );
}

type ActionsProps = { readonly destination: Destination; readonly onEdit: () => void };

function Actions({ destination, onEdit }: ActionsProps) {
  const t = useWords();
  const client = useClient();
  const params = { id: destination.id };
  const touches = [keys.destinations, keys.deliveries];
  const isPaused = destination.pausedAt !== undefined;
  const notAway = destination.failing === undefined ? t('queue.notAway') : undefined;
  const pause = useChange({ perform: () => client.pauseDestination({ params }), touches });
  const resume = useChange({ perform: () => client.resumeDestination({ params }), touches });
  const resubmit = useChange({ perform: () => client.resubmitDeadLetters({ params }), touches });
  const notAdmin = useIsAdmin() ? undefined : t('queue.onlyAdministrators');
  const none = destination.dead === 0 ? t('queue.noDeadLetters') : undefined;
  const shared = { size: 'compact-sm', variant: 'default' } as const;
  return (
    <Group gap={6} justify="flex-end">
      <ReasonButton
        {...shared}
        disabledReason={notAdmin ?? notAway}
        loading={resume.isPending && !isPaused}
        onClick={() => resume.mutate(undefined)}
      >
        {t('queue.tryNow')}
      </ReasonButton>
      <ReasonButton
        {...shared}
        disabledReason={notAdmin}
        loading={pause.isPending}
        onClick={() => (isPaused ? resume : pause).mutate(undefined)}
      >
        {isPaused ? t('queue.resume') : t('queue.pause')}
      </ReasonButton>
      <ReasonButton
        {...shared}
        disabledReason={notAdmin ?? none}
        loading={resubmit.isPending}
        onClick={() => resubmit.mutate(undefined)}
      >
        {t('queue.resubmit')}
      </ReasonButton>
      <ReasonButton {...shared} disabledReason={notAdmin} onClick={onEdit}>
        {t('queue.limits')}
      </ReasonButton>
    </Group>
  );
}
