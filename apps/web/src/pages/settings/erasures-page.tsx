/** Erasures: which there were, why, and who has copies still. It names no patient: there is none any more. */

import type { Erasure } from '@isocenter/contract/erasures';
import { Code, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useClient } from '../../api/client-context.tsx';
import { describeProblem } from '../../api/problem.ts';
import { erasuresQuery } from '../../api/queries.ts';
import { erasureReasons, recipientWays } from '../../features/erasure/erasure-words.ts';
import { AdminOnly } from '../../features/settings/admin-only.tsx';
import type { Words } from '../../languages/catalogue.ts';
import { useWords } from '../../languages/language-provider.tsx';
import { Moment } from '../../ui/moment.tsx';
import { PageFrame } from '../../ui/page-frame.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { type RecordColumn, RecordList } from '../../ui/record-list.tsx';
import { usePageTitle } from '../../ui/use-page-title.ts';

const states = {
  waiting: 'erasures.waiting',
  decided: 'erasures.decided',
  done: 'erasures.done',
  refused: 'erasures.refused',
} as const satisfies Record<Erasure['state'], string>;

const columnsOf = (t: Words): readonly RecordColumn<Erasure>[] => [
  {
    label: t('erasures.number'),
    cell: ({ ledgerId }) => <Code title={ledgerId}>{ledgerId.slice(0, 8)}</Code>,
    width: 110,
  },
  {
    label: t('erasures.what'),
    cell: ({ studies, instances }) => t('erasures.studiesAndImages', { studies, images: instances }),
  },
  { label: t('erasures.why'), cell: ({ reason }) => t(erasureReasons[reason]) },
  {
    label: t('erasures.asked'),
    cell: ({ requestedAt, requestedBy }) => (
      <div>
        <Moment at={requestedAt} />
        <Text fz="xs" c="dimmed">
          {t('erasures.by', { name: requestedBy })}
        </Text>
      </div>
    ),
    width: 170,
  },
  {
    label: t('erasures.state'),
    cell: ({ state, endedAt }) => (
      <div>
        {t(states[state])}
        {endedAt !== undefined && <Moment at={endedAt} />}
      </div>
    ),
    width: 170,
  },
  {
    label: t('erasures.copies'),
    cell: ({ recipients }) =>
      recipients.length === 0
        ? t('erasures.noCopies')
        : recipients.map(({ name, way }) => (
            <div key={`${way} ${name}`}>
              <bdi>{name}</bdi> · {t(recipientWays[way])}
            </div>
          )),
  },
];

export function ErasuresPage() {
  const t = useWords();
  usePageTitle(t('erasures.title'));
  return (
    <PageFrame title={t('erasures.title')} description={t('erasures.description')}>
      <AdminOnly permission="privacy">
        <Erasures />
      </AdminOnly>
    </PageFrame>
  );
}

function Erasures() {
  const t = useWords();
  const erasures = useQuery(erasuresQuery(useClient()));
  if (erasures.isError) {
    return <ProblemAlert {...describeProblem(t, erasures.error)} onRetry={() => void erasures.refetch()} />;
  }
  return (
    <RecordList
      label={t('erasures.title')}
      columns={columnsOf(t)}
      rows={erasures.data?.erasures}
      rowKey={({ id }) => id}
      empty={t('erasures.nothing')}
    />
  );
}
