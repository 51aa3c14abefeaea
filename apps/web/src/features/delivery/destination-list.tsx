/** Where is sent to: how each destination is doing, how much waits for it, and how it is sent to. */

import type { Destination } from '@isocenter/contract/deliveries';
import { Badge, Group, Modal, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useClient } from '../../api/client-context.tsx';
import { describeProblem } from '../../api/problem.ts';
import { destinationsQuery, keys } from '../../api/queries.ts';
import { useWords } from '../../languages/language-provider.tsx';
import { Moment } from '../../ui/moment.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { ReasonButton } from '../../ui/reason-button.tsx';
import { type RecordColumn, RecordList } from '../../ui/record-list.tsx';
import { useIsAdmin } from '../session/use-session.ts';
import { useChange } from '../settings/use-change.ts';
import { describeReason } from './describe-delivery.ts';
import { DestinationForm } from './destination-form.tsx';

const columns: readonly RecordColumn<Destination>[] = [
  {
    label: 'Destination',
    cell: ({ name, aeTitle }) => (
      <Stack gap={2}>
        {name}
        <Text fz="xs" c="dimmed" className="mono">
          {aeTitle}
        </Text>
      </Stack>
    ),
  },
  { label: 'State', cell: (destination) => <State destination={destination} />, width: '36%' },
  { label: 'Waiting', cell: (destination) => <Waiting destination={destination} /> },
  { label: 'Being sent', cell: ({ running }) => running },
  { label: 'Dead letters', cell: ({ dead }) => dead },
  { label: 'Oldest', cell: ({ oldestAt }) => (oldestAt === undefined ? '–' : <Moment at={oldestAt} />) },
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
        label="Destinations"
        columns={columns}
        rows={destinations.data?.destinations}
        rowKey={({ id }) => id}
        empty="There is nowhere to send to yet: peers are added in the settings."
        actions={(destination) => <Actions destination={destination} onEdit={() => setEdited(destination)} />}
      />
      <Modal opened={edited !== undefined} onClose={() => setEdited(undefined)} title={`Sending to ${edited?.name}`}>
        {edited !== undefined && <DestinationForm destination={edited} onSaved={() => setEdited(undefined)} />}
      </Modal>
    </>
  );
}

function State({ destination: { enabled, pausedAt, failing, opensAt } }: { readonly destination: Destination }) {
  if (!enabled)
    return (
      <Badge variant="light" color="gray">
        Switched off
      </Badge>
    );
  if (pausedAt !== undefined)
    return (
      <Badge variant="light" color="orange">
        Paused
      </Badge>
    );
  if (failing !== undefined) {
    return (
      <Stack gap={2} align="flex-start">
        <Badge variant="light" color="red">
          Away
        </Badge>
        <Text fz="xs" c="dimmed">
          {describeReason(failing.code)} Since <Moment at={failing.since} />.
        </Text>
      </Stack>
    );
  }
  if (opensAt !== undefined) {
    return (
      <Text fz="sm" c="dimmed">
        Sent to from <Moment at={opensAt} />
      </Text>
    );
  }
  return (
    <Badge variant="light" color="teal">
      Ready
    </Badge>
  );
}

function Waiting({ destination: { waiting, committing } }: { readonly destination: Destination }) {
  if (committing === 0) return waiting;
  return (
    <Stack gap={2}>
      {waiting}
      <Text fz="xs" c="dimmed">
        and {committing} for commitment
      </Text>
    </Stack>
  );
}

type ActionsProps = { readonly destination: Destination; readonly onEdit: () => void };

function Actions({ destination, onEdit }: ActionsProps) {
  const client = useClient();
  const params = { id: destination.id };
  const touches = [keys.destinations, keys.deliveries];
  const isPaused = destination.pausedAt !== undefined;
  const notAway = destination.failing === undefined ? 'It is not away' : undefined;
  const pause = useChange({ perform: () => client.pauseDestination({ params }), touches });
  const resume = useChange({ perform: () => client.resumeDestination({ params }), touches });
  const resubmit = useChange({ perform: () => client.resubmitDeadLetters({ params }), touches });
  const notAdmin = useIsAdmin() ? undefined : 'Only administrators change how is sent';
  const none = destination.dead === 0 ? 'There are no dead letters' : undefined;
  const shared = { size: 'compact-sm', variant: 'default' } as const;
  return (
    <Group gap={6} justify="flex-end">
      <ReasonButton
        {...shared}
        disabledReason={notAdmin ?? notAway}
        loading={resume.isPending && !isPaused}
        onClick={() => resume.mutate(undefined)}
      >
        Try now
      </ReasonButton>
      <ReasonButton
        {...shared}
        disabledReason={notAdmin}
        loading={pause.isPending}
        onClick={() => (isPaused ? resume : pause).mutate(undefined)}
      >
        {isPaused ? 'Resume' : 'Pause'}
      </ReasonButton>
      <ReasonButton
        {...shared}
        disabledReason={notAdmin ?? none}
        loading={resubmit.isPending}
        onClick={() => resubmit.mutate(undefined)}
      >
        Resubmit
      </ReasonButton>
      <ReasonButton {...shared} disabledReason={notAdmin} onClick={onEdit}>
        Limits
      </ReasonButton>
    </Group>
  );
}
