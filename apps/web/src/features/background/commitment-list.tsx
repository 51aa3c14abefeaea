/** Storage commitments whose result has not reached the peer that asked for them. */

import type { Commitment } from '@isocenter/contract/background-work';
import { Stack, Text } from '@mantine/core';
import type { Words } from '../../languages/catalogue.ts';
import { useWords } from '../../languages/language-provider.tsx';
import { Moment } from '../../ui/moment.tsx';
import { type RecordColumn, RecordList } from '../../ui/record-list.tsx';

const columnsOf = (t: Words): readonly RecordColumn<Commitment>[] => [
  {
    label: t('queue.askedBy'),
    cell: ({ aeTitle, transactionUid }) => (
      <Stack gap={2}>
        <span className="mono">{aeTitle}</span>
        <Text fz="xs" c="dimmed" className="mono" style={{ overflowWrap: 'anywhere' }}>
          {transactionUid}
        </Text>
      </Stack>
    ),
    width: '40%',
  },
  {
    label: t('queue.state'),
    cell: ({ state, attempts, instances, retryAt }) => (
      <Stack gap={2}>
        {state === 'dead' ? t('queue.reportRefused') : t('queue.waitsOf', { count: instances ?? 0 })}
        <Text fz="xs" c="dimmed">
          {retryAt === undefined
            ? t('queue.attempts', { count: attempts })
            : t.rich('queue.attemptsNext', { count: attempts, next: () => <Moment at={retryAt} /> })}
        </Text>
      </Stack>
    ),
  },
  { label: t('queue.askedFor'), cell: ({ requestedAt }) => <Moment at={requestedAt} /> },
  { label: t('queue.ended'), cell: ({ endedAt }) => (endedAt === undefined ? '–' : <Moment at={endedAt} />) },
];

export function CommitmentList({ commitments }: { readonly commitments: readonly Commitment[] }) {
  const t = useWords();
  return (
    <RecordList
      label={t('queue.commitments')}
      columns={columnsOf(t)}
      rows={commitments}
      rowKey={({ id }) => id}
      empty={t('queue.none')}
    />
  );
}
