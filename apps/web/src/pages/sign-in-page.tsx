/**
 * Sign-in with e-mail and password, and a second step where the account has one, or with a passkey alone. A node without
 * users says how its first one is made.
 */

import { ProblemError } from '@isocenter/contract/client';
import { paths } from '@isocenter/contract/paths';
import type { SecondFactorNeeded } from '@isocenter/contract/second-factor';
import { Alert, Button, Divider, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { IconFingerprint, IconInfoCircle } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useClient } from '../api/client-context.tsx';
import { describeProblem } from '../api/problem.ts';
import { sessionQuery } from '../api/queries.ts';
import { isDeclined, passkeyHindrance, signWithPasskey } from '../features/account/passkey-browser.ts';
import { SecondStepForm } from '../features/account/second-step-form.tsx';
import { useEnter } from '../features/session/use-session.ts';
import { useWords } from '../languages/language-provider.tsx';
import { Entrance } from '../ui/entrance.tsx';
import { ProblemAlert } from '../ui/problem-alert.tsx';
import { ReasonButton } from '../ui/reason-button.tsx';
import { usePageTitle } from '../ui/use-page-title.ts';
import { PagePending } from './page-pending.tsx';

export function SignInPage() {
  const t = useWords();
  usePageTitle(t('entrance.signIn'));
  const client = useClient();
  const enter = useEnter();
  const { next, failed: code } = useSearch({ from: '/sign-in' });
  const state = useQuery(sessionQuery(client));
  const session = state.data;
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [needed, setNeeded] = useState<SecondFactorNeeded>();
  const signIn = useMutation({
    mutationFn: () => {
      withPasskey.reset();
      return client.signIn({ body: { email: email.trim(), password } });
    },
    onSuccess: (answer) => (answer.kind === 'second-factor' ? setNeeded(answer) : enter(answer, next)),
  });
  const withPasskey = useMutation({
    mutationFn: async () =>
      client.signInWithPasskey({ body: await signWithPasskey(await client.beginPasskeySignIn()) }),
    onSuccess: (opened) => enter(opened, next),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (email.trim() !== '' && password !== '') signIn.mutate();
  };

  // Not before it is known whether there is anybody who could sign in: the form must not vanish under the fingers.
  if (state.isPending) return <PagePending />;
  if (session?.kind === 'anonymous' && session.setupRequired) return <SetupRequired />;
  if (needed !== undefined) {
    return (
      <Entrance title={t('account.secondStep')} description={t('account.secondStepHelp')}>
        <SecondStepForm
          needed={needed}
          onEntered={(opened) => void enter(opened, next)}
          onLeave={() => {
            setNeeded(undefined);
            setPassword('');
          }}
        />
      </Entrance>
    );
  }
  const hindrance = passkeyHindrance(t, session?.kind === 'anonymous' ? session.signIn.passkeyHost : undefined);
  const failed = [signIn.error, withPasskey.error, returnedWith(code)].find(
    (error) => error !== null && !isDeclined(error),
  );
  const provider = session?.kind === 'anonymous' ? session.signIn.singleSignOn : undefined;
  return (
    <Entrance title={t('entrance.signIn')}>
      <form onSubmit={submit}>
        <Stack>
          {failed !== undefined && <ProblemAlert {...describeProblem(t, failed)} />}
          {isDeclined(withPasskey.error) && (
            <Text fz="sm" role="status">
              {t('account.passkeyDeclined')}
            </Text>
          )}
          <TextInput
            label={t('entrance.email')}
            type="email"
            dir="ltr"
            name="email"
            autoComplete="username"
            autoFocus
            required
            withAsterisk={false}
            size="md"
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
          />
          <PasswordInput
            label={t('entrance.password')}
            name="password"
            autoComplete="current-password"
            required
            withAsterisk={false}
            size="md"
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
          <Button type="submit" size="md" mt={6} loading={signIn.isPending} fullWidth>
            {t('entrance.signIn')}
          </Button>
          <Divider label={t('account.or')} />
          <ReasonButton
            variant="default"
            size="md"
            fullWidth
            leftSection={<IconFingerprint size={19} />}
            loading={withPasskey.isPending}
            disabledReason={hindrance}
            onClick={() => {
              signIn.reset();
              withPasskey.mutate();
            }}
          >
            {t('account.signInPasskey')}
          </ReasonButton>
          {provider !== undefined && (
            <Button component="a" variant="default" size="md" fullWidth href={paths.singleSignOn.begin(next)}>
              {t('account.signInWith', { provider })}
            </Button>
          )}
        </Stack>
      </form>
    </Entrance>
  );
}

/** What the way to the identity provider and back ended with. */
function returnedWith(code: string | undefined): ProblemError | null {
  return code === undefined ? null : new ProblemError({ title: code, status: 400, code });
}

function SetupRequired() {
  const t = useWords();
  return (
    <Entrance title={t('entrance.newNode')} description={t('entrance.newNodeDetail')}>
      <Alert variant="light" icon={<IconInfoCircle size={18} />}>
        <Text fz="sm">{t('entrance.newNodeHelp')}</Text>
      </Alert>
    </Entrance>
  );
}
