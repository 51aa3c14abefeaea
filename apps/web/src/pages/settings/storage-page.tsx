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
import { useFormats } from '../../languages/use-formats.ts';
import { Moment } from '../../ui/moment.tsx';
import { PageFrame } from '../../ui/page-frame.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { RecordList } from '../../ui/record-list.tsx';
import { usePageTitle } from '../../ui/use-page-title.ts';

export function StoragePage() {
  const t = useWords();
  usePageTitle(t('storage.title'));
  return (
    <PageFrame title={t('storage.title')} description={t('storage.description')}>
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
        <Shares label={t('storage.byModality')} rows={report?.modalities} />
        <Shares label={t('storage.bySender')} rows={report?.senders} />
      </SimpleGrid>
    </Stack>
  );
}

function Level({ report: { level, warnPercent } }: { readonly report: StorageReport }) {
  const t = useWords();
  if (level === 'enough') return undefined;
  const isFull = level === 'full';
  return (
    <Alert
      role="alert"
      variant="light"
      color={isFull ? 'red' : 'orange'}
      icon={<IconAlertTriangle size={18} />}
      title={isFull ? t('storage.full') : t('storage.littleRoom', { percent: warnPercent })}
    >
      {isFull ? t('storage.fullDetail') : t('storage.littleRoomDetail')}
    </Alert>
  );
}

function Room({ report }: { readonly report: StorageReport }) {
  const t = useWords();
  const formats = useFormats();
  const { studies, trash, roomBytes, diskBytes, freeBytes, reserveBytes, quota, level } = report;
  const limitBytes = quota === undefined ? diskBytes - reserveBytes : quota.maxBytes;
  const takenPercent = limitBytes === 0 ? 100 : Math.min(100, ((limitBytes - roomBytes) / limitBytes) * 100);
  return (
    <Stack gap="sm">
      <Progress
        value={takenPercent}
        size="lg"
        color={level === 'full' ? 'red' : level === 'little' ? 'orange' : 'iso'}
        aria-label={t('storage.percentTaken', { percent: Math.round(takenPercent) })}
      />
      <SimpleGrid cols={{ base: 2, sm: 4 }}>
        <Figure name={t('storage.studies')} bytes={studies.lengthBytes}>
          {t('studies.images', { count: studies.instances })}
        </Figure>
        <Figure name={t('storage.trash')} bytes={trash.lengthBytes}>
          {t('studies.images', { count: trash.instances })}
        </Figure>
        <Figure name={t('storage.room')} bytes={roomBytes}>
          {quota === undefined
            ? t('storage.ofSize', { size: formats.fileSize(limitBytes) })
            : t('storage.ofQuota', { size: formats.fileSize(quota.maxBytes) })}
        </Figure>
        <Figure name={t('storage.free')} bytes={freeBytes}>
          {t('storage.inReserve', { size: formats.fileSize(reserveBytes) })}
        </Figure>
      </SimpleGrid>
    </Stack>
  );
}

function ObjectStore({ store }: { readonly store: NonNullable<StorageReport['objectStore']> }) {
  const t = useWords();
  const { address, movedFiles, movedBytes, cachedBytes, waitingFiles, waitingBytes, failure } = store;
  return (
    <Stack gap="sm">
      <Text component="h2" fz="sm" fw={600} m={0}>
        {t('storage.inStore')} <bdi className="mono">{address}</bdi>
      </Text>
      {failure !== undefined && (
        <Alert
          role="alert"
          variant="light"
          color="orange"
          icon={<IconAlertTriangle size={18} />}
          title={t('storage.storeFailed')}
        >
          {failure.code === 'wrong-store' ? t('storage.wrongStore') : t('storage.storeAway')}{' '}
          {t.rich('storage.sinceCode', {
            at: () => <Moment at={failure.since} />,
            code: () => <bdi className="mono">{failure.code}</bdi>,
          })}
        </Alert>
      )}
      <SimpleGrid cols={{ base: 2, sm: 4 }}>
        <Figure name={t('storage.moved')} bytes={movedBytes}>
          {t('storage.fileCount', { count: movedFiles })}
        </Figure>
        <Figure name={t('storage.onDisk')} bytes={cachedBytes}>
          {t('storage.asCache')}
        </Figure>
        <Figure name={t('storage.toBeMoved')} bytes={waitingBytes}>
          {t('storage.fileCount', { count: waitingFiles })}
        </Figure>
      </SimpleGrid>
    </Stack>
  );
}

type FigureProps = { readonly name: string; readonly bytes: number; readonly children: ReactNode };

function Figure({ name, bytes, children }: FigureProps) {
  const formats = useFormats();
  return (
    <div>
      <Text fz="xs" c="dimmed">
        {name}
      </Text>
      <Text fz="xl" fw={620}>
        {formats.fileSize(bytes)}
      </Text>
      <Text fz="xs" c="dimmed">
        {children}
      </Text>
    </div>
  );
}

type Share = StorageReport['modalities'][number];

function Shares({ label, rows }: { readonly label: string; readonly rows: readonly Share[] | undefined }) {
  const t = useWords();
  const formats = useFormats();
  return (
    <Stack gap="xs">
      <Text component="h2" fz="sm" fw={600} m={0}>
        {label}
      </Text>
      <RecordList
        label={label}
        columns={[
          { label: t('storage.name'), cell: (row) => <bdi>{row.name || t('storage.without')}</bdi> },
          { label: t('storage.images'), cell: (row) => formats.number(row.instances), width: 110 },
          { label: t('storage.size'), cell: (row) => formats.fileSize(row.lengthBytes), width: 110 },
        ]}
        rows={rows}
        rowKey={(row) => row.name}
        empty={t('storage.nothing')}
      />
    </Stack>
  );
}
