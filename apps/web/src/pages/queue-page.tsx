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
  usePageTitle('Queue');
  return (
    <PageFrame title="Queue" description="Studies on their way to other archives and workstations.">
      <Stack gap="xl">
        <Section title="On the way">
          <Deliveries
            label="On the way"
            state="running,waiting,committing"
            empty="Nothing waits and nothing is being sent."
          />
        </Section>
        <Section title="Dead letters" note="Given up. What was acknowledged is not sent again.">
          <Deliveries label="Dead letters" state="dead" empty="There are none: nothing was given up." />
        </Section>
        <Section title="Destinations">
          <DestinationList />
        </Section>
        <Section title="Sent and cancelled">
          <Deliveries label="Sent and cancelled" state="done,cancelled" empty="Nothing has been sent yet." />
        </Section>
        {useIsAdmin() && <Background />}
      </Stack>
    </PageFrame>
  );
}

/** What waits for other nodes besides, of every study; nothing where nothing does. */
function Background() {
  const client = useClient();
  const { data: prefetching } = useQuery(prefetchesQuery(client));
  const { data: committing } = useQuery(commitmentsQuery(client));
  return (
    <>
      {prefetching !== undefined && prefetching.total > 0 && (
        <Section title="Earlier studies" note="Asked for by rules, from other archives, and not here yet.">
          <PrefetchList prefetches={prefetching.prefetches} />
        </Section>
      )}
      {committing !== undefined && committing.total > 0 && (
        <Section
          title="Storage commitments"
          note="Peers that asked whether this node keeps what they sent, and have no answer yet."
        >
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
          and {more} more
        </Text>
      )}
    </>
  );
}
