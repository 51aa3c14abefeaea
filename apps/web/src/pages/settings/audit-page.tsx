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
import type { Words } from '../../languages/catalogue.ts';
import { useWords } from '../../languages/language-provider.tsx';
import { type Formats, useFormats } from '../../languages/use-formats.ts';
import { PageFrame } from '../../ui/page-frame.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { type RecordColumn, RecordList } from '../../ui/record-list.tsx';
import { usePageTitle } from '../../ui/use-page-title.ts';
import { pagePaths } from '../page-paths.ts';

const colors: Readonly<Record<AuditOutcome, string>> = { success: 'gray', failure: 'orange', denied: 'red' };

const columnsOf = (t: Words, formats: Formats): readonly RecordColumn<AuditEntry>[] => [
  {
    label: t('audit.when'),
    cell: ({ at }) => (
      <time dateTime={at} style={{ whiteSpace: 'nowrap', fontWeight: 500 }}>
        {formats.exactMoment(at)}
      </time>
    ),
    width: 180,
  },
  { label: t('audit.who'), cell: ({ subject }) => <bdi>{subject.name ?? subject.kind}</bdi> },
  {
    label: t('audit.what'),
    cell: ({ action, object }) => (
      <>
        <bdi>{action}</bdi>
        {object !== undefined && ' · '}
        {object !== undefined && <AuditObject {...object} />}
      </>
    ),
  },
  {
    label: t('audit.outcome'),
    cell: ({ outcome }) => (
      <Badge variant="light" color={colors[outcome]} radius="sm">
        {t(`audit.${outcome}`)}
      </Badge>
    ),
    width: 120,
  },
  { label: t('audit.from'), cell: ({ address }) => address ?? '' },
  {
    label: t('audit.details'),
    cell: ({ details }) => (
      <span className="mono" dir="ltr">
        {describeDetails(details)}
      </span>
    ),
  },
];

export function AuditPage() {
  const t = useWords();
  usePageTitle(t('audit.title'));
  return (
    <PageFrame title={t('audit.title')} description={t('audit.description')}>
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
  const formats = useFormats();
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
          aria-label={t('audit.action')}
          placeholder={t('audit.everyAction')}
          w={200}
          searchable
          clearable
          value={action ?? null}
          onChange={(value) => setAction(value ?? undefined)}
          data={auditActions}
        />
        <Select
          aria-label={t('audit.outcome')}
          w={200}
          value={outcome ?? 'all'}
          onChange={(value) =>
            setOutcome(value === 'success' || value === 'failure' || value === 'denied' ? value : undefined)
          }
          allowDeselect={false}
          data={[
            { value: 'all', label: t('audit.everyOutcome') },
            { value: 'denied', label: t('audit.denied') },
            { value: 'failure', label: t('audit.failures') },
            { value: 'success', label: t('audit.successes') },
          ]}
        />
        <TextInput
          type="date"
          aria-label={t('audit.firstDay')}
          w={150}
          value={days.first ?? ''}
          onChange={(event) => setDays({ ...days, first: event.currentTarget.value })}
        />
        <TextInput
          type="date"
          aria-label={t('audit.lastDay')}
          w={150}
          value={days.last ?? ''}
          onChange={(event) => setDays({ ...days, last: event.currentTarget.value })}
        />
        <Button variant="default" ms="auto" onClick={() => void audit.refetch()} loading={audit.isRefetching}>
          {t('audit.refresh')}
        </Button>
      </Group>
      {audit.isError && <ProblemAlert {...describeProblem(t, audit.error)} onRetry={() => void audit.refetch()} />}
      {!(audit.isError && audit.data === undefined) && (
        <RecordList
          label={t('audit.title')}
          columns={columnsOf(t, formats)}
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

function describeDetails(details: Readonly<Record<string, unknown>>): string {
  return Object.entries(details)
    .filter(([, value]) => !(Array.isArray(value) && value.length === 0))
    .map(([name, value]) => `${name}: ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`)
    .join(', ');
}
