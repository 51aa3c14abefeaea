/**
 * Where an invitation to a care team leads: confirm the address and name a telephone, type the code, done. Nothing happens
 * before a button is pressed, so that mail scanners that open the link use nothing up. Loaded anew, or opened with a link that
 * was used here, it goes on with the code.
 */

import { ProblemError } from '@isocenter/contract/client';
import type { CodeSent } from '@isocenter/contract/joining';
import { Button, Stack, Text, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { type FormEvent, useEffect, useState } from 'react';
import { useClient } from '../api/client-context.tsx';
import { ButtonLink } from '../features/shell/links.tsx';
import { findBegunJoining, forgetBegunJoining, keepBegunJoining } from '../features/teams/begun-joining.ts';
import { CodeForm } from '../features/teams/code-form.tsx';
import { isolate } from '../features/teams/isolate.ts';
import { describeWrongTurn } from '../features/teams/wrong-turn.ts';
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
  useEffect(() => {
    // The token stays in no history.
    window.history.replaceState(window.history.state, '', window.location.pathname);
    // Another link, opened in the same tab, is another beginning.
    const begin = () => window.location.reload();
    window.addEventListener('hashchange', begin);
    return () => window.removeEventListener('hashchange', begin);
  }, []);
  const [sent, setSent] = useState<CodeSent | undefined>(() => (token === undefined ? findBegunJoining() : undefined));
  const [end, setEnd] = useState<'joined' | 'ended'>();
  const goOn = (next: CodeSent) => {
    keepBegunJoining(next);
    setSent(next);
  };
  if (end !== undefined) {
    const [title, description] =
      end === 'joined'
        ? [t('teams.welcome'), t('teams.welcomeSignIn')]
        : ([t('teams.ended'), t('teams.endedHelp')] as const);
    return (
      <Entrance title={title} description={description}>
        <ButtonLink to={pagePaths.signIn} size="md" fullWidth>
          {t('entrance.signIn')}
        </ButtonLink>
      </Entrance>
    );
  }
  if (sent !== undefined) {
    return (
      <Entrance title={t('teams.typeCode')} description={t('teams.codeWent', { phone: isolate(sent.phone) })}>
        <CodeForm
          sent={sent}
          onSent={goOn}
          onJoined={({ setupToken }) => {
            forgetBegunJoining();
            if (setupToken === undefined) setEnd('joined');
            else void router.navigate({ to: pagePaths.setup, hash: setupToken, replace: true });
          }}
          onEnded={() => {
            forgetBegunJoining();
            setEnd('ended');
          }}
        />
      </Entrance>
    );
  }
  if (token === undefined) {
    return (
      <Entrance title={t('entrance.deadLink')}>
        <Stack>
          <Text fz="sm">{t('teams.linkIncomplete')}</Text>
          <ButtonLink to={pagePaths.signIn} variant="default">
            {t('entrance.toSignIn')}
          </ButtonLink>
        </Stack>
      </Entrance>
    );
  }
  return <ConfirmStep token={token} onSent={goOn} />;
}

type ConfirmProps = { readonly token: string; readonly onSent: (sent: CodeSent) => void };

function ConfirmStep({ token, onSent }: ConfirmProps) {
  const t = useWords();
  const client = useClient();
  const { language } = useLanguage();
  const [phone, setPhone] = useState('');
  const confirm = useMutation({
    mutationFn: () => client.confirmJoining({ body: { token, phone: phone.trim(), language } }),
    onSuccess: onSent,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (phone.trim().length >= 5) confirm.mutate();
  };
  if (confirm.error instanceof ProblemError && confirm.error.code === 'link-invalid') {
    return (
      <Entrance title={t('teams.join')}>
        <Stack>
          <ProblemAlert {...describeWrongTurn(t, confirm.error)} />
          <AfterLink token={token} onSent={onSent} />
        </Stack>
      </Entrance>
    );
  }
  return (
    <Entrance title={t('teams.join')} description={t('teams.joinHelp')}>
      <form onSubmit={submit}>
        <Stack>
          {confirm.isError && <ProblemAlert {...describeWrongTurn(t, confirm.error)} />}
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
    </Entrance>
  );
}

/** Where a link leads that is over: on to the code where it was used here, to another link, to the sign-in of who has joined. */
function AfterLink({ token, onSent }: ConfirmProps) {
  const t = useWords();
  const client = useClient();
  const renew = useMutation({ mutationFn: () => client.renewJoining({ body: { token } }) });
  const begun = findBegunJoining();
  return (
    <>
      {renew.isError && <ProblemAlert {...describeWrongTurn(t, renew.error)} />}
      {begun !== undefined && <Button onClick={() => onSent(begun)}>{t('teams.toCode')}</Button>}
      {renew.isSuccess ? (
        <Text fz="sm" role="status">
          {t('teams.newLinkSent')}
        </Text>
      ) : (
        <Button variant="default" loading={renew.isPending} onClick={() => renew.mutate()}>
          {t('teams.newLink')}
        </Button>
      )}
      <ButtonLink to={pagePaths.signIn} variant="subtle">
        {t('entrance.toSignIn')}
      </ButtonLink>
    </>
  );
}
