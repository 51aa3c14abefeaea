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

const columns: readonly RecordColumn<Token>[] = [
  { label: 'Name', cell: (token) => token.label },
  { label: 'Role', cell: (token) => (token.role === 'admin' ? 'Administrator' : 'Member') },
  { label: 'Last used', cell: (token) => <Moment at={token.lastUsedAt} /> },
  { label: 'Ends', cell: (token) => <Moment at={token.expiresAt} /> },
  { label: 'Made by', cell: (token) => token.createdBy ?? 'command line' },
];

export function TokensPage() {
  usePageTitle('API tokens');
  const isAdmin = useIsAdmin();
  const [creating, setCreating] = useState(false);
  return (
    <PageFrame
      title="API tokens"
      description="For programs that use DICOMweb or the API. A token is a password: give each program its own, and take it back when the program goes."
      actions={
        <ReasonButton
          leftSection={<IconPlus size={16} />}
          disabledReason={isAdmin ? undefined : 'Only administrators make tokens'}
          onClick={() => setCreating(true)}
        >
          New token
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
    done: 'The token has been revoked.',
  });
  if (tokens.isError)
    return <ProblemAlert {...describeProblem(t, tokens.error)} onRetry={() => void tokens.refetch()} />;
  return (
    <RecordList
      label="API tokens"
      columns={columns}
      rows={tokens.data?.tokens}
      rowKey={(token) => token.id}
      empty="There are no tokens yet."
      actions={(token) => (
        <ConfirmButton
          title={`Revoke ${token.label}?`}
          action="Revoke"
          onConfirm={() => revoke.mutate(token.id)}
          trigger={(open) => (
            <Button variant="default" size="compact-sm" onClick={open}>
              Revoke
            </Button>
          )}
        >
          Programs that use this token are refused from now on. It cannot be brought back.
        </ConfirmButton>
      )}
    />
  );
}

function CreateToken({ opened, onClose }: { readonly opened: boolean; readonly onClose: () => void }) {
  const [created, setCreated] = useState<CreatedToken>();
  const close = () => {
    onClose();
    setCreated(undefined);
  };
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={created === undefined ? 'New token' : created.token.label}
      closeOnClickOutside={created === undefined}
    >
      {created === undefined ? (
        <TokenForm onCreated={setCreated} />
      ) : (
        <Stack>
          <SecretLine secret={created.secret} label="Copy the token">
            This is the only time the token is shown. Only its fingerprint is kept here.
          </SecretLine>
          <Text fz="sm" c="dimmed">
            Programs send it as <span className="mono">Authorization: Bearer …</span>
          </Text>
          <Group justify="flex-end">
            <Button onClick={close}>I have copied it</Button>
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
  const reason = label.trim() === '' ? 'Name the program that will use it' : undefined;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (reason === undefined) create.mutate(undefined, { onSuccess: onCreated });
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        {create.isError && <ProblemAlert {...describeProblem(t, create.error)} />}
        <TextInput
          label="Name"
          description="The program that will use it"
          data-autofocus
          maxLength={120}
          value={label}
          onChange={(event) => setLabel(event.currentTarget.value)}
        />
        <Stack gap={4}>
          <Text fz="sm" fw={500}>
            Role
          </Text>
          <SegmentedControl
            aria-label="Role"
            value={role}
            onChange={(value) => setRole(value === 'admin' ? 'admin' : 'member')}
            data={[
              { value: 'member', label: 'Member: studies' },
              { value: 'admin', label: 'Administrator' },
            ]}
          />
        </Stack>
        <NumberInput
          label="Ends after"
          suffix=" days"
          min={1}
          max={maxDays}
          clampBehavior="strict"
          allowDecimal={false}
          value={days}
          onChange={setDays}
        />
        <Group justify="flex-end">
          <ReasonButton type="submit" loading={create.isPending} disabledReason={reason}>
            Make the token
          </ReasonButton>
        </Group>
      </Stack>
    </form>
  );
}
