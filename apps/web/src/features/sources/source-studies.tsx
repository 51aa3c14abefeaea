/** Studies of a source that want looking at: given up, deleted on one side, waiting; tried again one by one. */

import type { Source, SourceStudy } from '@isocenter/contract/sources';
import { Select, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useClient } from '../../api/client-context.tsx';
import { describeProblem } from '../../api/problem.ts';
import { keys, sourceStudiesQuery } from '../../api/queries.ts';
import type { WordKey, Words } from '../../languages/catalogue.ts';
import { useWords } from '../../languages/language-provider.tsx';
import { pagePaths } from '../../pages/page-paths.ts';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { ReasonButton } from '../../ui/reason-button.tsx';
import { type RecordColumn, RecordList } from '../../ui/record-list.tsx';
import { useChange } from '../settings/use-change.ts';
import { AnchorLink } from '../shell/links.tsx';
import { describeCounts, describeReason, describeState } from './describe-source.ts';

const columnsOf = (t: Words): readonly RecordColumn<SourceStudy>[] => [
  {
    label: t('sources.study'),
    cell: ({ studyId, studyDate, studyInstanceUid }) => (
      <Stack gap={2}>
        {studyId === undefined ? (
          (studyDate ?? t('sources.noDate'))
        ) : (
          <AnchorLink to={pagePaths.study} params={{ studyId }} fz="sm">
            {studyDate ?? t('sources.noDate')}
          </AnchorLink>
        )}
        <Text fz="xs" c="dimmed" className="mono" style={{ overflowWrap: 'anywhere' }}>
          {studyInstanceUid}
        </Text>
      </Stack>
    ),
  },
  {
    label: t('sources.state'),
    cell: (study) => (
      <Stack gap={2}>
        {describeState(t, study)}
        <Text fz="xs" c="dimmed">
          {study.code === undefined ? '' : `${describeReason(t, study.code)} `}
          {describeCounts(t, study)}.
        </Text>
      </Stack>
    ),
  },
];

const lists: readonly { readonly value: SourceStudy['state']; readonly label: WordKey }[] = [
  { value: 'failed', label: 'sources.givenUp' },
  { value: 'waiting', label: 'sources.waiting' },
  { value: 'sending', label: 'sources.beingSentBack' },
  { value: 'deleted-here', label: 'sources.deletedHere' },
  { value: 'deleted-there', label: 'sources.deletedThere' },
  { value: 'done', label: 'sources.nothingLeft' },
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
        label={t('sources.which')}
        allowDeselect={false}
        data={lists.map(({ value, label }) => ({ value, label: t(label) }))}
        value={state}
        onChange={(value) => value !== null && setState(value)}
      />
      {studies.isError ? (
        <ProblemAlert {...describeProblem(t, studies.error)} onRetry={() => void studies.refetch()} />
      ) : (
        <RecordList
          label={t('sources.studies')}
          columns={columnsOf(t)}
          rows={data?.studies}
          rowKey={({ id }) => id}
          empty={t('sources.noneThere')}
          actions={(study) => (
            <ReasonButton
              size="compact-sm"
              variant="default"
              loading={retry.isPending && retry.variables === study.id}
              disabledReason={reasonAgainst(t, study)}
              onClick={() => retry.mutate(study.id)}
            >
              {labelOf(t, study)}
            </ReasonButton>
          )}
        />
      )}
      {more > 0 && (
        <Text fz="sm" c="dimmed">
          {t('sources.more', { count: more })}
        </Text>
      )}
    </Stack>
  );
}

function labelOf(t: Words, { state }: SourceStudy): string {
  if (state === 'deleted-here') return t('sources.copyAllTheSame');
  return state === 'deleted-there' ? t('sources.sendAllTheSame') : t('shared.tryAgain');
}

function reasonAgainst(t: Words, { state }: SourceStudy): string | undefined {
  if (state === 'done') return t('sources.nothingLeftReason');
  return state === 'waiting' || state === 'running' || state === 'sending' ? t('sources.onItsWay') : undefined;
}
