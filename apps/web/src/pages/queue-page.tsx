/**
 * The outgoing queue: what is being sent and waits, what could not be sent and why, where to, and what was sent; and what
 * else waits for other nodes.
 */

import { Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useClient } from '../api/client-context.tsx';
import { describeProblem } from '../api/problem.ts';
import { commitmentsQuery, deliveriesQuery, prefetchesQuery } from '../api/queries.ts';
import { CommitmentList } from '../features/background/commitment-list.tsx';
import { PrefetchList } from '../features/background/prefetch-list.tsx';
import { DeliveryList } from '../features/delivery/delivery-list.tsx';
import { DestinationList } from '../features/delivery/destination-list.tsx';
import { useIsAdmin } from '../features/session/use-session.ts';
import { useWords } from '../languages/language-provider.tsx';
import { PageFrame } from '../ui/page-frame.tsx';
import { ProblemAlert } from '../ui/problem-alert.tsx';
import { usePageTitle } from '../ui/use-page-title.ts';

export function QueuePage() {
  const t = useWords();
  usePageTitle(t('queue.title'));
  return (
    <PageFrame title={t('queue.title')} description={t('queue.description')}>
      <Stack gap="xl">
        <Section title={t('queue.onTheWay')}>
          <Deliveries label={t('queue.onTheWay')} state="running,waiting,committing" empty={t('queue.nothingWaits')} />
        </Section>
        <Section title={t('queue.deadLetters')} note={t('queue.givenUpNote')}>
          <Deliveries label={t('queue.deadLetters')} state="dead" empty={t('queue.noDead')} />
        </Section>
        <Section title={t('queue.destinations')}>
          <DestinationList />
        </Section>
        <Section title={t('queue.sentAndCancelled')}>
          <Deliveries label={t('queue.sentAndCancelled')} state="done,cancelled" empty={t('queue.nothingSent')} />
        </Section>
        {useIsAdmin() && <Background />}
      </Stack>
    </PageFrame>
  );
}

/** What waits for other nodes besides, of every study; nothing where nothing does. */
function Background() {
  const t = useWords();
  const client = useClient();
  const { data: prefetching } = useQuery(prefetchesQuery(client));
  const { data: committing } = useQuery(commitmentsQuery(client));
  return (
    <>
      {prefetching !== undefined && prefetching.total > 0 && (
        <Section title={t('queue.earlier')} note={t('queue.earlierNote')}>
          <PrefetchList prefetches={prefetching.prefetches} />
        </Section>
      )}
      {committing !== undefined && committing.total > 0 && (
        <Section title={t('queue.commitments')} note={t('queue.commitmentsNote')}>
          <CommitmentList commitments={committing.commitments} />
        </Section>
      )}
    </>
  );
}

function Section({
  title,
  note,
  children,
}: {
  readonly title: string;
  readonly note?: string;
  readonly children: ReactNode;
}) {
  return (
    <section aria-label={title}>
      <Title order={2} mb={note === undefined ? 'sm' : 2}>
        {title}
      </Title>
      {note !== undefined && (
        <Text fz="sm" c="dimmed" mb="sm">
          {note}
        </Text>
      )}
      {children}
    </section>
  );
}

function Deliveries({ state, ...list }: { readonly label: string; readonly state: string; readonly empty: ReactNode }) {
  const t = useWords();
  const deliveries = useQuery(deliveriesQuery(useClient(), state));
  if (deliveries.isError) {
    return <ProblemAlert {...describeProblem(t, deliveries.error)} onRetry={() => void deliveries.refetch()} />;
  }
  const { data } = deliveries;
  const more = data === undefined ? 0 : data.total - data.deliveries.length;
  return (
    <>
      <DeliveryList {...list} deliveries={data?.deliveries} />
      {more > 0 && (
        <Text fz="sm" c="dimmed" mt="xs">
          {t('queue.more', { count: more })}
        </Text>
      )}
    </>
  );
}
