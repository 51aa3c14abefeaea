/**
 * Asks again what the node says has changed. Pages of care teams are in the audit trail each time they are read: they are asked
 * again when something of them changed, and never by the clock. What may have been missed is found out by a number.
 */

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useClient } from '../../api/client-context.tsx';
import { openLiveUpdates } from '../../api/live-updates.ts';
import { keys, newsQuery } from '../../api/queries.ts';

export function useLiveUpdates(): void {
  const queryClient = useQueryClient();
  /** That something changed in the teams is told already. */
  const isTold = useRef(false);
  useTeamsMark(isTold);
  useEffect(() => {
    const ask = (...queryKey: readonly string[]) => void queryClient.invalidateQueries({ queryKey });
    const noteTold = () => {
      isTold.current = true;
      ask(...keys.news);
    };
    return openLiveUpdates({
      onStudies: (studyIds) => {
        ask(...keys.studies);
        ask(...keys.conflicts);
        if (studyIds.length === 0) ask('study');
        for (const studyId of studyIds) ask(...keys.study(studyId));
      },
      onDeliveries: () => {
        ask(...keys.deliveries);
        ask(...keys.destinations);
      },
      onTeams: (teamIds) => {
        for (const place of ['open', 'closed']) ask(...keys.teams, place);
        for (const teamId of teamIds) ask(...keys.teams, 'one', teamId);
        noteTold();
      },
      onActivity: (teamIds) => {
        for (const teamId of teamIds) ask(...keys.teams, 'activity', teamId);
        noteTold();
      },
      onUploads: (teamIds) => {
        for (const teamId of teamIds) ask(...keys.teams, 'uploads', teamId);
        noteTold();
      },
      onNotices: () => ask(...keys.news),
      onMissed: () => ask(...keys.news),
    });
  }, [queryClient]);
}

function useTeamsMark(isTold: { current: boolean }): void {
  const queryClient = useQueryClient();
  const { data, dataUpdatedAt } = useQuery(newsQuery(useClient()));
  const mark = data?.teams;
  const known = useRef(mark);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each answer counts, also one that says the same
  useEffect(() => {
    const isNews = known.current !== undefined && mark !== known.current;
    if (isNews && !isTold.current) void queryClient.invalidateQueries({ queryKey: keys.teams });
    known.current = mark;
    isTold.current = false;
  }, [mark, dataUpdatedAt, isTold, queryClient]);
}
