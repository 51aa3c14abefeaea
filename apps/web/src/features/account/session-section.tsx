/** Where the own account is signed in, and ending it there. */

import type { OpenSession } from '@isocenter/contract/account';
import { Badge, Button, Group, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useClient } from '../../api/client-context.tsx';
import { describeProblem } from '../../api/problem.ts';
import { keys, openSessionsQuery } from '../../api/queries.ts';
import type { Words } from '../../languages/catalogue.ts';
import { useWords } from '../../languages/language-provider.tsx';
import { ConfirmButton } from '../../ui/confirm-button.tsx';
import { Moment } from '../../ui/moment.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { ReasonButton } from '../../ui/reason-button.tsx';
import { type RecordColumn, RecordList } from '../../ui/record-list.tsx';
import { useChange } from '../settings/use-change.ts';
import { Section } from './section.tsx';

export function SessionSection() {
  const t = useWords();
  const client = useClient();
  const sessions = useQuery(openSessionsQuery(client));
  const endOthers = useChange({
    perform: () => client.endOtherSessions(),
    touches: [keys.openSessions],
    done: t('account.sessionsEnded'),
  });
  const end = useChange({
    perform: (id: string) => client.endSession({ params: { id } }),
    touches: [keys.openSessions],
    done: t('account.sessionEnded'),
  });
  const rows = sessions.data?.sessions;
  const hasOthers = (rows ?? []).some(({ isThis }) => !isThis);
  return (
    <Section
      title={t('account.sessions')}
      help={t('account.sessionsHelp')}
      action={
        <ConfirmButton
          title={t('account.endOthersTitle')}
          action={t('account.endOthers')}
          onConfirm={() => endOthers.mutate()}
          trigger={(open) => (
            <ReasonButton
              variant="default"
              disabledReason={hasOthers ? undefined : t('account.noOthers')}
              onClick={open}
            >
              {t('account.endOthers')}
            </ReasonButton>
          )}
        >
          {t('account.endHelp')}
        </ConfirmButton>
      }
    >
      <Stack mt="md">
        {sessions.isError && (
          <ProblemAlert {...describeProblem(t, sessions.error)} onRetry={() => void sessions.refetch()} />
        )}
        {!sessions.isError && (
          <RecordList
            label={t('account.sessions')}
            columns={columnsIn(t)}
            rows={rows}
            rowKey={({ id }) => id}
            empty={t('account.noOthers')}
            actions={({ id, isThis }) =>
              isThis ? null : (
                <ConfirmButton
                  title={t('account.endTitle')}
                  action={t('account.end')}
                  onConfirm={() => end.mutate(id)}
                  trigger={(open) => (
                    <Button variant="default" size="compact-sm" onClick={open}>
                      {t('account.end')}
                    </Button>
                  )}
                >
                  {t('account.endHelp')}
                </ConfirmButton>
              )
            }
          />
        )}
      </Stack>
    </Section>
  );
}

function columnsIn(t: Words): readonly RecordColumn<OpenSession>[] {
  return [
    {
      label: t('account.device'),
      cell: (session) => (
        <Group gap="xs" wrap="nowrap">
          {nameOf(t, session)}
          {session.isThis && (
            <Badge variant="light" color="teal" size="sm" radius="sm">
              {t('account.thisSession')}
            </Badge>
          )}
        </Group>
      ),
    },
    { label: t('account.place'), cell: ({ address }) => address ?? '–' },
    { label: t('account.lastUsed'), cell: ({ lastUsedAt }) => <Moment at={lastUsedAt} /> },
    { label: t('account.began'), cell: ({ startedAt }) => <Moment at={startedAt} /> },
  ];
}

function nameOf(t: Words, { browser, system }: OpenSession): string {
  if (browser !== undefined && system !== undefined) return t('account.onSystem', { browser, system });
  return browser ?? system ?? t('account.unknownBrowser');
}
