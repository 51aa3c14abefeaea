/** The tokens of a service account: exchanged by making a new one and revoking the one before. */

import type { CreatedServiceToken, ServiceAccount, ServiceToken } from '@isocenter/contract/service-accounts';
import { Button, Group, NumberInput, Stack, Text, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useClient } from '../../api/client-context.tsx';
import { describeProblem } from '../../api/problem.ts';
import { keys } from '../../api/queries.ts';
import type { Words } from '../../languages/catalogue.ts';
import { useWords } from '../../languages/language-provider.tsx';
import { ConfirmButton } from '../../ui/confirm-button.tsx';
import { Moment } from '../../ui/moment.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { ReasonButton } from '../../ui/reason-button.tsx';
import { type RecordColumn, RecordList } from '../../ui/record-list.tsx';
import { SecretLine } from '../../ui/secret-line.tsx';
import { useChange } from '../settings/use-change.ts';

/** Days. The node's own default and upper bound, as the contract states them. */
const defaultDays = 365;
const maxDays = 1825;

const columnsOf = (t: Words): readonly RecordColumn<ServiceToken>[] => [
  {
    label: t('services.label'),
    cell: ({ id, label }) => (
      <div>
        <bdi>{label}</bdi>
        <Text fz="xs" c="dimmed" fw={400}>
          {t('services.numbered', { id })}
        </Text>
      </div>
    ),
  },
  { label: t('tokens.lastUsed'), cell: ({ lastUsedAt }) => <Moment at={lastUsedAt} /> },
  { label: t('tokens.ends'), cell: ({ expiresAt }) => <Moment at={expiresAt} /> },
];

export function ServiceTokens({ account }: { readonly account: ServiceAccount }) {
  const t = useWords();
  const client = useClient();
  const [made, setMade] = useState<CreatedServiceToken>();
  const revoke = useChange({
    perform: (id: string) => client.revokeToken({ params: { id } }),
    touches: [keys.services],
    done: t('tokens.revoked'),
  });
  return (
    <Stack>
      <Text fz="sm" c="dimmed">
        {t('services.tokensHelp')}
      </Text>
      <RecordList
        label={t('services.tokensOf', { name: account.name })}
        columns={columnsOf(t)}
        rows={account.tokens}
        rowKey={({ id }) => id}
        empty={t('services.noTokens')}
        actions={({ id, label }) => (
          <ConfirmButton
            title={t('tokens.revokeName', { name: label })}
            action={t('tokens.revoke')}
            onConfirm={() => revoke.mutate(id)}
            trigger={(open) => (
              <Button variant="default" size="compact-sm" onClick={open}>
                {t('tokens.revoke')}
              </Button>
            )}
          >
            {t('services.revokeDetail')}
          </ConfirmButton>
        )}
      />
      {made === undefined ? (
        <TokenForm account={account} onMade={setMade} />
      ) : (
        <Stack>
          <SecretLine secret={made.secret} label={t('tokens.copy')}>
            {t('tokens.onlyTime')}
          </SecretLine>
          <Group justify="flex-end">
            <Button onClick={() => setMade(undefined)}>{t('shared.iHaveCopied')}</Button>
          </Group>
        </Stack>
      )}
    </Stack>
  );
}

type TokenFormProps = { readonly account: ServiceAccount; readonly onMade: (made: CreatedServiceToken) => void };

function TokenForm({ account, onMade }: TokenFormProps) {
  const t = useWords();
  const client = useClient();
  const [label, setLabel] = useState('');
  const [days, setDays] = useState<number | string>(defaultDays);
  const make = useChange({
    perform: () =>
      client.createServiceToken({
        params: { id: account.id },
        body: { label: label.trim(), expiresInDays: Number(days) },
      }),
    touches: [keys.services],
    quiet: true,
  });
  const reason =
    account.status !== 'active' ? t('services.notActive') : label.trim() === '' ? t('services.enterLabel') : undefined;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (reason === undefined) make.mutate(undefined, { onSuccess: onMade });
  };
  return (
    <form onSubmit={submit} aria-label={t('tokens.new')}>
      <Stack gap="sm">
        {make.isError && <ProblemAlert {...describeProblem(t, make.error)} />}
        <Group align="flex-end" gap="sm" grow preventGrowOverflow={false}>
          <TextInput
            label={t('services.label')}
            description={t('services.labelHelp')}
            maxLength={120}
            value={label}
            onChange={(event) => setLabel(event.currentTarget.value)}
          />
          <NumberInput
            label={t('tokens.endsAfter')}
            suffix={` ${t('tokens.days')}`}
            min={1}
            max={maxDays}
            clampBehavior="strict"
            allowDecimal={false}
            value={days}
            onChange={setDays}
          />
        </Group>
        <Group justify="flex-end">
          <ReasonButton type="submit" loading={make.isPending} disabledReason={reason}>
            {t('tokens.make')}
          </ReasonButton>
        </Group>
      </Stack>
    </form>
  );
}
