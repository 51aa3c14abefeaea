/** What one is told of, on the pages and by mail. Mails lead here. */

import type { NoticeChoice, NoticeWay } from '@isocenter/contract/notices';
import { NativeSelect, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useLocation } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useClient } from '../../api/client-context.tsx';
import { describeProblem } from '../../api/problem.ts';
import { keys, noticeChoicesQuery } from '../../api/queries.ts';
import { useWords } from '../../languages/language-provider.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { useChange } from '../settings/use-change.ts';
import { Section } from './section.tsx';

const ways: readonly NoticeWay[] = ['none', 'page', 'mail'];

export function NoticeSection() {
  const t = useWords();
  const client = useClient();
  const { data, error, refetch } = useQuery(noticeChoicesQuery(client));
  const place = useRef<HTMLDivElement>(null);
  const isLedHere = useLocation({ select: ({ hash }) => hash === 'notices' });
  const isThere = data !== undefined;
  useEffect(() => {
    if (isLedHere && isThere) place.current?.scrollIntoView();
  }, [isLedHere, isThere]);
  const choose = useChange({
    perform: (choice: NoticeChoice) => client.chooseNotices({ body: choice }),
    touches: [keys.noticeChoices],
    done: t('notices.chosen'),
  });
  return (
    <div ref={place} id="notices">
      <Section title={t('notices.choices')} help={t('notices.choicesHelp')}>
        {error !== null && <ProblemAlert {...describeProblem(t, error)} onRetry={() => void refetch()} />}
        <Stack maw={380} mt="md" gap="sm">
          {data?.hasMail === false && <Text fz="sm">{t('notices.noMail')}</Text>}
          {data?.choices.map(({ topic, way }) => {
            const isAlways = topic === 'emergencies';
            return (
              <NativeSelect
                key={topic}
                label={t(`notices.topic-${topic}`)}
                {...(isAlways && { description: t('notices.alwaysTold') })}
                value={way}
                data={ways
                  .filter((one) => !(isAlways && one === 'none'))
                  .map((value) => ({ value, label: t(`notices.way-${value}`) }))}
                // The values are the ways.
                onChange={(event) => choose.mutate({ topic, way: event.currentTarget.value as NoticeWay })}
              />
            );
          })}
        </Stack>
      </Section>
    </div>
  );
}
