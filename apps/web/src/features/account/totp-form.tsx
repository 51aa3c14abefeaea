/** Sets up an authenticator application: a picture to scan, or a key to type, then the first code. */

import type { FactorAdded } from '@isocenter/contract/account';
import { Button, Group, Loader, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useClient } from '../../api/client-context.tsx';
import { describeProblem } from '../../api/problem.ts';
import { keys } from '../../api/queries.ts';
import { useWords } from '../../languages/language-provider.tsx';
import { CopyLine } from '../../ui/copy-line.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { ReasonButton } from '../../ui/reason-button.tsx';
import { useChange } from '../settings/use-change.ts';
import { CodeInput } from './code-input.tsx';
import { QrCode } from './qr-code.tsx';

export type TotpFormProps = { readonly onAdded: (added: FactorAdded) => void; readonly onCancel: () => void };

export function TotpForm({ onAdded, onCancel }: TotpFormProps) {
  const t = useWords();
  const client = useClient();
  const [code, setCode] = useState('');
  const enrolment = useQuery({
    queryKey: ['totp-enrolment'],
    queryFn: () => client.beginTotp(),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
  });
  const confirm = useChange({
    perform: () => client.confirmTotp({ body: { code } }),
    touches: [keys.account],
    quiet: true,
  });
  const reason = /^(\d ?){6}$/.test(code) ? undefined : t('account.codeMissing');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (reason === undefined) confirm.mutate(undefined, { onSuccess: onAdded });
  };
  if (enrolment.isError) {
    return <ProblemAlert {...describeProblem(t, enrolment.error)} onRetry={() => void enrolment.refetch()} />;
  }
  if (enrolment.data === undefined) return <Loader size="sm" type="dots" aria-label={t('shared.loading')} />;
  return (
    <form onSubmit={submit}>
      <Stack>
        <Text fz="sm">{t('account.scan')}</Text>
        <QrCode text={enrolment.data.uri} label={t('account.qrCode')} />
        <Text fz="sm" c="dimmed">
          {t('account.noCamera')}
        </Text>
        <CopyLine text={(enrolment.data.secret.match(/.{1,4}/g) ?? []).join(' ')} label={t('account.copyKey')} />
        <Text fz="sm">{t('account.typeCode')}</Text>
        {confirm.isError && <ProblemAlert {...describeProblem(t, confirm.error)} />}
        <CodeInput value={code} onChange={setCode} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onCancel}>
            {t('shared.cancel')}
          </Button>
          <ReasonButton type="submit" loading={confirm.isPending} disabledReason={reason}>
            {t('account.goOn')}
          </ReasonButton>
        </Group>
      </Stack>
    </form>
  );
}
