/** What happened in a care team, the newest first: only what the reader may know of, which the node decides. */

import type { TeamEvent } from '@isocenter/contract/team-activity';
import { Button, Stack, Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useClient } from '../../api/client-context.tsx';
import { describeProblem } from '../../api/problem.ts';
import { teamActivityQuery } from '../../api/queries.ts';
import type { Words } from '../../languages/catalogue.ts';
import { useWords } from '../../languages/language-provider.tsx';
import { useFormats } from '../../languages/use-formats.ts';
import { pagePaths } from '../../pages/page-paths.ts';
import { Moment } from '../../ui/moment.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { RecordList } from '../../ui/record-list.tsx';
import { AnchorLink } from '../shell/links.tsx';
import { isolate } from './isolate.ts';
import { privileges } from './privilege-choice.tsx';

export function ActivityList({ teamId }: { readonly teamId: string }) {
  const t = useWords();
  const activity = useInfiniteQuery(teamActivityQuery(useClient(), teamId));
  if (activity.isError) {
    return <ProblemAlert {...describeProblem(t, activity.error)} onRetry={() => void activity.refetch()} />;
  }
  return (
    <Stack gap="sm">
      <RecordList<TeamEvent>
        label={t('activity.title')}
        rows={activity.data?.pages.flatMap(({ events }) => events)}
        rowKey={({ id }) => id}
        empty={t('activity.none')}
        columns={[
          { label: t('access.what'), cell: (event) => <What event={event} /> },
          { label: t('access.when'), cell: ({ at }) => <Moment at={at} />, width: 1 },
        ]}
      />
      {activity.hasNextPage && (
        <Button
          variant="default"
          onClick={() => void activity.fetchNextPage()}
          loading={activity.isFetchingNextPage}
          style={{ alignSelf: 'flex-start' }}
        >
          {t('activity.older')}
        </Button>
      )}
    </Stack>
  );
}

function What({ event }: { readonly event: TeamEvent }) {
  const t = useWords();
  const { study } = event;
  return (
    <Stack gap={0}>
      {describeEvent(t, event)}
      {event.privileges !== undefined && (
        <Text fz="xs" c="dimmed" fw={400}>
          {privileges
            .filter((one) => event.privileges?.includes(one))
            .map((one) => t(`teams.may-${one}`))
            .join(' · ')}
        </Text>
      )}
      {study !== undefined && <StudyLink study={study} />}
    </Stack>
  );
}

function StudyLink({ study }: { readonly study: NonNullable<TeamEvent['study']> }) {
  const t = useWords();
  const formats = useFormats();
  const parts = [study.description, study.date && formats.day(study.date)];
  const named = parts.flatMap((part) => (part === undefined ? [] : [isolate(part)]));
  return (
    <AnchorLink to={pagePaths.study} params={{ studyId: study.id }} fz="sm" fw={400}>
      {named.length === 0 ? t('activity.theStudy') : named.join(' · ')}
    </AnchorLink>
  );
}

type Values = { readonly by: string; readonly who: string; readonly count: number };

const sentences: Readonly<Record<TeamEvent['kind'], (t: Words, values: Values) => string>> = {
  made: (t, { by }) => t('activity.made', { by }),
  joined: (t, { by, who }) => t('activity.joined', { by, who }),
  left: (t, { who }) => t('activity.left', { who }),
  removed: (t, { by, who }) => t('activity.removed', { by, who }),
  'owner-changed': (t, { by, who }) => t('activity.ownerChanged', { by, who }),
  'privileges-changed': (t, { by, who }) => t('activity.privilegesChanged', { by, who }),
  'handed-in': (t, { by, count }) => t('activity.handedIn', { by, count }),
  released: (t, { by, count }) => t('activity.released', { by, count }),
  refused: (t, { by, count }) => t('activity.refused', { by, count }),
  shared: (t, { by }) => t('activity.shared', { by }),
  commented: (t, { by, count }) => t('activity.commented', { by, count }),
  closed: (t, { by }) => t('activity.closed', { by }),
};

function describeEvent(t: Words, { kind, by, who, count }: TeamEvent): string {
  const named = (name: string | undefined) => isolate(name ?? t('activity.somebody'));
  return sentences[kind](t, { by: named(by), who: named(who), count });
}
