/** Studies of a source that want looking at: given up, deleted on one side, waiting; tried again one by one. */

import type { Source, SourceStudy } from '@isocenter/contract/sources';
import { Select, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useClient } from '../../api/client-context.tsx';
import { describeProblem } from '../../api/problem.ts';
import { keys, sourceStudiesQuery } from '../../api/queries.ts';
import { useWords } from '../../languages/language-provider.tsx';
import { pagePaths } from '../../pages/page-paths.ts';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { ReasonButton } from '../../ui/reason-button.tsx';
import { type RecordColumn, RecordList } from '../../ui/record-list.tsx';
import { useChange } from '../settings/use-change.ts';
import { AnchorLink } from '../shell/links.tsx';
import { describeCounts, describeReason, describeState } from './describe-source.ts';

const columns: readonly RecordColumn<SourceStudy>[] = [
  {
    label: 'Study',
    cell: ({ studyId, studyDate, studyInstanceUid }) => (
      <Stack gap={2}>
        {studyId === undefined ? (
          (studyDate ?? 'No date')
        ) : (
          <AnchorLink to={pagePaths.study} params={{ studyId }} fz="sm">
            {studyDate ?? 'No date'}
          </AnchorLink>
        )}
        <Text fz="xs" c="dimmed" className="mono" style={{ overflowWrap: 'anywhere' }}>
          {studyInstanceUid}
        </Text>
      </Stack>
    ),
  },
  {
    label: 'State',
    cell: (study) => (
      <Stack gap={2}>
        {describeState(study)}
        <Text fz="xs" c="dimmed">
          {study.code === undefined ? '' : `${describeReason(study.code)} `}
          {describeCounts(study)}.
        </Text>
      </Stack>
    ),
  },
];

const lists: readonly { readonly value: SourceStudy['state']; readonly label: string }[] = [
  { value: 'failed', label: 'Given up' },
  { value: 'waiting', label: 'Waiting' },
  { value: 'sending', label: 'Being sent back' },
  { value: 'deleted-here', label: 'Deleted here' },
  { value: 'deleted-there', label: 'Deleted there' },
  { value: 'done', label: 'Nothing left to copy' },
];

export function SourceStudies({ source }: { readonly source: Source }) {
  const t = useWords();
  const client = useClient();
  const [state, setState] = useState<SourceStudy['state']>('failed');
  const studies = useQuery(sourceStudiesQuery(client, source.id, state));
  const retry = useChange({
    perform: (studyId: string) => client.retrySourceStudy({ params: { id: source.id, studyId } }),
    touches: [keys.sources],
  });
  const { data } = studies;
  const more = data === undefined ? 0 : data.total - data.studies.length;
  return (
    <Stack gap="sm">
      <Select
        label="Which"
        allowDeselect={false}
        data={lists}
        value={state}
        onChange={(value) => value !== null && setState(value)}
      />
      {studies.isError ? (
        <ProblemAlert {...describeProblem(t, studies.error)} onRetry={() => void studies.refetch()} />
      ) : (
        <RecordList
          label="Studies"
          columns={columns}
          rows={data?.studies}
          rowKey={({ id }) => id}
          empty="There are none."
          actions={(study) => (
            <ReasonButton
              size="compact-sm"
              variant="default"
              loading={retry.isPending && retry.variables === study.id}
              disabledReason={reasonAgainst(study)}
              onClick={() => retry.mutate(study.id)}
            >
              {labelOf(study)}
            </ReasonButton>
          )}
        />
      )}
      {more > 0 && (
        <Text fz="sm" c="dimmed">
          and {more.toLocaleString()} more
        </Text>
      )}
    </Stack>
  );
}

function labelOf({ state }: SourceStudy): string {
  if (state === 'deleted-here') return 'Copy all the same';
  return state === 'deleted-there' ? 'Send all the same' : 'Try again';
}

function reasonAgainst({ state }: SourceStudy): string | undefined {
  if (state === 'done') return 'There is nothing left to copy';
  return state === 'waiting' || state === 'running' || state === 'sending' ? 'It is on its way already' : undefined;
}
