/**
 * The page of a one-time link: the first administrator of a new node, or a user whom an administrator has added, chooses a
 * password. The token stands in the fragment and is taken out of the address at once, so that it stays in no history.
 */

import { setupTokenHeader } from '@isocenter/contract/headers';
import { passwordMinLength } from '@isocenter/contract/password-policy';
import type { SecondFactorNeeded } from '@isocenter/contract/second-factor';
import { Button, Center, Loader, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { type FormEvent, useEffect, useState } from 'react';
import { useClient } from '../api/client-context.tsx';
import { describeProblem, fieldError } from '../api/problem.ts';
import { SecondStepForm } from '../features/account/second-step-form.tsx';
import { useEnter } from '../features/session/use-session.ts';
import { ButtonLink } from '../features/shell/links.tsx';
import { useWords } from '../languages/language-provider.tsx';
import { Entrance } from '../ui/entrance.tsx';
import { ProblemAlert } from '../ui/problem-alert.tsx';
import { usePageTitle } from '../ui/use-page-title.ts';
import { pagePaths, readSetupToken } from './page-paths.ts';

export function SetupPage() {
  const t = useWords();
  usePageTitle(t('entrance.setUp'));
  const client = useClient();
  const [token] = useState(() => readSetupToken(window.location.hash));
  useEffect(() => window.history.replaceState(window.history.state, '', window.location.pathname), []);
  const state = useQuery({
    queryKey: ['setup', token],
    queryFn: ({ signal }) => client.getSetup({ signal, headers: { [setupTokenHeader]: token ?? '' } }),
    enabled: token !== undefined,
  });

  if (token === undefined) return <NoLink text={t('entrance.linkIncomplete')} />;
  if (state.isError) {
    return (
      <Entrance title={t('entrance.setUp')}>
        <ProblemAlert {...describeProblem(t, state.error)} onRetry={() => void state.refetch()} />
      </Entrance>
    );
  }
  if (state.data === undefined) {
    return (
      <Center h="100dvh" role="status" aria-label={t('shared.loading')}>
        <Loader size="sm" type="dots" />
      </Center>
    );
  }
  const { link } = state.data;
  if (link === undefined || link.kind === 'invalid') {
    return <NoLink text={t('entrance.linkOver')} />;
  }
  return (
    <SetupForm token={token} account={link.kind === 'user' ? { email: link.email, name: link.name } : undefined} />
  );
}

type Account = { readonly email: string; readonly name: string };

function SetupForm({ token, account }: { readonly token: string; readonly account: Account | undefined }) {
  const t = useWords();
  const client = useClient();
  const enter = useEnter();
  const [name, setName] = useState(account?.name ?? '');
  const [email, setEmail] = useState(account?.email ?? '');
  const [password, setPassword] = useState('');
  const [needed, setNeeded] = useState<SecondFactorNeeded>();
  const router = useRouter();
  const complete = useMutation({
    mutationFn: () =>
      client.completeSetup({
        body: {
          token,
          password,
          ...(name.trim() === '' ? {} : { name: name.trim() }),
          ...(account === undefined ? { email: email.trim() } : {}),
        },
      }),
    onSuccess: (answer) => (answer.kind === 'second-factor' ? setNeeded(answer) : enter(answer)),
  });
  const tooShort = password !== '' && [...password].length < passwordMinLength;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if ([...password].length >= passwordMinLength) complete.mutate();
  };
  if (needed !== undefined) {
    return (
      <Entrance title={t('account.secondStep')} description={t('account.secondStepHelp')}>
        <SecondStepForm
          needed={needed}
          onEntered={(session) => void enter(session)}
          onLeave={() => void router.navigate({ to: pagePaths.signIn })}
        />
      </Entrance>
    );
  }
  return (
    <Entrance
      title={account === undefined ? t('entrance.firstAdministrator') : t('entrance.welcome', { name: account.name })}
      description={account === undefined ? t('entrance.firstAdministratorDetail') : t('entrance.choosePassword')}
    >
      <form onSubmit={submit}>
        <Stack>
          {complete.isError && <ProblemAlert {...describeProblem(t, complete.error)} />}
          {account === undefined && (
            <TextInput
              label={t('entrance.name')}
              name="name"
              autoComplete="name"
              autoFocus
              required
              withAsterisk={false}
              size="md"
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
              error={fieldError(t, complete.error, '/name')}
            />
          )}
          <TextInput
            label={t('entrance.email')}
            name="email"
            type="email"
            dir="ltr"
            autoComplete="username"
            required
            withAsterisk={false}
            size="md"
            readOnly={account !== undefined}
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
            error={fieldError(t, complete.error, '/email')}
          />
          <PasswordInput
            label={t('entrance.password')}
            name="password"
            autoComplete="new-password"
            required
            withAsterisk={false}
            size="md"
            description={t('entrance.passwordRule', { length: passwordMinLength })}
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
            error={
              fieldError(t, complete.error, '/password') ??
              (tooShort && complete.isError ? t('entrance.tooShort') : undefined)
            }
          />
          <Button type="submit" size="md" mt={6} loading={complete.isPending} fullWidth>
            {account === undefined ? t('entrance.createAdministrator') : t('entrance.savePassword')}
          </Button>
        </Stack>
      </form>
    </Entrance>
  );
}

function NoLink({ text }: { readonly text: string }) {
  const t = useWords();
  return (
    <Entrance title={t('entrance.deadLink')}>
      <Stack>
        <Text fz="sm">{text}</Text>
        <ButtonLink to={pagePaths.signIn} variant="default">
          {t('entrance.toSignIn')}
        </ButtonLink>
      </Stack>
    </Entrance>
  );
}
