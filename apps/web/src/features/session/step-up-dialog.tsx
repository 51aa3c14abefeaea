/** Asks whoever is signed in for a fresh proof: passkey, one-time code or password, whichever the account has. */

import { paths } from '@isocenter/contract/paths';
import type { FreshProof, ProofWays } from '@isocenter/contract/second-factor';
import { Anchor, Button, Group, Modal, PasswordInput, Stack, Text } from '@mantine/core';
import { IconFingerprint } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useState, useSyncExternalStore } from 'react';
import { useClient } from '../../api/client-context.tsx';
import { describeProblem } from '../../api/problem.ts';
import type { WordKey } from '../../languages/catalogue.ts';
import { useWords } from '../../languages/language-provider.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { CodeInput } from '../account/code-input.tsx';
import { isDeclined, signWithPasskey } from '../account/passkey-browser.ts';
import { pageAfterProof } from './pending-export.ts';
import type { StepUp } from './step-up.ts';

export function StepUpDialog({ stepUp }: { readonly stepUp: StepUp }) {
  const t = useWords();
  const isAsked = useSyncExternalStore(stepUp.subscribe, stepUp.isAsked);
  return (
    <Modal
      opened={isAsked}
      onClose={() => stepUp.answer(false)}
      title={t('account.stepUpTitle')}
      size="sm"
      zIndex={400}
    >
      {isAsked && <Proof onProved={() => stepUp.answer(true)} onCancel={() => stepUp.answer(false)} />}
    </Modal>
  );
}

type ProofProps = { readonly onProved: () => void; readonly onCancel: () => void };
type Way = Exclude<ProofWays['ways'][number], 'single-sign-on'>;

const otherWays: Readonly<Record<Way, WordKey>> = {
  passkey: 'account.usePasskey',
  totp: 'account.useTotp',
  password: 'account.usePassword',
};

function Proof({ onProved, onCancel }: ProofProps) {
  const t = useWords();
  const client = useClient();
  const begun = useQuery({
    queryKey: ['proof'],
    queryFn: () => client.beginProof(),
    staleTime: 0,
    gcTime: 0,
    refetchOnWindowFocus: false,
  });
  const [chosen, setChosen] = useState<Way>();
  const [text, setText] = useState('');
  const ways = (begun.data?.ways ?? []).filter((one) => one !== 'single-sign-on');
  const provider = begun.data?.provider;
  const way = chosen ?? ways[0];
  const prove = useMutation({
    mutationFn: async (kind: Way) => client.prove({ body: await proofOf(kind, text, begun.data) }),
    onSuccess: onProved,
    // A challenge is good for one signature.
    onError: () => void begun.refetch(),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (way !== undefined && (way === 'passkey' || text !== '')) prove.mutate(way);
  };
  if (begun.isError) return <ProblemAlert {...describeProblem(t, begun.error)} onRetry={() => void begun.refetch()} />;
  return (
    <form onSubmit={submit}>
      <Stack>
        <Text fz="sm">{t('account.stepUpHelp')}</Text>
        {begun.isSuccess && ways.length === 0 && provider === undefined && <Text fz="sm">{t('account.noWay')}</Text>}
        {prove.isError && !isDeclined(prove.error) && <ProblemAlert {...describeProblem(t, prove.error)} />}
        {way === 'totp' && <CodeInput value={text} onChange={setText} autoFocus />}
        {way === 'password' && (
          <PasswordInput
            label={t('account.password')}
            autoComplete="current-password"
            data-autofocus
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
        )}
        {ways
          .filter((other) => other !== way)
          .map((other) => (
            <Anchor
              key={other}
              component="button"
              type="button"
              fz="sm"
              ta="start"
              onClick={() => {
                setChosen(other);
                setText('');
              }}
            >
              {t(otherWays[other])}
            </Anchor>
          ))}
        {provider !== undefined && (
          <Stack gap={4}>
            <Button component="a" variant="default" href={paths.singleSignOn.proof(pageAfterProof(window.location))}>
              {t('account.useProvider', { provider })}
            </Button>
            <Text fz="xs" c="dimmed">
              {t('account.providerHelp')}
            </Text>
          </Stack>
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onCancel}>
            {t('shared.cancel')}
          </Button>
          {(way !== undefined || begun.isPending) && (
            <Button
              type="submit"
              loading={prove.isPending || begun.isPending}
              {...(way === 'passkey' ? { leftSection: <IconFingerprint size={17} /> } : {})}
            >
              {way === 'passkey' ? t('account.confirmPasskey') : t('account.confirm')}
            </Button>
          )}
        </Group>
      </Stack>
    </form>
  );
}

async function proofOf(kind: Way, text: string, begun: ProofWays | undefined): Promise<FreshProof> {
  if (kind === 'totp') return { kind, code: text };
  if (kind === 'password') return { kind, password: text };
  return { kind, assertion: await signWithPasskey(begun?.passkeyOptions) };
}
