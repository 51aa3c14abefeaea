/** The second step of signing in: passkey, code of an authenticator application, or a recovery code. */

import type { SecondFactorNeeded, SecondFactorProof } from '@isocenter/contract/second-factor';
import type { SignedInSession } from '@isocenter/contract/session';
import { Anchor, Button, Stack, Text, TextInput } from '@mantine/core';
import { IconFingerprint } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useClient } from '../../api/client-context.tsx';
import { describeProblem } from '../../api/problem.ts';
import type { WordKey } from '../../languages/catalogue.ts';
import { useWords } from '../../languages/language-provider.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { CodeInput } from './code-input.tsx';
import { isDeclined, signWithPasskey } from './passkey-browser.ts';

export type SecondStepFormProps = {
  readonly needed: SecondFactorNeeded;
  readonly onEntered: (session: SignedInSession) => void;
  readonly onLeave: () => void;
};

type Way = SecondFactorNeeded['ways'][number];

const otherWays: Readonly<Record<Way, WordKey>> = {
  passkey: 'account.usePasskey',
  totp: 'account.useTotp',
  'recovery-code': 'account.useRecovery',
};

export function SecondStepForm({ needed, onEntered, onLeave }: SecondStepFormProps) {
  const t = useWords();
  const client = useClient();
  const [way, setWay] = useState<Way>(needed.ways[0] ?? 'recovery-code');
  const [code, setCode] = useState('');
  const prove = useMutation({
    mutationFn: async () => client.proveSecondFactor({ body: await proofOf(way, code, needed) }),
    onSuccess: onEntered,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (way === 'passkey' || code.trim() !== '') prove.mutate();
  };
  const declined = prove.isError && isDeclined(prove.error);
  return (
    <form onSubmit={submit}>
      <Stack>
        {prove.isError && !declined && <ProblemAlert {...describeProblem(t, prove.error)} />}
        {declined && (
          <Text fz="sm" role="status">
            {t('account.passkeyDeclined')}
          </Text>
        )}
        {way === 'totp' && <CodeInput value={code} onChange={setCode} autoFocus />}
        {way === 'recovery-code' && (
          <TextInput
            label={t('account.recoveryCode')}
            description={t('account.recoveryCodeHelp')}
            autoComplete="off"
            dir="ltr"
            maxLength={64}
            value={code}
            onChange={(event) => setCode(event.currentTarget.value)}
          />
        )}
        <Button
          type="submit"
          size="md"
          fullWidth
          loading={prove.isPending}
          {...(way === 'passkey' ? { leftSection: <IconFingerprint size={19} /> } : {})}
        >
          {way === 'passkey' ? t('account.usePasskey') : t('account.goOn')}
        </Button>
        {needed.ways
          .filter((other) => other !== way)
          .map((other) => (
            <Anchor
              key={other}
              component="button"
              type="button"
              fz="sm"
              onClick={() => {
                setWay(other);
                setCode('');
              }}
            >
              {t(otherWays[other])}
            </Anchor>
          ))}
        <Anchor component="button" type="button" fz="sm" c="dimmed" onClick={onLeave}>
          {t('account.otherAccount')}
        </Anchor>
      </Stack>
    </form>
  );
}

async function proofOf(way: Way, code: string, needed: SecondFactorNeeded): Promise<SecondFactorProof> {
  if (way !== 'passkey') return { kind: way, code: code.trim() };
  return { kind: way, assertion: await signWithPasskey(needed.passkeyOptions) };
}
