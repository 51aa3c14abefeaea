/** The own account: who one is here, another password, leaving. */

import { passwordMinLength } from '@isocenter/contract/password-policy';
import { Button, Group, Paper, PasswordInput, Stack, Text, Title } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useClient } from '../../api/client-context.tsx';
import { describeProblem, fieldError } from '../../api/problem.ts';
import { keys } from '../../api/queries.ts';
import { useSession, useSignOut } from '../../features/session/use-session.ts';
import { useChange } from '../../features/settings/use-change.ts';
import { useWords } from '../../languages/language-provider.tsx';
import { PageFrame } from '../../ui/page-frame.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { ReasonButton } from '../../ui/reason-button.tsx';
import { usePageTitle } from '../../ui/use-page-title.ts';

export function AccountPage() {
  const t = useWords();
  usePageTitle(t('account.title'));
  const session = useSession();
  const signOut = useSignOut();
  return (
    <PageFrame title={t('account.title')}>
      <Stack gap="lg">
        <Paper withBorder radius="lg" p="lg" bg="var(--iso-surface)">
          <Group justify="space-between">
            <Stack gap={2}>
              <Text fw={600}>{session?.user.name}</Text>
              <Text fz="sm" c="dimmed">
                {session?.user.email} ·{' '}
                {session?.user.role === 'admin' ? t('shared.administrator') : t('shared.member')}
              </Text>
            </Stack>
            <Button variant="default" onClick={() => signOut.mutate()} loading={signOut.isPending}>
              {t('shell.signOut')}
            </Button>
          </Group>
        </Paper>
        <Paper withBorder radius="lg" p="lg" bg="var(--iso-surface)">
          <Title order={2} mb="md">
            {t('entrance.password')}
          </Title>
          <PasswordForm />
        </Paper>
      </Stack>
    </PageFrame>
  );
}

function PasswordForm() {
  const t = useWords();
  const client = useClient();
  const [currentPassword, setCurrent] = useState('');
  const [newPassword, setNew] = useState('');
  const change = useChange({
    perform: () => client.changePassword({ body: { currentPassword, newPassword } }),
    touches: [keys.session],
    done: t('account.changed'),
    quiet: true,
  });
  const tooShort = [...newPassword].length < passwordMinLength;
  const reason =
    currentPassword === ''
      ? t('account.enterPresent')
      : tooShort
        ? t('account.needs', { length: passwordMinLength })
        : undefined;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (reason !== undefined) return;
    change.mutate(undefined, {
      onSuccess: () => {
        setCurrent('');
        setNew('');
      },
    });
  };
  return (
    <form onSubmit={submit}>
      <Stack maw={380}>
        {change.isError && <ProblemAlert {...describeProblem(t, change.error)} />}
        <PasswordInput
          label={t('account.present')}
          autoComplete="current-password"
          value={currentPassword}
          onChange={(event) => setCurrent(event.currentTarget.value)}
          error={fieldError(t, change.error, '/currentPassword')}
        />
        <PasswordInput
          label={t('account.new')}
          description={t('entrance.passwordRule', { length: passwordMinLength })}
          autoComplete="new-password"
          value={newPassword}
          onChange={(event) => setNew(event.currentTarget.value)}
          error={fieldError(t, change.error, '/newPassword')}
        />
        <ReasonButton
          type="submit"
          loading={change.isPending}
          disabledReason={reason}
          style={{ alignSelf: 'flex-start' }}
        >
          {t('account.change')}
        </ReasonButton>
      </Stack>
    </form>
  );
}
