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
  usePageTitle('Your account');
  const session = useSession();
  const signOut = useSignOut();
  return (
    <PageFrame title="Your account">
      <Stack gap="lg">
        <Paper withBorder radius="lg" p="lg" bg="var(--iso-surface)">
          <Group justify="space-between">
            <Stack gap={2}>
              <Text fw={600}>{session?.user.name}</Text>
              <Text fz="sm" c="dimmed">
                {session?.user.email} · {session?.user.role === 'admin' ? 'administrator' : 'member'}
              </Text>
            </Stack>
            <Button variant="default" onClick={() => signOut.mutate()} loading={signOut.isPending}>
              Sign out
            </Button>
          </Group>
        </Paper>
        <Paper withBorder radius="lg" p="lg" bg="var(--iso-surface)">
          <Title order={2} mb="md">
            Password
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
    done: 'The password has been changed. Your other sessions have ended.',
    quiet: true,
  });
  const tooShort = [...newPassword].length < passwordMinLength;
  const reason =
    currentPassword === ''
      ? 'Enter your present password'
      : tooShort
        ? `The new password needs at least ${passwordMinLength} characters`
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
          label="Present password"
          autoComplete="current-password"
          value={currentPassword}
          onChange={(event) => setCurrent(event.currentTarget.value)}
          error={fieldError(t, change.error, '/currentPassword')}
        />
        <PasswordInput
          label="New password"
          description={`At least ${passwordMinLength} characters. A sentence is easier to remember than symbols.`}
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
          Change the password
        </ReasonButton>
      </Stack>
    </form>
  );
}
