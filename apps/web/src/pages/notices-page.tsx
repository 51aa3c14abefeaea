/** What waits for the reader, and what has changed without them. */

import { Button, Stack } from '@mantine/core';
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useClient } from '../api/client-context.tsx';
import { describeProblem } from '../api/problem.ts';
import { keys, newsQuery, noticesQuery } from '../api/queries.ts';
import { NoticeList } from '../features/notices/notice-list.tsx';
import { useChange } from '../features/settings/use-change.ts';
import { useWords } from '../languages/language-provider.tsx';
import { PageFrame } from '../ui/page-frame.tsx';
import { ProblemAlert } from '../ui/problem-alert.tsx';
import { ReasonButton } from '../ui/reason-button.tsx';
import { usePageTitle } from '../ui/use-page-title.ts';

export function NoticesPage() {
  const t = useWords();
  usePageTitle(t('notices.title'));
  const client = useClient();
  const notices = useInfiniteQuery(noticesQuery(client));
  const unread = useQuery(newsQuery(client)).data?.unread ?? 0;
  useAskAgain(unread);
  const readAll = useChange({
    perform: () => client.readNotices({ body: {} }),
    touches: [keys.notices, keys.news],
  });
  return (
    <PageFrame
      title={t('notices.title')}
      description={t('notices.description')}
      actions={
        <ReasonButton
          variant="default"
          loading={readAll.isPending}
          disabledReason={unread === 0 ? t('notices.nothingUnread') : undefined}
          onClick={() => readAll.mutate()}
        >
          {t('notices.markAllRead')}
        </ReasonButton>
      }
    >
      {notices.isError ? (
        <ProblemAlert {...describeProblem(t, notices.error)} onRetry={() => void notices.refetch()} />
      ) : (
        <Stack gap="sm">
          <NoticeList notices={notices.data?.pages.flatMap((page) => page.notices)} />
          {notices.hasNextPage && (
            <Button
              variant="default"
              onClick={() => void notices.fetchNextPage()}
              loading={notices.isFetchingNextPage}
              style={{ alignSelf: 'flex-start' }}
            >
              {t('notices.older')}
            </Button>
          )}
        </Stack>
      )}
    </PageFrame>
  );
}

/** The list is in the audit trail each time it is read: it is asked for again when there is more to read, not by the clock. */
function useAskAgain(unread: number): void {
  const queryClient = useQueryClient();
  const known = useRef(unread);
  useEffect(() => {
    if (unread > known.current) void queryClient.invalidateQueries({ queryKey: keys.notices });
    known.current = unread;
  }, [unread, queryClient]);
}
