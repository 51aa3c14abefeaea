/** Who has looked at a study, downloaded it, sent it on or changed it, and when: from the audit trail, the latest first. */

import type { Access } from '@isocenter/contract/audit';
import { Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useClient } from '../../api/client-context.tsx';
import { describeProblem } from '../../api/problem.ts';
import { studyAccessesQuery } from '../../api/queries.ts';
import { useWords } from '../../languages/language-provider.tsx';
import { useFormats } from '../../languages/use-formats.ts';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { RecordList } from '../../ui/record-list.tsx';
import { describeSubject } from '../audit/event-words.ts';
import { useMay } from '../session/use-session.ts';
import { AdminOnly } from '../settings/admin-only.tsx';

export function AccessHistoryPanel({ studyId }: { readonly studyId: string }) {
  const t = useWords();
  const mayRead = useMay('privacy');
  const history = useQuery({ ...studyAccessesQuery(useClient(), studyId), enabled: mayRead });
  if (history.isError) {
    return <ProblemAlert {...describeProblem(t, history.error)} onRetry={() => void history.refetch()} />;
  }
  return (
    <AdminOnly permission="privacy">
      <Stack gap="sm">
        <RecordList<Access>
          label={t('access.whoDid')}
          rows={history.data?.accesses}
          rowKey={({ subject, kind }) => JSON.stringify([subject, kind])}
          empty={t('access.nobodyDid')}
          columns={[
            { label: t('access.who'), cell: (access) => <Who access={access} /> },
            { label: t('access.did'), cell: ({ kind }) => t(`access.did_${kind}`) },
            { label: t('access.howOften'), cell: ({ entries }) => t('access.times', { count: entries }) },
            { label: t('access.when'), cell: (access) => <When access={access} /> },
          ]}
        />
        <Text fz="sm" c="dimmed">
          {history.data?.isCut === true ? t('access.olderInTrail') : t('access.historyHelp')}
        </Text>
      </Stack>
    </AdminOnly>
  );
}

function Who({ access }: { readonly access: Access }) {
  const t = useWords();
  return (
    <div>
      <bdi>{describeSubject(t, access)}</bdi>
      {access.subject.email !== undefined && access.subject.email !== access.subject.name && (
        <Text fz="xs" c="dimmed" fw={400}>
          <bdi>{access.subject.email}</bdi>
        </Text>
      )}
      {access.subject.kind !== 'anonymous' && (
        <Text fz="xs" c="dimmed" fw={400}>
          {t(`access.by_${access.subject.kind}`)}
        </Text>
      )}
    </div>
  );
}

function When({ access: { first, last } }: { readonly access: Access }) {
  const t = useWords();
  const formats = useFormats();
  return (
    <div>
      <time dateTime={last}>{formats.moment(last)}</time>
      {formats.moment(first) !== formats.moment(last) && (
        <Text fz="xs" c="dimmed">
          {t('access.first', { moment: formats.moment(first) })}
        </Text>
      )}
    </div>
  );
}
