/** The audit trail, newest first, page by page. */

import type { AuditEntry, AuditOutcome } from '@isocenter/contract/audit';
import { auditActions } from '@isocenter/contract/audit-actions';
import { Badge, Button, Center, Group, Select, Text, TextInput } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useClient } from '../../api/client-context.tsx';
import { describeProblem } from '../../api/problem.ts';
import { auditQuery } from '../../api/queries.ts';
import { useIsAdmin } from '../../features/session/use-session.ts';
import { AdminOnly } from '../../features/settings/admin-only.tsx';
import { type AuditDays, toMoments } from '../../features/settings/audit-days.ts';
import { AnchorLink } from '../../features/shell/links.tsx';
import { useWords } from '../../languages/language-provider.tsx';
import { PageFrame } from '../../ui/page-frame.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { type RecordColumn, RecordList } from '../../ui/record-list.tsx';
import { usePageTitle } from '../../ui/use-page-title.ts';
import { pagePaths } from '../page-paths.ts';

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
    cell: ({ action, object }) => (
      <>
        {action}
        {object !== undefined && ' · '}
        {object !== undefined && <AuditObject {...object} />}
      </>
    ),
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

/** Studies can be opened from here; of everything else the id is what the rest of the settings call it by. */
function AuditObject({ kind, id }: NonNullable<AuditEntry['object']>) {
  if (id === undefined) return kind;
  const text = `${kind} ${id}`;
  if (kind !== 'study') return text;
  return (
    <AnchorLink to={pagePaths.study} params={{ studyId: id }} fz="inherit" td="underline">
      {text}
    </AnchorLink>
  );
}

function AuditTrail() {
  const t = useWords();
  const [outcome, setOutcome] = useState<AuditOutcome>();
  const [action, setAction] = useState<string>();
  const [days, setDays] = useState<AuditDays>({});
  const isAdmin = useIsAdmin();
  const audit = useInfiniteQuery({
    ...auditQuery(useClient(), {
      ...(outcome === undefined ? {} : { outcome }),
      ...(action === undefined ? {} : { action }),
      ...toMoments(days),
    }),
    enabled: isAdmin,
  });
  return (
    <>
      <Group mb="sm">
        <Select
          aria-label="Action"
          placeholder="Every action"
          w={200}
          searchable
          clearable
          value={action ?? null}
          onChange={(value) => setAction(value ?? undefined)}
          data={auditActions}
        />
        <Select
          aria-label="Outcome"
          w={160}
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
        <TextInput
          type="date"
          aria-label="First day"
          w={150}
          value={days.first ?? ''}
          onChange={(event) => setDays({ ...days, first: event.currentTarget.value })}
        />
        <TextInput
          type="date"
          aria-label="Last day"
          w={150}
          value={days.last ?? ''}
          onChange={(event) => setDays({ ...days, last: event.currentTarget.value })}
        />
        <Button variant="default" ms="auto" onClick={() => void audit.refetch()} loading={audit.isRefetching}>
          Refresh
        </Button>
      </Group>
      {audit.isError && <ProblemAlert {...describeProblem(t, audit.error)} onRetry={() => void audit.refetch()} />}
      {!(audit.isError && audit.data === undefined) && (
        <RecordList
          label="Audit trail"
          columns={columns}
          rows={audit.data?.pages.flatMap((page) => page.entries)}
          rowKey={(entry) => String(entry.sequence)}
          empty="No entry matches."
        />
      )}
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
