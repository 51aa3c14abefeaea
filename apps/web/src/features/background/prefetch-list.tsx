/** Earlier studies that rules asked for and that have not come, with the reason. */

import type { Prefetch } from '@isocenter/contract/background-work';
import { Stack, Text } from '@mantine/core';
import { useClient } from '../../api/client-context.tsx';
import { keys } from '../../api/queries.ts';
import type { Words } from '../../languages/catalogue.ts';
import { useWords } from '../../languages/language-provider.tsx';
import { pagePaths } from '../../pages/page-paths.ts';
import { Moment } from '../../ui/moment.tsx';
import { ReasonButton } from '../../ui/reason-button.tsx';
import { type RecordColumn, RecordList } from '../../ui/record-list.tsx';
import { describeFailure } from '../settings/peer-words.ts';
import { useChange } from '../settings/use-change.ts';
import { AnchorLink } from '../shell/links.tsx';

const columnsOf = (t: Words): readonly RecordColumn<Prefetch>[] => [
  {
    label: t('queue.earlierThan'),
    cell: ({ studyId }) =>
      studyId === undefined ? (
        t('queue.goneStudy')
      ) : (
        <AnchorLink to={pagePaths.study} params={{ studyId }} fz="sm">
          {t('queue.thisStudy')}
        </AnchorLink>
      ),
  },
  {
    label: t('queue.from'),
    cell: ({ from, rule }) => (
      <Stack gap={2}>
        <span className="mono">{from}</span>
        <Text fz="xs" c="dimmed">
          <bdi>{rule ?? t('queue.goneRule')}</bdi>
        </Text>
      </Stack>
    ),
  },
  {
    label: t('queue.state'),
    cell: ({ state, code, retryAt }) => (
      <Stack gap={2}>
        {state === 'failed' ? t('queue.givenUp') : t('queue.waits')}
        {code !== undefined && (
          <Text fz="xs" c="dimmed">
            {describeFailure(t, code)}
          </Text>
        )}
        {retryAt !== undefined && (
          <Text fz="xs" c="dimmed">
            {t('queue.triedAt')} <Moment at={retryAt} />
          </Text>
        )}
      </Stack>
    ),
    width: '40%',
  },
  { label: t('queue.askedFor'), cell: ({ createdAt }) => <Moment at={createdAt} /> },
];

export function PrefetchList({ prefetches }: { readonly prefetches: readonly Prefetch[] }) {
  const t = useWords();
  const client = useClient();
  const retry = useChange({
    perform: (id: string) => client.retryPrefetch({ params: { id } }),
    touches: [keys.prefetches],
  });
  return (
    <RecordList
      label={t('queue.earlier')}
      columns={columnsOf(t)}
      rows={prefetches}
      rowKey={({ id }) => id}
      empty={t('queue.none')}
      actions={({ id, state }) => (
        <ReasonButton
          size="compact-sm"
          variant="default"
          loading={retry.isPending && retry.variables === id}
          disabledReason={state === 'failed' ? undefined : t('queue.byItself')}
          onClick={() => retry.mutate(id)}
        >
          {t('shared.tryAgain')}
        </ReasonButton>
      )}
    />
  );
}
