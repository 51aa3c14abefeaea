/** Shows that the telephone is the own one: a code goes there, and is typed here. Inside the form of the account. */

import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { type KeyboardEvent, useState } from 'react';
import { useClient } from '../../api/client-context.tsx';
import { describeProblem } from '../../api/problem.ts';
import { keys } from '../../api/queries.ts';
import { useWords } from '../../languages/language-provider.tsx';
import { useFormats } from '../../languages/use-formats.ts';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { ReasonButton } from '../../ui/reason-button.tsx';
import { useChange } from '../settings/use-change.ts';

export function PhoneVerification() {
  const t = useWords();
  const formats = useFormats();
  const client = useClient();
  const [code, setCode] = useState('');
  const send = useChange({ perform: () => client.sendPhoneCode({}), touches: [], quiet: true });
  const confirm = useChange({
    perform: () => client.confirmPhone({ body: { code: code.trim() } }),
    touches: [keys.account],
    done: t('account.phoneShown'),
    quiet: true,
  });
  const problem = confirm.error ?? send.error;
  const reason = code.trim().length < 6 ? t('account.phoneCodeMissing') : undefined;
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter') return;
    // The form around it is another matter.
    event.preventDefault();
    if (reason === undefined) confirm.mutate(undefined);
  };
  return (
    <Stack gap="xs">
      {problem !== null && <ProblemAlert {...describeProblem(t, problem)} />}
      {send.data !== undefined && (
        <>
          <Text fz="sm" role="status">
            {t('account.phoneCodeSent', { until: formats.moment(send.data.expiresAt) })}
          </Text>
          <Group align="flex-end" gap="xs">
            <TextInput
              label={t('account.phoneCode')}
              inputMode="numeric"
              autoComplete="one-time-code"
              dir="ltr"
              maxLength={20}
              value={code}
              onChange={(event) => setCode(event.currentTarget.value)}
              onKeyDown={onKeyDown}
            />
            <ReasonButton loading={confirm.isPending} disabledReason={reason} onClick={() => confirm.mutate(undefined)}>
              {t('account.phoneConfirm')}
            </ReasonButton>
          </Group>
        </>
      )}
      <Button
        variant="default"
        loading={send.isPending}
        onClick={() => send.mutate(undefined)}
        style={{ alignSelf: 'flex-start' }}
      >
        {send.data === undefined ? t('account.phoneSend') : t('account.phoneSendAgain')}
      </Button>
    </Stack>
  );
}
