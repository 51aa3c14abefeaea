/**
 * The page of a one-time link: the first administrator of a new node, or a user whom an administrator has added, chooses a
 * password. The token stands in the fragment and is taken out of the address at once, so that it stays in no history.
 */

import { setupTokenHeader } from '@isocenter/contract/headers';
import { passwordMinLength } from '@isocenter/contract/password-policy';
import { Button, Center, Loader, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useEffect, useState } from 'react';
import { useClient } from '../api/client-context.tsx';
import { describeProblem, fieldError } from '../api/problem.ts';
import { useEnter } from '../features/session/use-session.ts';
import { ButtonLink } from '../features/shell/links.tsx';
import { Entrance } from '../ui/entrance.tsx';
import { ProblemAlert } from '../ui/problem-alert.tsx';
import { usePageTitle } from '../ui/use-page-title.ts';
import { pagePaths, readSetupToken } from './page-paths.ts';

export function SetupPage() {
  usePageTitle('Set up');
  const client = useClient();
  const [token] = useState(() => readSetupToken(window.location.hash));
  useEffect(() => window.history.replaceState(window.history.state, '', window.location.pathname), []);
  const state = useQuery({
    queryKey: ['setup', token],
    queryFn: ({ signal }) => client.getSetup({ signal, headers: { [setupTokenHeader]: token ?? '' } }),
    enabled: token !== undefined,
  });

  if (token === undefined)
    return <NoLink text="Open the whole link as it was printed or sent; this one has no token." />;
  if (state.isError) {
    return (
      <Entrance title="Set up">
        <ProblemAlert {...describeProblem(state.error)} onRetry={() => void state.refetch()} />
      </Entrance>
    );
  }
  if (state.data === undefined) {
    return (
      <Center h="100dvh" role="status" aria-label="Loading">
        <Loader size="sm" type="dots" />
      </Center>
    );
  }
  const { link } = state.data;
  if (link === undefined || link.kind === 'invalid') {
    return (
      <NoLink text="It was used already, or its time has run out. Restarting a node without users prints a new one; otherwise an administrator can make one in the settings." />
    );
  }
  return (
    <SetupForm token={token} account={link.kind === 'user' ? { email: link.email, name: link.name } : undefined} />
  );
}

type Account = { readonly email: string; readonly name: string };

function SetupForm({ token, account }: { readonly token: string; readonly account: Account | undefined }) {
  const client = useClient();
  const enter = useEnter();
  const [name, setName] = useState(account?.name ?? '');
  const [email, setEmail] = useState(account?.email ?? '');
  const [password, setPassword] = useState('');
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
    onSuccess: (session) => enter(session),
  });
  const tooShort = password !== '' && [...password].length < passwordMinLength;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if ([...password].length >= passwordMinLength) complete.mutate();
  };
  return (
    <Entrance
      title={account === undefined ? 'Create the first administrator' : `Welcome, ${account.name}`}
      description={
        account === undefined
          ? 'This account manages users, peers and settings of this node.'
          : 'Choose a password for your account.'
      }
    >
      <form onSubmit={submit}>
        <Stack>
          {complete.isError && <ProblemAlert {...describeProblem(complete.error)} />}
          {account === undefined && (
            <TextInput
              label="Name"
              name="name"
              autoComplete="name"
              autoFocus
              required
              withAsterisk={false}
              size="md"
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
              error={fieldError(complete.error, '/name')}
            />
          )}
          <TextInput
            label="E-mail"
            name="email"
            type="email"
            autoComplete="username"
            required
            withAsterisk={false}
            size="md"
            readOnly={account !== undefined}
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
            error={fieldError(complete.error, '/email')}
          />
          <PasswordInput
            label="Password"
            name="password"
            autoComplete="new-password"
            required
            withAsterisk={false}
            size="md"
            description={`At least ${passwordMinLength} characters. A sentence is easier to remember than symbols.`}
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
            error={fieldError(complete.error, '/password') ?? (tooShort && complete.isError ? 'Too short' : undefined)}
          />
          <Button type="submit" size="md" mt={6} loading={complete.isPending} fullWidth>
            {account === undefined ? 'Create administrator' : 'Save password'}
          </Button>
        </Stack>
      </form>
    </Entrance>
  );
}

function NoLink({ text }: { readonly text: string }) {
  return (
    <Entrance title="This link leads nowhere">
      <Stack>
        <Text fz="sm">{text}</Text>
        <ButtonLink to={pagePaths.signIn} variant="default">
          Go to sign-in
        </ButtonLink>
      </Stack>
    </Entrance>
  );
}
