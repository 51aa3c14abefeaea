/** The audit trail for whoever looks after privacy: searched, read page by page, newest first, and exported. */

import { fillPath, paths } from '@isocenter/contract/paths';
import { Button, Center, Group, Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useClient } from '../../api/client-context.tsx';
import { describeProblem } from '../../api/problem.ts';
import { type AuditFilter, auditQuery } from '../../api/queries.ts';
import { auditColumns } from '../../features/audit/audit-columns.tsx';
import { AuditFilters } from '../../features/audit/audit-filters.tsx';
import { useExport } from '../../features/session/use-export.ts';
import { useMay } from '../../features/session/use-session.ts';
import { AdminOnly } from '../../features/settings/admin-only.tsx';
import { useWords } from '../../languages/language-provider.tsx';
import { useFormats } from '../../languages/use-formats.ts';
import { PageFrame } from '../../ui/page-frame.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { RecordList } from '../../ui/record-list.tsx';
import { usePageTitle } from '../../ui/use-page-title.ts';

export function AuditPage() {
  const t = useWords();
  usePageTitle(t('audit.title'));
  return (
    <PageFrame title={t('audit.title')} description={t('audit.description')}>
      <AdminOnly permission="privacy">
        <AuditTrail />
      </AdminOnly>
    </PageFrame>
  );
}

function AuditTrail() {
  const t = useWords();
  const formats = useFormats();
  const [filter, setFilter] = useState<AuditFilter>({});
  const mayRead = useMay('privacy');
  const audit = useInfiniteQuery({ ...auditQuery(useClient(), filter), enabled: mayRead });
  const { total, totalIsLowerBound } = audit.data?.pages[0] ?? {};
  return (
    <>
      <AuditFilters filter={filter} onChange={setFilter} />
      <Group mb="sm" gap="xs">
        <Text fz="sm" c="dimmed" me="auto" role="status">
          {total !== undefined && t(totalIsLowerBound === true ? 'audit.more' : 'audit.count', { count: total })}
        </Text>
        <Exports filter={filter} />
        <Button variant="default" onClick={() => void audit.refetch()} loading={audit.isRefetching}>
          {t('audit.refresh')}
        </Button>
      </Group>
      {audit.isError && <ProblemAlert {...describeProblem(t, audit.error)} onRetry={() => void audit.refetch()} />}
      {!(audit.isError && audit.data === undefined) && (
        <RecordList
          label={t('audit.title')}
          columns={auditColumns(t, formats)}
          rows={audit.data?.pages.flatMap((page) => page.entries)}
          rowKey={(entry) => String(entry.sequence)}
          empty={t('audit.none')}
        />
      )}
      <Center mt="md">
        {audit.hasNextPage ? (
          <Button variant="default" onClick={() => void audit.fetchNextPage()} loading={audit.isFetchingNextPage}>
            {t('audit.older')}
          </Button>
        ) : (
          <Text c="dimmed" fz="xs">
            {audit.data === undefined ? '' : t('audit.begins')}
          </Text>
        )}
      </Center>
    </>
  );
}

/** Everything that the filters let through, as a file; the node notes who took it. */
function Exports({ filter }: { readonly filter: AuditFilter }) {
  const t = useWords();
  const address = (format: 'csv' | 'jsonl') => fillPath(paths.auditExport(), {}, { ...filter, format });
  const client = useClient();
  const { begin, isPending } = useExport(() => client.askAuditExport());
  return (
    <>
      <Button onClick={() => begin(address('csv'))} loading={isPending} variant="default">
        {t('audit.exportCsv')}
      </Button>
      <Button onClick={() => begin(address('jsonl'))} loading={isPending} variant="default">
        {t('audit.exportJsonLines')}
      </Button>
    </>
  );
}
