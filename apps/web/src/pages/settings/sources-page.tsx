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
import { describeAsked, describeSource, stateOf } from '../../features/sources/describe-source.ts';
import { SourceForm } from '../../features/sources/source-form.tsx';
import { SourceStudies } from '../../features/sources/source-studies.tsx';
import type { Words } from '../../languages/catalogue.ts';
import { useWords } from '../../languages/language-provider.tsx';
import { useFormats } from '../../languages/use-formats.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { Moment } from '../../ui/moment.tsx';
import { PageFrame } from '../../ui/page-frame.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { ReasonButton } from '../../ui/reason-button.tsx';
import { type RecordColumn, RecordList } from '../../ui/record-list.tsx';
import { usePageTitle } from '../../ui/use-page-title.ts';

const columnsOf = (t: Words): readonly RecordColumn<Source>[] => [
  {
    label: t('sources.source'),
    cell: ({ name, peer, mirror }) => (
      <Stack gap={2} align="flex-start">
        <bdi>{name}</bdi>
        <Text fz="xs" c="dimmed">
          {mirror === undefined ? t('sources.newFrom') : t('sources.mirrorOf')}{' '}
          <bdi className="mono">{peer.aeTitle}</bdi>
        </Text>
      </Stack>
    ),
  },
  { label: t('sources.state'), cell: (source) => <State source={source} />, width: '30%' },
  { label: t('sources.studies'), cell: (source) => <Studies source={source} /> },
  {
    label: t('sources.asked'),
    cell: ({ lastRunAt, nextRunAt, waitsFor }) => (
      <Stack gap={2}>
        <Moment at={lastRunAt} />
        {(waitsFor === undefined || waitsFor.what === 'pace') && (
          <Text fz="xs" c="dimmed">
            {t('sources.next')} <Moment at={nextRunAt} />
          </Text>
        )}
      </Stack>
    ),
  },
];

type Opened = { readonly what: 'form' | 'studies'; readonly source: Source | undefined };

export function SourcesPage() {
  const t = useWords();
  usePageTitle(t('sources.title'));
  const isAdmin = useIsAdmin();
  const [opened, setOpened] = useState<Opened>();
  const close = () => setOpened(undefined);
  return (
    <PageFrame
      title={t('sources.title')}
      description={t('sources.description')}
      actions={
        <ReasonButton
          leftSection={<IconPlus size={16} />}
          disabledReason={isAdmin ? undefined : t('sources.onlyAdministrators')}
          onClick={() => setOpened({ what: 'form', source: undefined })}
        >
          {t('sources.add')}
        </ReasonButton>
      }
    >
      <AdminOnly>
        <Sources onOpen={setOpened} />
      </AdminOnly>
      <Modal opened={opened !== undefined} onClose={close} title={titleOf(t, opened)} size="lg">
        {opened?.what === 'form' && <SourceForm source={opened.source} onSaved={close} />}
        {opened?.what === 'studies' && opened.source !== undefined && <SourceStudies source={opened.source} />}
      </Modal>
    </PageFrame>
  );
}

function titleOf(t: Words, opened: Opened | undefined): string {
  if (opened?.what === 'studies') return t('sources.studiesOf', { name: opened.source?.name ?? '' });
  return opened?.source === undefined ? t('sources.add') : t('sources.change');
}

function Sources({ onOpen }: { readonly onOpen: (opened: Opened) => void }) {
  const t = useWords();
  const sources = useQuery(sourcesQuery(useClient()));
  if (sources.isError)
    return <ProblemAlert {...describeProblem(t, sources.error)} onRetry={() => void sources.refetch()} />;
  return (
    <RecordList
      label={t('sources.title')}
      columns={columnsOf(t)}
      rows={sources.data?.sources}
      rowKey={({ id }) => id}
      empty={t('sources.none')}
      actions={(source) => <Actions source={source} onOpen={onOpen} />}
    />
  );
}

function State({ source }: { readonly source: Source }) {
  const t = useWords();
  const formats = useFormats();
  const { label, color } = stateOf(source);
  const said = describeSource(t, source, formats.moment);
  return (
    <Stack gap={4} align="flex-start">
      <Badge variant="light" color={color}>
        {t(label)}
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
  const t = useWords();
  const { waiting, running, sending, done, failed, deletedHere, deletedThere } = studies;
  const left = waiting + running + sending;
  const total = left + done + failed;
  const rest = [
    ...(left > 0 ? [t('sources.left', { count: left })] : []),
    ...(deletedHere > 0 ? [t('sources.deletedHereCount', { count: deletedHere })] : []),
    ...(deletedThere > 0 ? [t('sources.deletedThereCount', { count: deletedThere })] : []),
  ];
  return (
    <Stack gap={4}>
      <span>{t('sources.done', { count: done })}</span>
      {left > 0 && (
        <Progress size="sm" value={(100 * (done + failed)) / total} aria-label={t('sources.progressOf', { name })} />
      )}
      {failed > 0 && (
        <Text fz="xs" c="var(--mantine-color-red-light-color)">
          {t('sources.givenUpCount', { count: failed })}
        </Text>
      )}
      <Text fz="xs" c="dimmed">
        {[...rest, t('sources.copied', { count: fetchedInstances })].join(', ')}
      </Text>
    </Stack>
  );
}

type ActionsProps = { readonly source: Source; readonly onOpen: (opened: Opened) => void };

function Actions({ source, onOpen }: ActionsProps) {
  const t = useWords();
  const formats = useFormats();
  const client = useClient();
  const [isRemoving, setRemoving] = useState(false);
  const params = { id: source.id };
  const touches = [keys.sources];
  const run = useChange({
    perform: (compare: boolean) => client.runSource({ params, body: { compare } }),
    touches,
    done: (asked) => describeAsked(t, asked, formats.moment),
  });
  const pause = useChange({ perform: () => client.pauseSource({ params }), touches });
  const resume = useChange({ perform: () => client.resumeSource({ params }), touches });
  const retry = useChange({ perform: () => client.retrySource({ params }), touches });
  const remove = useChange({
    perform: () => client.deleteSource({ params }),
    touches,
    done: t('sources.removed'),
  });
  const isPaused = source.waitsFor?.what === 'paused';
  const shared = { size: 'compact-sm', variant: 'default' } as const;
  const cannotCompare = source.mirror === undefined || source.backFilledAt === undefined;
  return (
    <Group gap={6} wrap="nowrap" justify="flex-end">
      <ReasonButton
        {...shared}
        loading={run.isPending}
        disabledReason={isPaused ? t('sources.isPaused') : undefined}
        onClick={() => run.mutate(false)}
      >
        {t('sources.askNow')}
      </ReasonButton>
      <ReasonButton
        {...shared}
        loading={pause.isPending || resume.isPending}
        onClick={() => (isPaused ? resume : pause).mutate(undefined)}
      >
        {isPaused ? t('sources.resume') : t('sources.pause')}
      </ReasonButton>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="default" size={26} aria-label={t('sources.moreAbout', { name: source.name })}>
            <IconDots size={15} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => onOpen({ what: 'studies', source })}>{t('sources.studiesButton')}</Menu.Item>
          <Menu.Item disabled={source.studies.failed === 0} onClick={() => retry.mutate(undefined)}>
            {t('sources.retry')}
          </Menu.Item>
          <Menu.Item disabled={cannotCompare || isPaused} onClick={() => run.mutate(true)}>
            {t('sources.compareNow')}
          </Menu.Item>
          <Menu.Item onClick={() => onOpen({ what: 'form', source })}>{t('sources.changeButton')}</Menu.Item>
          <Menu.Item color="red" onClick={() => setRemoving(true)}>
            {t('sources.removeButton')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <ConfirmDialog
        opened={isRemoving}
        onClose={() => setRemoving(false)}
        title={t('sources.removeQuestion', { name: source.name })}
        action={t('sources.remove')}
        onConfirm={() => remove.mutate(undefined)}
      >
        {t('sources.removeDetail')}
      </ConfirmDialog>
    </Group>
  );
}
