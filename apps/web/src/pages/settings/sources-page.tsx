/** Sources: archives that are copied from, how far they are, and what keeps them. */

import type { Source } from '@isocenter/contract/sources';
import { ActionIcon, Badge, Group, Menu, Modal, Progress, Stack, Text } from '@mantine/core';
import { IconDots, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useClient } from '../../api/client-context.tsx';
import { describeProblem } from '../../api/problem.ts';
import { keys, sourcesQuery } from '../../api/queries.ts';
import { useIsAdmin } from '../../features/session/use-session.ts';
import { AdminOnly } from '../../features/settings/admin-only.tsx';
import { useChange } from '../../features/settings/use-change.ts';
import { countOf, describeAsked, describeSource, stateOf } from '../../features/sources/describe-source.ts';
import { SourceForm } from '../../features/sources/source-form.tsx';
import { SourceStudies } from '../../features/sources/source-studies.tsx';
import { useWords } from '../../languages/language-provider.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { Moment } from '../../ui/moment.tsx';
import { PageFrame } from '../../ui/page-frame.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { ReasonButton } from '../../ui/reason-button.tsx';
import { type RecordColumn, RecordList } from '../../ui/record-list.tsx';
import { usePageTitle } from '../../ui/use-page-title.ts';

const columns: readonly RecordColumn<Source>[] = [
  {
    label: 'Source',
    cell: ({ name, peer, mirror }) => (
      <Stack gap={2} align="flex-start">
        {name}
        <Text fz="xs" c="dimmed">
          {mirror === undefined ? 'what is new from' : 'mirror of'} <span className="mono">{peer.aeTitle}</span>
        </Text>
      </Stack>
    ),
  },
  { label: 'State', cell: (source) => <State source={source} />, width: '30%' },
  { label: 'Studies', cell: (source) => <Studies source={source} /> },
  {
    label: 'Asked',
    cell: ({ lastRunAt, nextRunAt, waitsFor }) => (
      <Stack gap={2}>
        <Moment at={lastRunAt} />
        {waitsFor === undefined && (
          <Text fz="xs" c="dimmed">
            next <Moment at={nextRunAt} />
          </Text>
        )}
      </Stack>
    ),
  },
];

type Opened = { readonly what: 'form' | 'studies'; readonly source: Source | undefined };

export function SourcesPage() {
  usePageTitle('Sources');
  const isAdmin = useIsAdmin();
  const [opened, setOpened] = useState<Opened>();
  const close = () => setOpened(undefined);
  return (
    <PageFrame
      title="Sources"
      description="Archives that this node copies from: what is new, or everything, as a mirror."
      actions={
        <ReasonButton
          leftSection={<IconPlus size={16} />}
          disabledReason={isAdmin ? undefined : 'Only administrators add sources'}
          onClick={() => setOpened({ what: 'form', source: undefined })}
        >
          Add a source
        </ReasonButton>
      }
    >
      <AdminOnly>
        <Sources onOpen={setOpened} />
      </AdminOnly>
      <Modal opened={opened !== undefined} onClose={close} title={titleOf(opened)} size="lg">
        {opened?.what === 'form' && <SourceForm source={opened.source} onSaved={close} />}
        {opened?.what === 'studies' && opened.source !== undefined && <SourceStudies source={opened.source} />}
      </Modal>
    </PageFrame>
  );
}

function titleOf(opened: Opened | undefined): string {
  if (opened?.what === 'studies') return `Studies: ${opened.source?.name}`;
  return opened?.source === undefined ? 'Add a source' : 'Change the source';
}

function Sources({ onOpen }: { readonly onOpen: (opened: Opened) => void }) {
  const t = useWords();
  const sources = useQuery(sourcesQuery(useClient()));
  if (sources.isError)
    return <ProblemAlert {...describeProblem(t, sources.error)} onRetry={() => void sources.refetch()} />;
  return (
    <RecordList
      label="Sources"
      columns={columns}
      rows={sources.data?.sources}
      rowKey={({ id }) => id}
      empty="There are no sources: nothing is copied by itself. An archive is added under Peers first."
      actions={(source) => <Actions source={source} onOpen={onOpen} />}
    />
  );
}

function State({ source }: { readonly source: Source }) {
  const { label, color } = stateOf(source);
  const said = describeSource(source, shortTime);
  return (
    <Stack gap={4} align="flex-start">
      <Badge variant="light" color={color}>
        {label}
      </Badge>
      {said !== undefined && (
        <Text fz="xs" c="dimmed">
          {said}
        </Text>
      )}
    </Stack>
  );
}

function Studies({ source: { name, studies, fetchedInstances } }: { readonly source: Source }) {
  const { waiting, running, sending, done, failed, deletedHere, deletedThere } = studies;
  const left = waiting + running + sending;
  const total = left + done + failed;
  const rest = [
    ...(left > 0 ? [`${left.toLocaleString()} left`] : []),
    ...(deletedHere > 0 ? [`${deletedHere.toLocaleString()} deleted here`] : []),
    ...(deletedThere > 0 ? [`${deletedThere.toLocaleString()} deleted there`] : []),
  ];
  return (
    <Stack gap={4}>
      <span>{countOf(done, 'study', 'studies')} done</span>
      {left > 0 && <Progress size="sm" value={(100 * (done + failed)) / total} aria-label={`${name}: progress`} />}
      {failed > 0 && (
        <Text fz="xs" c="var(--mantine-color-red-light-color)">
          {failed.toLocaleString()} given up
        </Text>
      )}
      <Text fz="xs" c="dimmed">
        {[...rest, `${countOf(fetchedInstances, 'image', 'images')} copied`].join(', ')}
      </Text>
    </Stack>
  );
}

type ActionsProps = { readonly source: Source; readonly onOpen: (opened: Opened) => void };

function Actions({ source, onOpen }: ActionsProps) {
  const client = useClient();
  const [isRemoving, setRemoving] = useState(false);
  const params = { id: source.id };
  const touches = [keys.sources];
  const run = useChange({
    perform: (compare: boolean) => client.runSource({ params, body: { compare } }),
    touches,
    done: (asked) => describeAsked(asked, shortTime),
  });
  const pause = useChange({ perform: () => client.pauseSource({ params }), touches });
  const resume = useChange({ perform: () => client.resumeSource({ params }), touches });
  const retry = useChange({ perform: () => client.retrySource({ params }), touches });
  const remove = useChange({
    perform: () => client.deleteSource({ params }),
    touches,
    done: 'The source has been removed.',
  });
  const isPaused = source.waitsFor?.what === 'paused';
  const shared = { size: 'compact-sm', variant: 'default' } as const;
  const cannotCompare = source.mirror === undefined || source.backFilledAt === undefined;
  return (
    <Group gap={6} wrap="nowrap" justify="flex-end">
      <ReasonButton
        {...shared}
        loading={run.isPending}
        disabledReason={isPaused ? 'It is paused' : undefined}
        onClick={() => run.mutate(false)}
      >
        Ask now
      </ReasonButton>
      <ReasonButton
        {...shared}
        loading={pause.isPending || resume.isPending}
        onClick={() => (isPaused ? resume : pause).mutate(undefined)}
      >
        {isPaused ? 'Resume' : 'Pause'}
      </ReasonButton>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="default" size={26} aria-label={`More about ${source.name}`}>
            <IconDots size={15} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => onOpen({ what: 'studies', source })}>Studies…</Menu.Item>
          <Menu.Item disabled={source.studies.failed === 0} onClick={() => retry.mutate(undefined)}>
            Try again what was given up
          </Menu.Item>
          <Menu.Item disabled={cannotCompare || isPaused} onClick={() => run.mutate(true)}>
            Compare everything now
          </Menu.Item>
          <Menu.Item onClick={() => onOpen({ what: 'form', source })}>Change…</Menu.Item>
          <Menu.Item color="red" onClick={() => setRemoving(true)}>
            Remove…
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <ConfirmDialog
        opened={isRemoving}
        onClose={() => setRemoving(false)}
        title={`Remove ${source.name}?`}
        action="Remove"
        onConfirm={() => remove.mutate(undefined)}
      >
        Nothing is copied from it or sent back to it any more. What is here stays.
      </ConfirmDialog>
    </Group>
  );
}

function shortTime(iso: string): string {
  return new Date(iso).toLocaleString(undefined, { dateStyle: 'short', timeStyle: 'short' });
}
