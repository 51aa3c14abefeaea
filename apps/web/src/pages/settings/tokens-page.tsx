/** API tokens: made here, shown once, taken back with one click. */

import type { CreatedToken, Token } from '@isocenter/contract/tokens';
import { Button, Group, Modal, NumberInput, SegmentedControl, Stack, Text, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useClient } from '../../api/client-context.tsx';
import { describeProblem } from '../../api/problem.ts';
import { keys, tokensQuery } from '../../api/queries.ts';
import { useIsAdmin } from '../../features/session/use-session.ts';
import { AdminOnly } from '../../features/settings/admin-only.tsx';
import { useChange } from '../../features/settings/use-change.ts';
import type { Words } from '../../languages/catalogue.ts';
import { useWords } from '../../languages/language-provider.tsx';
import { ConfirmButton } from '../../ui/confirm-button.tsx';
import { Moment } from '../../ui/moment.tsx';
import { PageFrame } from '../../ui/page-frame.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { ReasonButton } from '../../ui/reason-button.tsx';
import { type RecordColumn, RecordList } from '../../ui/record-list.tsx';
import { SecretLine } from '../../ui/secret-line.tsx';
import { usePageTitle } from '../../ui/use-page-title.ts';

/** Days. The node's own default and upper bound, as the contract states them. */
const defaultDays = 365;
const maxDays = 1825;

const columnsOf = (t: Words): readonly RecordColumn<Token>[] => [
  { label: t('shared.name'), cell: (token) => <bdi>{token.label}</bdi> },
  {
    label: t('shared.role'),
    cell: (token) => (token.role === 'admin' ? t('shared.administrator') : t('shared.member')),
  },
  { label: t('tokens.lastUsed'), cell: (token) => <Moment at={token.lastUsedAt} /> },
  { label: t('tokens.ends'), cell: (token) => <Moment at={token.expiresAt} /> },
  { label: t('tokens.madeBy'), cell: (token) => <bdi>{token.createdBy ?? t('tokens.commandLine')}</bdi> },
];

export function TokensPage() {
  const t = useWords();
  usePageTitle(t('tokens.title'));
  const isAdmin = useIsAdmin();
  const [creating, setCreating] = useState(false);
  return (
    <PageFrame
      title={t('tokens.title')}
      description={t('tokens.description')}
      actions={
        <ReasonButton
          leftSection={<IconPlus size={16} />}
          disabledReason={isAdmin ? undefined : t('tokens.onlyAdministrators')}
          onClick={() => setCreating(true)}
        >
          {t('tokens.new')}
        </ReasonButton>
      }
    >
      <AdminOnly>
        <Tokens />
      </AdminOnly>
      <CreateToken opened={creating} onClose={() => setCreating(false)} />
    </PageFrame>
  );
}

function Tokens() {
  const t = useWords();
  const client = useClient();
  const tokens = useQuery(tokensQuery(client));
  const revoke = useChange({
    perform: (id: string) => client.revokeToken({ params: { id } }),
    touches: [keys.tokens],
    done: t('tokens.revoked'),
  });
  if (tokens.isError)
    return <ProblemAlert {...describeProblem(t, tokens.error)} onRetry={() => void tokens.refetch()} />;
  return (
    <RecordList
      label={t('tokens.title')}
      columns={columnsOf(t)}
      rows={tokens.data?.tokens}
      rowKey={(token) => token.id}
      empty={t('tokens.none')}
      actions={(token) => (
        <ConfirmButton
          title={t('tokens.revokeName', { name: token.label })}
          action={t('tokens.revoke')}
          onConfirm={() => revoke.mutate(token.id)}
          trigger={(open) => (
            <Button variant="default" size="compact-sm" onClick={open}>
              {t('tokens.revoke')}
            </Button>
          )}
        >
          {t('tokens.revokeDetail')}
        </ConfirmButton>
      )}
    />
  );
}

function CreateToken({ opened, onClose }: { readonly opened: boolean; readonly onClose: () => void }) {
  const t = useWords();
  const [created, setCreated] = useState<CreatedToken>();
  const close = () => {
    onClose();
    setCreated(undefined);
  };
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={created === undefined ? t('tokens.new') : created.token.label}
      closeOnClickOutside={created === undefined}
    >
      {created === undefined ? (
        <TokenForm onCreated={setCreated} />
      ) : (
        <Stack>
          <SecretLine secret={created.secret} label={t('tokens.copy')}>
            {t('tokens.onlyTime')}
          </SecretLine>
          <Text fz="sm" c="dimmed">
            {t.rich('tokens.sendAs', {
              code: (words) => (
                <span className="mono" dir="ltr">
                  {words}
                </span>
              ),
            })}
          </Text>
          <Group justify="flex-end">
            <Button onClick={close}>{t('shared.iHaveCopied')}</Button>
          </Group>
        </Stack>
      )}
    </Modal>
  );
}

function TokenForm({ onCreated }: { readonly onCreated: (created: CreatedToken) => void }) {
  const t = useWords();
  const client = useClient();
  const [label, setLabel] = useState('');
  const [role, setRole] = useState<Token['role']>('member');
  const [days, setDays] = useState<number | string>(defaultDays);
  const create = useChange({
    perform: () => client.createToken({ body: { label: label.trim(), role, expiresInDays: Number(days) } }),
    touches: [keys.tokens],
    quiet: true,
  });
  const reason = label.trim() === '' ? t('tokens.nameProgram') : undefined;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (reason === undefined) create.mutate(undefined, { onSuccess: onCreated });
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        {create.isError && <ProblemAlert {...describeProblem(t, create.error)} />}
        <TextInput
          label={t('shared.name')}
          description={t('tokens.program')}
          data-autofocus
          maxLength={120}
          value={label}
          onChange={(event) => setLabel(event.currentTarget.value)}
        />
        <Stack gap={4}>
          <Text fz="sm" fw={500}>
            {t('shared.role')}
          </Text>
          <SegmentedControl
            aria-label={t('shared.role')}
            value={role}
            onChange={(value) => setRole(value === 'admin' ? 'admin' : 'member')}
            data={[
              { value: 'member', label: t('tokens.memberStudies') },
              { value: 'admin', label: t('shared.administrator') },
            ]}
          />
        </Stack>
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
        <Group justify="flex-end">
          <ReasonButton type="submit" loading={create.isPending} disabledReason={reason}>
            {t('tokens.make')}
          </ReasonButton>
        </Group>
      </Stack>
    </form>
  );
}
