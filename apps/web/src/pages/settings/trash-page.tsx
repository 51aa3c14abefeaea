/** The trash: what was deleted, by whom and why, and when it goes; restored or purged from here. */

import type { TrashEntry } from '@isocenter/contract/trash';
import { Badge, Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useClient } from '../../api/client-context.tsx';
import { describeProblem } from '../../api/problem.ts';
import { keys, trashQuery } from '../../api/queries.ts';
import { AdminOnly } from '../../features/settings/admin-only.tsx';
import { useChange } from '../../features/settings/use-change.ts';
import type { Words } from '../../languages/catalogue.ts';
import { useWords } from '../../languages/language-provider.tsx';
import { type Formats, useFormats } from '../../languages/use-formats.ts';
import { Moment } from '../../ui/moment.tsx';
import { PageFrame } from '../../ui/page-frame.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { ReasonButton } from '../../ui/reason-button.tsx';
import { type RecordColumn, RecordList } from '../../ui/record-list.tsx';
import { usePageTitle } from '../../ui/use-page-title.ts';

const columnsOf = (t: Words, formats: Formats): readonly RecordColumn<TrashEntry>[] => [
  {
    label: t('trash.patient'),
    cell: (entry) => (
      <div>
        <Text fz="sm" fw={560}>
          <bdi>{entry.patientName.display || t('studies.noName')}</bdi>
        </Text>
        <Text fz="xs" c="dimmed">
          <bdi>
            {[entry.patientId, entry.studyDate, entry.description].filter((part) => part !== undefined).join(' · ')}
          </bdi>
        </Text>
      </div>
    ),
  },
  {
    label: t('trash.what'),
    cell: (entry) => (
      <div>
        {entry.level === 'study' ? t('trash.study') : entry.level === 'series' ? t('trash.series') : t('trash.image')} ·{' '}
        {t('studies.images', { count: entry.instances })}
        <Text fz="xs" c="dimmed">
          {formats.fileSize(entry.lengthBytes)}
        </Text>
      </div>
    ),
    width: 150,
  },
  {
    label: t('trash.deleted'),
    cell: (entry) => (
      <div>
        <Moment at={entry.deletedAt} />
        <Text fz="xs" c="dimmed">
          {entry.cause === 'retention' ? t('trash.byRule') : t('trash.by', { name: entry.deletedBy })}
        </Text>
      </div>
    ),
    width: 170,
  },
  { label: t('trash.why'), cell: (entry) => entry.reason ?? t('trash.reasonLost') },
  {
    label: t('trash.goes'),
    cell: (entry) =>
      entry.isPurging ? (
        t('trash.now')
      ) : entry.legalHold ? (
        <Badge variant="light" color="yellow" radius="sm">
          {t('trash.hold')}
        </Badge>
      ) : (
        <Moment at={entry.purgeAfter} />
      ),
    width: 170,
  },
];

export function TrashPage() {
  const t = useWords();
  usePageTitle(t('trash.title'));
  return (
    <PageFrame title={t('trash.title')} description={t('trash.description')}>
      <AdminOnly>
        <Trash />
      </AdminOnly>
    </PageFrame>
  );
}

function Trash() {
  const formats = useFormats();
  const t = useWords();
  const client = useClient();
  const trash = useQuery(trashQuery(client));
  const [purged, setPurged] = useState<TrashEntry>();
  const restore = useChange({
    perform: (id: string) => client.restoreTrash({ params: { id } }),
    touches: [keys.trash, keys.studies, keys.storage],
    done: t('trash.back'),
  });
  if (trash.isError) return <ProblemAlert {...describeProblem(t, trash.error)} onRetry={() => void trash.refetch()} />;
  return (
    <>
      <RecordList
        label={t('trash.title')}
        columns={columnsOf(t, formats)}
        rows={trash.data?.entries}
        rowKey={(entry) => entry.id}
        empty={t('trash.empty')}
        actions={(entry) => (
          <Group gap={6} wrap="nowrap" justify="flex-end">
            <ReasonButton
              size="compact-sm"
              variant="default"
              loading={restore.isPending && restore.variables === entry.id}
              disabledReason={entry.isPurging ? t('trash.beingDeleted') : undefined}
              onClick={() => restore.mutate(entry.id)}
            >
              {t('trash.restore')}
            </ReasonButton>
            <ReasonButton
              size="compact-sm"
              variant="light"
              color="red"
              disabledReason={refusalOf(t, entry)}
              onClick={() => setPurged(entry)}
            >
              {t('trash.purge')}
            </ReasonButton>
          </Group>
        )}
      />
      {trash.data !== undefined && trash.data.total > trash.data.entries.length && (
        <Text c="dimmed" fz="sm" mt="sm">
          {t('trash.newest', { shown: trash.data.entries.length, total: trash.data.total })}
        </Text>
      )}
      <Modal
        opened={purged !== undefined}
        onClose={() => setPurged(undefined)}
        title={t('trash.deleteQuestion')}
        size="sm"
      >
        {purged !== undefined && <PurgeForm entry={purged} onDone={() => setPurged(undefined)} />}
      </Modal>
    </>
  );
}

/** The second confirmation: the number of images, typed. */
function PurgeForm({ entry, onDone }: { readonly entry: TrashEntry; readonly onDone: () => void }) {
  const t = useWords();
  const client = useClient();
  const [typed, setTyped] = useState('');
  const purge = useChange({
    perform: () => client.purgeTrash({ params: { id: entry.id }, body: { instances: entry.instances } }),
    touches: [keys.trash, keys.storage],
    done: t('trash.gone'),
    quiet: true,
  });
  const isTyped = typed.trim() === String(entry.instances);
  return (
    <Stack gap="sm">
      {purge.isError && <ProblemAlert {...describeProblem(t, purge.error)} />}
      <Text fz="sm">
        {t('trash.willBeGone', {
          count: entry.instances,
          name: entry.patientName.display || t('trash.nameless'),
        })}
      </Text>
      <TextInput
        label={t('trash.numberOfImages')}
        inputMode="numeric"
        data-autofocus
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onDone}>
          {t('shared.cancel')}
        </Button>
        <ReasonButton
          color="red.9"
          loading={purge.isPending}
          disabledReason={isTyped ? undefined : t('trash.typeFirst', { count: String(entry.instances) })}
          onClick={() => purge.mutate(undefined, { onSuccess: onDone })}
        >
          {t('trash.deleteForGood')}
        </ReasonButton>
      </Group>
    </Stack>
  );
}

function refusalOf(t: Words, entry: TrashEntry): string | undefined {
  if (entry.isPurging) return t('trash.beingDeletedAlready');
  return entry.legalHold ? t('trash.holdKeeps') : undefined;
}
