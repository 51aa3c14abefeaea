/** The audit trail, newest first, page by page. */

import type { AuditEntry, AuditOutcome } from '@isocenter/contract/audit';
import { Badge, Button, Center, Group, Select, Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useClient } from '../../api/client-context.tsx';
import { describeProblem } from '../../api/problem.ts';
import { auditQuery } from '../../api/queries.ts';
import { useIsAdmin } from '../../features/session/use-session.ts';
import { AdminOnly } from '../../features/settings/admin-only.tsx';
import { PageFrame } from '../../ui/page-frame.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { type RecordColumn, RecordList } from '../../ui/record-list.tsx';
import { usePageTitle } from '../../ui/use-page-title.ts';

const outcomes: Readonly<Record<AuditOutcome, { readonly label: string; readonly color: string }>> = {
  success: { label: 'Success', color: 'gray' },
  failure: { label: 'Failure', color: 'orange' },
  denied: { label: 'Denied', color: 'red' },
};

const columns: readonly RecordColumn<AuditEntry>[] = [
  {
    label: 'When',
    cell: ({ at }) => (
      <time dateTime={at} style={{ whiteSpace: 'nowrap', fontWeight: 500 }}>
        {new Date(at).toLocaleString(undefined, { dateStyle: 'short', timeStyle: 'medium' })}
      </time>
    ),
    width: 180,
  },
  { label: 'Who', cell: ({ subject }) => subject.name ?? subject.kind },
  {
    label: 'What',
    cell: ({ action, object }) => [action, object?.kind].filter((part) => part !== undefined).join(' · '),
  },
  {
    label: 'Outcome',
    cell: ({ outcome }) => (
      <Badge variant="light" color={outcomes[outcome].color} radius="sm">
        {outcomes[outcome].label}
      </Badge>
    ),
    width: 120,
  },
  { label: 'From', cell: ({ address }) => address ?? '' },
  { label: 'Details', cell: ({ details }) => <span className="mono">{describeDetails(details)}</span> },
];

export function AuditPage() {
  usePageTitle('Audit trail');
  return (
    <PageFrame
      title="Audit trail"
      description="Every sign-in, search, view, import and change of settings. Entries are chained, so that none can be altered or removed unnoticed; isocenter audit verify checks it."
    >
      <AdminOnly>
        <AuditTrail />
      </AdminOnly>
    </PageFrame>
  );
}

function AuditTrail() {
  const [outcome, setOutcome] = useState<AuditOutcome>();
  const isAdmin = useIsAdmin();
  const audit = useInfiniteQuery({
    ...auditQuery(useClient(), outcome === undefined ? {} : { outcome }),
    enabled: isAdmin,
  });
  if (audit.isError) return <ProblemAlert {...describeProblem(audit.error)} onRetry={() => void audit.refetch()} />;
  return (
    <>
      <Group mb="sm" justify="space-between">
        <Select
          aria-label="Outcome"
          w={180}
          value={outcome ?? 'all'}
          onChange={(value) =>
            setOutcome(value === 'success' || value === 'failure' || value === 'denied' ? value : undefined)
          }
          allowDeselect={false}
          data={[
            { value: 'all', label: 'Every outcome' },
            { value: 'denied', label: 'Denied' },
            { value: 'failure', label: 'Failures' },
            { value: 'success', label: 'Successes' },
          ]}
        />
        <Button variant="default" onClick={() => void audit.refetch()} loading={audit.isRefetching}>
          Refresh
        </Button>
      </Group>
      <RecordList
        label="Audit trail"
        columns={columns}
        rows={audit.data?.pages.flatMap((page) => page.entries)}
        rowKey={(entry) => String(entry.sequence)}
        empty="No entry matches."
      />
      <Center mt="md">
        {audit.hasNextPage ? (
          <Button variant="default" onClick={() => void audit.fetchNextPage()} loading={audit.isFetchingNextPage}>
            Older entries
          </Button>
        ) : (
          <Text c="dimmed" fz="xs">
            {audit.data === undefined ? '' : 'The trail begins here.'}
          </Text>
        )}
      </Center>
    </>
  );
}

function describeDetails(details: Readonly<Record<string, unknown>>): string {
  return Object.entries(details)
    .filter(([, value]) => !(Array.isArray(value) && value.length === 0))
    .map(([name, value]) => `${name}: ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`)
    .join(', ');
}
