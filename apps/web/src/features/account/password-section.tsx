/** Another password for the own account. */

import { passwordMinLength } from '@isocenter/contract/password-policy';
import { PasswordInput, Stack } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useClient } from '../../api/client-context.tsx';
import { describeProblem, fieldError } from '../../api/problem.ts';
import { keys } from '../../api/queries.ts';
import { useWords } from '../../languages/language-provider.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { ReasonButton } from '../../ui/reason-button.tsx';
import { useChange } from '../settings/use-change.ts';
import { Section } from './section.tsx';

export function PasswordSection({ hasPassword }: { readonly hasPassword: boolean }) {
  const t = useWords();
  if (!hasPassword) return <Section title={t('account.password')} help={t('account.noPassword')} />;
  return (
    <Section title={t('account.password')}>
      <PasswordForm />
    </Section>
  );
}

function PasswordForm() {
  const t = useWords();
  const client = useClient();
  const [currentPassword, setCurrent] = useState('');
  const [newPassword, setNew] = useState('');
  const change = useChange({
    perform: () => client.changePassword({ body: { currentPassword, newPassword } }),
    touches: [keys.session, keys.openSessions],
    done: t('account.passwordChanged'),
    quiet: true,
  });
  const tooShort = [...newPassword].length < passwordMinLength;
  const reason =
    currentPassword === ''
      ? t('account.enterPresent')
      : tooShort
        ? t('account.newTooShort', { length: passwordMinLength })
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
      <Stack maw={380} mt="md">
        {change.isError && <ProblemAlert {...describeProblem(t, change.error)} />}
        <PasswordInput
          label={t('account.presentPassword')}
          autoComplete="current-password"
          value={currentPassword}
          onChange={(event) => setCurrent(event.currentTarget.value)}
          error={fieldError(t, change.error, '/currentPassword')}
        />
        <PasswordInput
          label={t('account.newPassword')}
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
          {t('account.changePassword')}
        </ReasonButton>
      </Stack>
    </form>
  );
}
