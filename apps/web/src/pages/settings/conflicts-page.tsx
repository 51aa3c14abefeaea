/** Conflicts: different content that arrived under one UID. One copy is served, the other kept until somebody decides. */

import type { Conflict } from '@isocenter/contract/conflicts';
import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useClient } from '../../api/client-context.tsx';
import { describeProblem } from '../../api/problem.ts';
import { conflictsQuery } from '../../api/queries.ts';
import { describeCopy } from '../../features/conflicts/describe-copy.ts';
import { AnchorLink, ButtonLink } from '../../features/shell/links.tsx';
import { useWords } from '../../languages/language-provider.tsx';
import { Moment } from '../../ui/moment.tsx';
import { PageFrame } from '../../ui/page-frame.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { type RecordColumn, RecordList } from '../../ui/record-list.tsx';
import { usePageTitle } from '../../ui/use-page-title.ts';
import { pagePaths } from '../page-paths.ts';

const columns: readonly RecordColumn<Conflict>[] = [
  {
    label: 'Patient',
    cell: (conflict) => (
      <AnchorLink to={pagePaths.study} params={{ studyId: conflict.studyId }} fz="sm" fw={560}>
        {conflict.patientName.display || 'No name'}
      </AnchorLink>
    ),
  },
  { label: 'Shown', cell: (conflict) => describeCopy(conflict.served) },
  { label: 'Kept', cell: (conflict) => describeCopy(conflict.kept) },
  { label: 'Noticed', cell: (conflict) => <Moment at={conflict.noticedAt} />, width: 160 },
  { label: 'Object', cell: (conflict) => <span className="mono">{conflict.sopInstanceUid}</span> },
];

export function ConflictsPage() {
  const t = useWords();
  usePageTitle('Conflicts');
  const conflicts = useQuery(conflictsQuery(useClient()));
  return (
    <PageFrame
      title="Conflicts"
      description="The same UID must always mean the same content. Where it did not, one copy is shown, by the policy of the peer that sent it, and the other is kept until somebody compares them and decides."
    >
      {conflicts.isError ? (
        <ProblemAlert {...describeProblem(t, conflicts.error)} onRetry={() => void conflicts.refetch()} />
      ) : (
        <RecordList
          label="Conflicts"
          columns={columns}
          rows={conflicts.data?.conflicts}
          rowKey={(conflict) => conflict.id}
          empty="There are no conflicts."
          actions={(conflict) => (
            <ButtonLink
              to={pagePaths.conflict}
              params={{ conflictId: conflict.id }}
              size="compact-sm"
              variant="default"
            >
              Compare
            </ButtonLink>
          )}
        />
      )}
      {conflicts.data !== undefined && conflicts.data.total > conflicts.data.conflicts.length && (
        <Text c="dimmed" fz="sm" mt="sm">
          The newest {conflicts.data.conflicts.length} of {conflicts.data.total} are shown.
        </Text>
      )}
    </PageFrame>
  );
}
