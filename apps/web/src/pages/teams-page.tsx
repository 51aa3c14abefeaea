/** The care teams that somebody is in, and those that were closed lately. */

import type { TeamSummary } from '@isocenter/contract/care-teams';
import { SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useClient } from '../api/client-context.tsx';
import { describeProblem } from '../api/problem.ts';
import { teamsQuery } from '../api/queries.ts';
import { useMay } from '../features/session/use-session.ts';
import { AnchorLink } from '../features/shell/links.tsx';
import { ReferredList } from '../features/teams/referred-list.tsx';
import type { Words } from '../languages/catalogue.ts';
import { useWords } from '../languages/language-provider.tsx';
import { Moment } from '../ui/moment.tsx';
import { PageFrame } from '../ui/page-frame.tsx';
import { ProblemAlert } from '../ui/problem-alert.tsx';
import { type RecordColumn, RecordList } from '../ui/record-list.tsx';
import { usePageTitle } from '../ui/use-page-title.ts';
import { pagePaths } from './page-paths.ts';

const columnsOf = (t: Words): readonly RecordColumn<TeamSummary>[] => [
  {
    label: t('shared.name'),
    cell: ({ id, name }) => (
      <AnchorLink to={pagePaths.team} params={{ teamId: id }}>
        <bdi>{name}</bdi>
      </AnchorLink>
    ),
  },
  { label: t('teams.members'), cell: ({ members }) => members },
  { label: t('teams.since'), cell: ({ createdAt }) => <Moment at={createdAt} /> },
];

export function TeamsPage() {
  const t = useWords();
  usePageTitle(t('teams.title'));
  const [state, setState] = useState<'open' | 'closed'>('open');
  const isAdministrator = useMay('administer');
  const teams = useQuery(teamsQuery(useClient(), state));
  return (
    <PageFrame
      title={t('teams.title')}
      description={t('teams.description')}
      actions={
        <SegmentedControl
          aria-label={t('shared.status')}
          value={state}
          onChange={(value) => setState(value === 'closed' ? 'closed' : 'open')}
          data={[
            { value: 'open', label: t('teams.open') },
            { value: 'closed', label: t('teams.closed') },
          ]}
        />
      }
    >
      {isAdministrator && <ReferredList />}
      {teams.isError ? (
        <ProblemAlert {...describeProblem(t, teams.error)} onRetry={() => void teams.refetch()} />
      ) : (
        <RecordList
          label={t('teams.title')}
          columns={columnsOf(t)}
          rows={teams.data?.teams}
          rowKey={({ id }) => id}
          empty={state === 'open' ? t('teams.none') : t('teams.noneClosed')}
        />
      )}
    </PageFrame>
  );
}
