/** Storage: how much is stored, how much room is left, how fast it fills, and what takes it. */

import type { StorageReport } from '@isocenter/contract/storage';
import { Alert, Progress, SimpleGrid, Stack, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useClient } from '../../api/client-context.tsx';
import { describeProblem } from '../../api/problem.ts';
import { storageQuery } from '../../api/queries.ts';
import { AdminOnly } from '../../features/settings/admin-only.tsx';
import { GrowthChart } from '../../features/storage/growth-chart.tsx';
import { useWords } from '../../languages/language-provider.tsx';
import { formatFileSize } from '../../ui/file-size.ts';
import { Moment } from '../../ui/moment.tsx';
import { PageFrame } from '../../ui/page-frame.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { RecordList } from '../../ui/record-list.tsx';
import { usePageTitle } from '../../ui/use-page-title.ts';

export function StoragePage() {
  usePageTitle('Storage');
  return (
    <PageFrame title="Storage" description="What is stored here, and how much room is left for more.">
      <AdminOnly>
        <Storage />
      </AdminOnly>
    </PageFrame>
  );
}

function Storage() {
  const t = useWords();
  const storage = useQuery(storageQuery(useClient()));
  if (storage.isError)
    return <ProblemAlert {...describeProblem(t, storage.error)} onRetry={() => void storage.refetch()} />;
  const report = storage.data;
  return (
    <Stack gap="lg">
      {report !== undefined && <Level report={report} />}
      {report !== undefined && <Room report={report} />}
      {report?.objectStore !== undefined && <ObjectStore store={report.objectStore} />}
      {report !== undefined && <GrowthChart growth={report.growth} />}
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <Shares label="By modality" rows={report?.modalities} />
        <Shares label="By sender" rows={report?.senders} />
      </SimpleGrid>
    </Stack>
  );
}

function Level({ report: { level, warnPercent } }: { readonly report: StorageReport }) {
  if (level === 'enough') return undefined;
  const isFull = level === 'full';
  return (
    <Alert
      role="alert"
      variant="light"
      color={isFull ? 'red' : 'orange'}
      icon={<IconAlertTriangle size={18} />}
      title={isFull ? 'There is no room left: objects are refused' : `More than ${warnPercent} % is taken`}
    >
      {isFull
        ? 'Senders are told so and try again later. Make room, and objects are taken again by themselves.'
        : 'Empty the trash, let retention rules work, or add to the disk before it is full.'}
    </Alert>
  );
}

function Room({ report }: { readonly report: StorageReport }) {
  const { studies, trash, roomBytes, diskBytes, freeBytes, reserveBytes, quota, level } = report;
  const limitBytes = quota === undefined ? diskBytes - reserveBytes : quota.maxBytes;
  const takenPercent = limitBytes === 0 ? 100 : Math.min(100, ((limitBytes - roomBytes) / limitBytes) * 100);
  return (
    <Stack gap="sm">
      <Progress
        value={takenPercent}
        size="lg"
        color={level === 'full' ? 'red' : level === 'little' ? 'orange' : 'iso'}
        aria-label={`${Math.round(takenPercent)} percent is taken`}
      />
      <SimpleGrid cols={{ base: 2, sm: 4 }}>
        <Figure name="Studies" bytes={studies.lengthBytes}>
          {imagesOf(studies)}
        </Figure>
        <Figure name="Trash" bytes={trash.lengthBytes}>
          {imagesOf(trash)}
        </Figure>
        <Figure name="Room for more" bytes={roomBytes}>
          {quota === undefined ? `of ${formatFileSize(limitBytes)}` : `of a quota of ${formatFileSize(quota.maxBytes)}`}
        </Figure>
        <Figure name="Free on the disk" bytes={freeBytes}>
          {formatFileSize(reserveBytes)} in reserve
        </Figure>
      </SimpleGrid>
    </Stack>
  );
}

function ObjectStore({ store }: { readonly store: NonNullable<StorageReport['objectStore']> }) {
  const { address, movedFiles, movedBytes, cachedBytes, waitingFiles, waitingBytes, failure } = store;
  return (
    <Stack gap="sm">
      <Text component="h2" fz="sm" fw={600} m={0}>
        In the S3 store <span className="mono">{address}</span>
      </Text>
      {failure !== undefined && (
        <Alert role="alert" variant="light" color="orange" icon={<IconAlertTriangle size={18} />} title={failedTitle}>
          {failure.code === 'wrong-store'
            ? 'The bucket is not the one that this node wrote to. Put storage.s3 right and start the node again.'
            : 'Images go on being stored on the disk, and are moved when it answers again. Images that lie only there cannot be read.'}{' '}
          Since <Moment at={failure.since} />, code <span className="mono">{failure.code}</span>.
        </Alert>
      )}
      <SimpleGrid cols={{ base: 2, sm: 4 }}>
        <Figure name="Moved there" bytes={movedBytes}>
          {movedFiles.toLocaleString()} files
        </Figure>
        <Figure name="On the disk as well" bytes={cachedBytes}>
          as a cache
        </Figure>
        <Figure name="Waiting to be moved" bytes={waitingBytes}>
          {waitingFiles.toLocaleString()} files
        </Figure>
      </SimpleGrid>
    </Stack>
  );
}

const failedTitle = 'The S3 store does not take files';

function imagesOf({ instances }: { readonly instances: number }): string {
  return `${instances.toLocaleString()} ${instances === 1 ? 'image' : 'images'}`;
}

type FigureProps = { readonly name: string; readonly bytes: number; readonly children: ReactNode };

function Figure({ name, bytes, children }: FigureProps) {
  return (
    <div>
      <Text fz="xs" c="dimmed">
        {name}
      </Text>
      <Text fz="xl" fw={620}>
        {formatFileSize(bytes)}
      </Text>
      <Text fz="xs" c="dimmed">
        {children}
      </Text>
    </div>
  );
}

type Share = StorageReport['modalities'][number];

function Shares({ label, rows }: { readonly label: string; readonly rows: readonly Share[] | undefined }) {
  return (
    <Stack gap="xs">
      <Text component="h2" fz="sm" fw={600} m={0}>
        {label}
      </Text>
      <RecordList
        label={label}
        columns={[
          { label: 'Name', cell: (row) => row.name || 'without' },
          { label: 'Images', cell: (row) => row.instances.toLocaleString(), width: 110 },
          { label: 'Size', cell: (row) => formatFileSize(row.lengthBytes), width: 110 },
        ]}
        rows={rows}
        rowKey={(row) => row.name}
        empty="Nothing is stored yet."
      />
    </Stack>
  );
}
