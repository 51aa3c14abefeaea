/** Name, e-mail address and telephone of the own account. */

import type { Account } from '@isocenter/contract/account';
import { Badge, Group, Stack, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useClient } from '../../api/client-context.tsx';
import { describeProblem, fieldError } from '../../api/problem.ts';
import { keys } from '../../api/queries.ts';
import { useWords } from '../../languages/language-provider.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { ReasonButton } from '../../ui/reason-button.tsx';
import { useChange } from '../settings/use-change.ts';
import { PhoneVerification } from './phone-verification.tsx';
import { Section } from './section.tsx';

export function ProfileSection({ account }: { readonly account: Account }) {
  const t = useWords();
  const client = useClient();
  const [name, setName] = useState(account.name);
  const [phone, setPhone] = useState(account.phone ?? '');
  const isSame = name.trim() === account.name && phone.trim() === (account.phone ?? '');
  const update = useChange({
    perform: () => client.updateAccount({ body: { name: name.trim(), phone: phone.trim() } }),
    touches: [keys.account, keys.session],
    done: t('account.saved'),
    quiet: true,
  });
  const isPhone = phone.trim() === '' || /^\+[0-9 ()/-]{6,31}$/.test(phone.trim());
  const reason = name.trim() === '' ? t('account.nameMissing') : isPhone ? undefined : t('account.phoneWrong');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (reason === undefined && !isSame)
      update.mutate(undefined, { onSuccess: (saved) => setPhone(saved.phone ?? '') });
  };
  const role = t(`users.role_${account.role}`);
  return (
    <Section title={t('account.you')} help={`${account.email} · ${role}`}>
      <form onSubmit={submit}>
        <Stack maw={380} mt="md">
          {update.isError && <ProblemAlert {...describeProblem(t, update.error)} />}
          <TextInput
            label={t('entrance.name')}
            autoComplete="name"
            maxLength={120}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            error={fieldError(t, update.error, '/name')}
          />
          <TextInput
            label={
              <Group gap="xs" component="span" display="inline-flex">
                {t('account.phone')}
                {account.phone !== undefined && (
                  <Badge variant="light" color={account.isPhoneVerified ? 'teal' : 'gray'} size="sm" radius="sm">
                    {account.isPhoneVerified ? t('account.phoneVerified') : t('account.phoneUnverified')}
                  </Badge>
                )}
              </Group>
            }
            description={t('account.phoneHelp')}
            type="tel"
            dir="ltr"
            autoComplete="tel"
            maxLength={32}
            value={phone}
            onChange={(event) => setPhone(event.currentTarget.value)}
            error={fieldError(t, update.error, '/phone')}
          />
          {account.phone !== undefined && !account.isPhoneVerified && <PhoneVerification key={account.phone} />}
          <ReasonButton
            type="submit"
            loading={update.isPending}
            disabledReason={reason ?? (isSame ? t('account.nothingChanged') : undefined)}
            style={{ alignSelf: 'flex-start' }}
          >
            {t('shared.save')}
          </ReasonButton>
        </Stack>
      </form>
    </Section>
  );
}
