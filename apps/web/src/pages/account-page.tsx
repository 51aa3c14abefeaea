/** The own account: who one is here, what one signs in with, where one is signed in. */

import { Loader, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useClient } from '../api/client-context.tsx';
import { describeProblem } from '../api/problem.ts';
import { accountQuery } from '../api/queries.ts';
import { FactorSections } from '../features/account/factor-sections.tsx';
import { NoticeSection } from '../features/account/notice-section.tsx';
import { PasswordSection } from '../features/account/password-section.tsx';
import { ProfileSection } from '../features/account/profile-section.tsx';
import { SessionSection } from '../features/account/session-section.tsx';
import { useWords } from '../languages/language-provider.tsx';
import { PageFrame } from '../ui/page-frame.tsx';
import { ProblemAlert } from '../ui/problem-alert.tsx';
import { usePageTitle } from '../ui/use-page-title.ts';

export function AccountPage() {
  const t = useWords();
  usePageTitle(t('account.title'));
  const { data: account, isError, error, refetch } = useQuery(accountQuery(useClient()));
  return (
    <PageFrame title={t('account.title')} description={t('account.description')}>
      {isError && <ProblemAlert {...describeProblem(t, error)} onRetry={() => void refetch()} />}
      {!isError && account === undefined && <Loader size="sm" type="dots" aria-label={t('shared.loading')} />}
      {account !== undefined && (
        <Stack gap="lg">
          <ProfileSection account={account} />
          <PasswordSection hasPassword={account.hasPassword} />
          <FactorSections account={account} />
          <NoticeSection />
          <SessionSection />
        </Stack>
      )}
    </PageFrame>
  );
}
