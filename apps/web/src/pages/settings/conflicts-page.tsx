/** Conflicts: different content that arrived under one UID. One copy is served, the other kept until somebody decides. */

import type { Conflict } from '@isocenter/contract/conflicts';
import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useClient } from '../../api/client-context.tsx';
import { describeProblem } from '../../api/problem.ts';
import { conflictsQuery } from '../../api/queries.ts';
import { describeCopy } from '../../features/conflicts/describe-copy.ts';
import { AnchorLink, ButtonLink } from '../../features/shell/links.tsx';
import type { Words } from '../../languages/catalogue.ts';
import { useWords } from '../../languages/language-provider.tsx';
import { type Formats, useFormats } from '../../languages/use-formats.ts';
import { Moment } from '../../ui/moment.tsx';
import { PageFrame } from '../../ui/page-frame.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { type RecordColumn, RecordList } from '../../ui/record-list.tsx';
import { usePageTitle } from '../../ui/use-page-title.ts';
import { pagePaths } from '../page-paths.ts';

const columnsOf = (t: Words, formats: Formats): readonly RecordColumn<Conflict>[] => [
  {
    label: t('conflicts.patient'),
    cell: (conflict) => (
      <AnchorLink to={pagePaths.study} params={{ studyId: conflict.studyId }} fz="sm" fw={560}>
        <bdi>{conflict.patientName.display || t('studies.noName')}</bdi>
      </AnchorLink>
    ),
  },
  { label: t('conflicts.shown'), cell: (conflict) => <bdi>{describeCopy(t, formats, conflict.served)}</bdi> },
  { label: t('conflicts.kept'), cell: (conflict) => <bdi>{describeCopy(t, formats, conflict.kept)}</bdi> },
  { label: t('conflicts.noticed'), cell: (conflict) => <Moment at={conflict.noticedAt} />, width: 160 },
  { label: t('conflicts.object'), cell: (conflict) => <span className="mono">{conflict.sopInstanceUid}</span> },
];

export function ConflictsPage() {
  const formats = useFormats();
  const t = useWords();
  usePageTitle(t('conflicts.title'));
  const conflicts = useQuery(conflictsQuery(useClient()));
  return (
    <PageFrame title={t('conflicts.title')} description={t('conflicts.description')}>
      {conflicts.isError ? (
        <ProblemAlert {...describeProblem(t, conflicts.error)} onRetry={() => void conflicts.refetch()} />
      ) : (
        <RecordList
          label={t('conflicts.title')}
          columns={columnsOf(t, formats)}
          rows={conflicts.data?.conflicts}
          rowKey={(conflict) => conflict.id}
          empty={t('conflicts.none')}
          actions={(conflict) => (
            <ButtonLink
              to={pagePaths.conflict}
              params={{ conflictId: conflict.id }}
              size="compact-sm"
              variant="default"
            >
              {t('conflicts.compare')}
            </ButtonLink>
          )}
        />
      )}
      {conflicts.data !== undefined && conflicts.data.total > conflicts.data.conflicts.length && (
        <Text c="dimmed" fz="sm" mt="sm">
          {t('conflicts.newest', { shown: conflicts.data.conflicts.length, total: conflicts.data.total })}
        </Text>
      )}
    </PageFrame>
  );
}
