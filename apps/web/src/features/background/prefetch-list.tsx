/** Earlier studies that rules asked for and that have not come, with the reason. */

import type { Prefetch } from '@isocenter/contract/background-work';
import { Stack, Text } from '@mantine/core';
import { useClient } from '../../api/client-context.tsx';
import { keys } from '../../api/queries.ts';
import { pagePaths } from '../../pages/page-paths.ts';
import { Moment } from '../../ui/moment.tsx';
import { ReasonButton } from '../../ui/reason-button.tsx';
import { type RecordColumn, RecordList } from '../../ui/record-list.tsx';
import { describeFailure } from '../settings/peer-words.ts';
import { useChange } from '../settings/use-change.ts';
import { AnchorLink } from '../shell/links.tsx';

const columns: readonly RecordColumn<Prefetch>[] = [
  {
    label: 'Earlier than',
    cell: ({ studyId }) =>
      studyId === undefined ? (
        'a study that is gone'
      ) : (
        <AnchorLink to={pagePaths.study} params={{ studyId }} fz="sm">
          this study
        </AnchorLink>
      ),
  },
  {
    label: 'From',
    cell: ({ from, rule }) => (
      <Stack gap={2}>
        <span className="mono">{from}</span>
        <Text fz="xs" c="dimmed">
          {rule ?? 'a rule that is gone'}
        </Text>
      </Stack>
    ),
  },
  {
    label: 'State',
    cell: ({ state, code, retryAt }) => (
      <Stack gap={2}>
        {state === 'failed' ? 'Given up' : 'Waits'}
        {code !== undefined && (
          <Text fz="xs" c="dimmed">
            {describeFailure(code)}
          </Text>
        )}
        {retryAt !== undefined && (
          <Text fz="xs" c="dimmed">
            Tried at <Moment at={retryAt} />
          </Text>
        )}
      </Stack>
    ),
    width: '40%',
  },
  { label: 'Asked for', cell: ({ createdAt }) => <Moment at={createdAt} /> },
];

export function PrefetchList({ prefetches }: { readonly prefetches: readonly Prefetch[] }) {
  const client = useClient();
  const retry = useChange({
    perform: (id: string) => client.retryPrefetch({ params: { id } }),
    touches: [keys.prefetches],
  });
  return (
    <RecordList
      label="Earlier studies"
      columns={columns}
      rows={prefetches}
      rowKey={({ id }) => id}
      empty="There are none."
      actions={({ id, state }) => (
        <ReasonButton
          size="compact-sm"
          variant="default"
          loading={retry.isPending && retry.variables === id}
          disabledReason={state === 'failed' ? undefined : 'It is tried again by itself'}
          onClick={() => retry.mutate(id)}
        >
          Try again
        </ReasonButton>
      )}
    />
  );
}
