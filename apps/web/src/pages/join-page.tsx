/**
 * Where an invitation to a care team leads: confirm the address and name a telephone, type the code, done. Nothing happens
 * before a button is pressed, so that mail scanners that open the link use nothing up.
 */

import type { CodeSent } from '@isocenter/contract/joining';
import { Button, Stack, Text, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { type FormEvent, useEffect, useState } from 'react';
import { useClient } from '../api/client-context.tsx';
import { describeProblem } from '../api/problem.ts';
import { ButtonLink } from '../features/shell/links.tsx';
import { CodeForm } from '../features/teams/code-form.tsx';
import { useLanguage, useWords } from '../languages/language-provider.tsx';
import { Entrance } from '../ui/entrance.tsx';
import { ProblemAlert } from '../ui/problem-alert.tsx';
import { usePageTitle } from '../ui/use-page-title.ts';
import { pagePaths, readSetupToken } from './page-paths.ts';

export function JoinPage() {
  const t = useWords();
  usePageTitle(t('teams.join'));
  const router = useRouter();
  const [token] = useState(() => readSetupToken(window.location.hash));
  // The token stays in no history.
  useEffect(() => window.history.replaceState(window.history.state, '', window.location.pathname), []);
  const [sent, setSent] = useState<CodeSent>();
  const [isIn, setIn] = useState(false);
  if (isIn) {
    return (
      <Entrance title={t('teams.welcome')} description={t('teams.welcomeSignIn')}>
        <ButtonLink to={pagePaths.signIn} size="md" fullWidth>
          {t('entrance.signIn')}
        </ButtonLink>
      </Entrance>
    );
  }
  if (sent !== undefined) {
    return (
      <Entrance title={t('teams.typeCode')} description={t('teams.codeWent', { phone: sent.phone })}>
        <CodeForm
          sent={sent}
          onSent={setSent}
          onJoined={({ setupToken }) => {
            if (setupToken === undefined) setIn(true);
            else void router.navigate({ to: pagePaths.setup, hash: setupToken, replace: true });
          }}
        />
      </Entrance>
    );
  }
  if (token === undefined) {
    return (
      <Entrance title={t('entrance.deadLink')}>
        <Text fz="sm">{t('entrance.linkIncomplete')}</Text>
      </Entrance>
    );
  }
  return (
    <Entrance title={t('teams.join')} description={t('teams.joinHelp')}>
      <ConfirmForm token={token} onSent={setSent} />
    </Entrance>
  );
}

function ConfirmForm({ token, onSent }: { readonly token: string; readonly onSent: (sent: CodeSent) => void }) {
  const t = useWords();
  const client = useClient();
  const { language } = useLanguage();
  const [phone, setPhone] = useState('');
  const confirm = useMutation({
    mutationFn: () => client.confirmJoining({ body: { token, phone: phone.trim(), language } }),
    onSuccess: onSent,
  });
  const renew = useMutation({ mutationFn: () => client.renewJoining({ body: { token } }) });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (phone.trim().length >= 5) confirm.mutate();
  };
  const problem = confirm.isError ? describeProblem(t, confirm.error) : undefined;
  return (
    <form onSubmit={submit}>
      <Stack>
        {problem !== undefined && <ProblemAlert {...problem} />}
        {problem?.code === 'link-invalid' && !renew.isSuccess && (
          <Button variant="default" loading={renew.isPending} onClick={() => renew.mutate()}>
            {t('teams.newLink')}
          </Button>
        )}
        {renew.isSuccess && (
          <Text fz="sm" role="status">
            {t('teams.newLinkSent')}
          </Text>
        )}
        <TextInput
          label={t('teams.phone')}
          description={t('teams.phoneHelp')}
          type="tel"
          name="phone"
          autoComplete="tel"
          autoFocus
          required
          withAsterisk={false}
          size="md"
          dir="ltr"
          value={phone}
          onChange={(event) => setPhone(event.currentTarget.value)}
        />
        <Button type="submit" size="md" loading={confirm.isPending} fullWidth>
          {t('teams.confirmAndSend')}
        </Button>
      </Stack>
    </form>
  );
}
