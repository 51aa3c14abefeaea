/** Storage commitments whose result has not reached the peer that asked for them. */

import type { Commitment } from '@isocenter/contract/background-work';
import { Stack, Text } from '@mantine/core';
import { Moment } from '../../ui/moment.tsx';
import { type RecordColumn, RecordList } from '../../ui/record-list.tsx';

const columns: readonly RecordColumn<Commitment>[] = [
  {
    label: 'Asked by',
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
    label: 'State',
    cell: ({ state, attempts, instances, retryAt }) => (
      <Stack gap={2}>
        {state === 'dead' ? 'Given up: the peer takes no report' : `Waits, of ${instances?.toLocaleString()} objects`}
        <Text fz="xs" c="dimmed">
          {attempts} attempts
          {retryAt !== undefined && (
            <>
              , next at <Moment at={retryAt} />
            </>
          )}
        </Text>
      </Stack>
    ),
  },
  { label: 'Asked for', cell: ({ requestedAt }) => <Moment at={requestedAt} /> },
  { label: 'Ended', cell: ({ endedAt }) => (endedAt === undefined ? '–' : <Moment at={endedAt} />) },
];

export function CommitmentList({ commitments }: { readonly commitments: readonly Commitment[] }) {
  return (
    <RecordList
      label="Storage commitments"
      columns={columns}
      rows={commitments}
      rowKey={({ id }) => id}
      empty="There are none."
    />
  );
}
