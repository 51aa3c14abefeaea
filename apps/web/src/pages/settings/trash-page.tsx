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
import { useWords } from '../../languages/language-provider.tsx';
import { formatFileSize } from '../../ui/file-size.ts';
import { Moment } from '../../ui/moment.tsx';
import { PageFrame } from '../../ui/page-frame.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { ReasonButton } from '../../ui/reason-button.tsx';
import { type RecordColumn, RecordList } from '../../ui/record-list.tsx';
import { usePageTitle } from '../../ui/use-page-title.ts';

const columns: readonly RecordColumn<TrashEntry>[] = [
  {
    label: 'Patient',
    cell: (entry) => (
      <div>
        <Text fz="sm" fw={560}>
          {entry.patientName.display || 'No name'}
        </Text>
        <Text fz="xs" c="dimmed">
          {[entry.patientId, entry.studyDate, entry.description].filter((part) => part !== undefined).join(' · ')}
        </Text>
      </div>
    ),
  },
  {
    label: 'What',
    cell: (entry) => (
      <div>
        {entry.level === 'study' ? 'Study' : entry.level === 'series' ? 'Series' : 'Image'} · {imagesOf(entry)}
        <Text fz="xs" c="dimmed">
          {formatFileSize(entry.lengthBytes)}
        </Text>
      </div>
    ),
    width: 150,
  },
  {
    label: 'Deleted',
    cell: (entry) => (
      <div>
        <Moment at={entry.deletedAt} />
        <Text fz="xs" c="dimmed">
          {entry.cause === 'retention' ? 'by a retention rule' : `by ${entry.deletedBy}`}
        </Text>
      </div>
    ),
    width: 170,
  },
  { label: 'Why', cell: (entry) => entry.reason ?? 'The reason was lost with the database.' },
  {
    label: 'Goes',
    cell: (entry) =>
      entry.isPurging ? (
        'now'
      ) : entry.legalHold ? (
        <Badge variant="light" color="yellow" radius="sm">
          Legal hold
        </Badge>
      ) : (
        <Moment at={entry.purgeAfter} />
      ),
    width: 170,
  },
];

export function TrashPage() {
  usePageTitle('Trash');
  return (
    <PageFrame
      title="Trash"
      description="What was deleted is out of sight everywhere and waits here. Until it goes it can be brought back whole."
    >
      <AdminOnly>
        <Trash />
      </AdminOnly>
    </PageFrame>
  );
}

function Trash() {
  const t = useWords();
  const client = useClient();
  const trash = useQuery(trashQuery(client));
  const [purged, setPurged] = useState<TrashEntry>();
  const restore = useChange({
    perform: (id: string) => client.restoreTrash({ params: { id } }),
    touches: [keys.trash, keys.studies, keys.storage],
    done: 'Everything of it is back.',
  });
  if (trash.isError) return <ProblemAlert {...describeProblem(t, trash.error)} onRetry={() => void trash.refetch()} />;
  return (
    <>
      <RecordList
        label="Trash"
        columns={columns}
        rows={trash.data?.entries}
        rowKey={(entry) => entry.id}
        empty="The trash is empty."
        actions={(entry) => (
          <Group gap={6} wrap="nowrap" justify="flex-end">
            <ReasonButton
              size="compact-sm"
              variant="default"
              loading={restore.isPending && restore.variables === entry.id}
              disabledReason={entry.isPurging ? 'It is being deleted for good' : undefined}
              onClick={() => restore.mutate(entry.id)}
            >
              Restore
            </ReasonButton>
            <ReasonButton
              size="compact-sm"
              variant="light"
              color="red"
              disabledReason={refusalOf(entry)}
              onClick={() => setPurged(entry)}
            >
              Purge…
            </ReasonButton>
          </Group>
        )}
      />
      {trash.data !== undefined && trash.data.total > trash.data.entries.length && (
        <Text c="dimmed" fz="sm" mt="sm">
          The newest {trash.data.entries.length} of {trash.data.total} are shown.
        </Text>
      )}
      <Modal opened={purged !== undefined} onClose={() => setPurged(undefined)} title="Delete for good?" size="sm">
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
    done: 'It is gone for good.',
    quiet: true,
  });
  const isTyped = typed.trim() === String(entry.instances);
  return (
    <Stack gap="sm">
      {purge.isError && <ProblemAlert {...describeProblem(t, purge.error)} />}
      <Text fz="sm">
        {imagesOf(entry)} of {entry.patientName.display || 'a patient without a name'} will be gone, and nobody can
        bring them back. Type how many images that is.
      </Text>
      <TextInput
        label="Number of images"
        inputMode="numeric"
        data-autofocus
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onDone}>
          Cancel
        </Button>
        <ReasonButton
          color="red.9"
          loading={purge.isPending}
          disabledReason={isTyped ? undefined : `Type ${entry.instances} first`}
          onClick={() => purge.mutate(undefined, { onSuccess: onDone })}
        >
          Delete for good
        </ReasonButton>
      </Group>
    </Stack>
  );
}

function refusalOf(entry: TrashEntry): string | undefined {
  if (entry.isPurging) return 'It is being deleted for good already';
  return entry.legalHold ? 'A legal hold keeps it from being deleted' : undefined;
}

function imagesOf({ instances }: TrashEntry): string {
  return `${instances.toLocaleString()} ${instances === 1 ? 'image' : 'images'}`;
}
