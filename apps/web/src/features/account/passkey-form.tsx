/** Makes a passkey: a name for the device, then the browser's own dialog. */

import type { FactorAdded } from '@isocenter/contract/account';
import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useClient } from '../../api/client-context.tsx';
import { describeProblem } from '../../api/problem.ts';
import { keys } from '../../api/queries.ts';
import { useWords } from '../../languages/language-provider.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { ReasonButton } from '../../ui/reason-button.tsx';
import { useChange } from '../settings/use-change.ts';
import { isDeclined, makePasskey } from './passkey-browser.ts';

export type PasskeyFormProps = { readonly onAdded: (added: FactorAdded) => void; readonly onCancel: () => void };

export function PasskeyForm({ onAdded, onCancel }: PasskeyFormProps) {
  const t = useWords();
  const client = useClient();
  const [label, setLabel] = useState('');
  const add = useChange({
    perform: async () => {
      const { options } = await client.beginPasskey();
      return client.addPasskey({ body: { label: label.trim(), attestation: await makePasskey(options) } });
    },
    touches: [keys.account],
    quiet: true,
  });
  const reason = label.trim() === '' ? t('account.passkeyNameMissing') : undefined;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (reason === undefined) add.mutate(undefined, { onSuccess: onAdded });
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        <Text fz="sm">{t('account.passkeyPrompt')}</Text>
        {add.isError && !isDeclined(add.error) && <ProblemAlert {...describeProblem(t, add.error)} />}
        {add.isError && isDeclined(add.error) && (
          <Text fz="sm" role="status">
            {t('account.passkeyDeclined')}
          </Text>
        )}
        <TextInput
          label={t('account.passkeyName')}
          description={t('account.passkeyNameHelp')}
          data-autofocus
          maxLength={60}
          value={label}
          onChange={(event) => setLabel(event.currentTarget.value)}
        />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onCancel}>
            {t('shared.cancel')}
          </Button>
          <ReasonButton type="submit" loading={add.isPending} disabledReason={reason}>
            {t('account.makePasskey')}
          </ReasonButton>
        </Group>
      </Stack>
    </form>
  );
}
