/** What a project did, in numbers: altogether, by what was done to attributes and pictures, and by day. */

import type { DeidDay, DeidStatistics } from '@isocenter/contract/deid-projects';
import { Paper, SimpleGrid, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useClient } from '../../api/client-context.tsx';
import { describeProblem } from '../../api/problem.ts';
import { deidStatisticsQuery } from '../../api/queries.ts';
import type { Words } from '../../languages/catalogue.ts';
import { useWords } from '../../languages/language-provider.tsx';
import { type Formats, useFormats } from '../../languages/use-formats.ts';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { type RecordColumn, RecordList } from '../../ui/record-list.tsx';
import classes from './deid.module.css';
import { describeDone } from './deid-words.ts';

/** Of the days that there are, shown at once. */
const shownDays = 14;

export function StatisticsPanel({ projectId }: { readonly projectId: string }) {
  const t = useWords();
  const statistics = useQuery(deidStatisticsQuery(useClient(), projectId));
  return (
    <Paper withBorder radius="lg" p="md" className={classes.panel}>
      <Stack gap="md">
        <div>
          <Title order={2}>{t('deid.statistics')}</Title>
          <Text fz="sm" c="dimmed">
            {t('deid.statisticsDescription')}
          </Text>
        </div>
        {statistics.isError ? (
          <ProblemAlert {...describeProblem(t, statistics.error)} onRetry={() => void statistics.refetch()} />
        ) : statistics.data === undefined ? (
          <Skeleton height={140} radius="lg" />
        ) : statistics.data.days.length === 0 ? (
          <Text fz="sm" c="dimmed">
            {t('deid.nothingDone')}
          </Text>
        ) : (
          <Numbers statistics={statistics.data} />
        )}
      </Stack>
    </Paper>
  );
}

const columnsOf = (t: Words, formats: Formats): readonly RecordColumn<DeidDay>[] => [
  { label: t('deid.day'), cell: ({ day }) => formats.day(`${day}T12:00:00`) },
  ...(['studies', 'instances', 'held', 'released', 'kept'] as const).map((figure) => ({
    label: t(figures[figure]),
    cell: (row: DeidDay) => formats.number(row[figure]),
  })),
];

const figures = {
  studies: 'deid.studiesSent',
  instances: 'deid.objectsSent',
  held: 'deid.quarantine',
  released: 'deid.released',
  kept: 'deid.kept',
  undecided: 'deid.undecided',
} as const;

function Numbers({ statistics }: { readonly statistics: DeidStatistics }) {
  const t = useWords();
  const formats = useFormats();
  const { actions, days } = statistics;
  const most = Math.max(1, ...actions.map(({ count }) => count));
  return (
    <>
      <SimpleGrid cols={{ base: 2, sm: 3, lg: 6 }}>
        {(Object.keys(figures) as (keyof typeof figures)[]).map((figure) => (
          <div key={figure}>
            <Text fz="xs" c="dimmed">
              {t(figures[figure])}
            </Text>
            <Text fz="xl" fw={620}>
              {formats.number(statistics[figure])}
            </Text>
          </div>
        ))}
      </SimpleGrid>
      {actions.length > 0 && (
        <div>
          <Title order={3} fz="sm" mb="xs">
            {t('deid.byAction')}
          </Title>
          <ul className={classes.bars} aria-label={t('deid.byAction')}>
            {actions.map(({ action, count }) => (
              <li key={action}>
                <span>{describeDone(t, { action, change: 'changed' })}</span>
                <span className={classes.bar} aria-hidden>
                  <span style={{ inlineSize: `${(count / most) * 100}%` }} />
                </span>
                <span className={classes.count}>{formats.number(count)}</span>
              </li>
            ))}
          </ul>
        </div>
      )}
      <RecordList
        label={t('deid.byDay')}
        columns={columnsOf(t, formats)}
        rows={days.slice(0, shownDays)}
        rowKey={({ day }) => day}
        empty={t('deid.nothingDone')}
      />
    </>
  );
}
