/** Service accounts: programs with an account of their own, their tokens, and who answers for them. */

import type { ServiceAccount } from '@isocenter/contract/service-accounts';
import { Badge, Button, Group, Menu, Modal, Text } from '@mantine/core';
import { IconDots, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useClient } from '../../api/client-context.tsx';
import { describeProblem } from '../../api/problem.ts';
import { keys, servicesQuery } from '../../api/queries.ts';
import { ServiceForm } from '../../features/services/service-form.tsx';
import { ServiceTokens } from '../../features/services/service-tokens.tsx';
import { useIsAdmin } from '../../features/session/use-session.ts';
import { AdminOnly } from '../../features/settings/admin-only.tsx';
import { useChange } from '../../features/settings/use-change.ts';
import type { Words } from '../../languages/catalogue.ts';
import { useWords } from '../../languages/language-provider.tsx';
import { type Formats, useFormats } from '../../languages/use-formats.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { PageFrame } from '../../ui/page-frame.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { ReasonButton } from '../../ui/reason-button.tsx';
import { type RecordColumn, RecordList } from '../../ui/record-list.tsx';
import { usePageTitle } from '../../ui/use-page-title.ts';

const colors: Readonly<Record<ServiceAccount['status'], string>> = {
  active: 'teal',
  expired: 'orange',
  disabled: 'gray',
};

/** What a dialog is about: one account, or a new one. */
type Opened =
  | { readonly kind: 'new' }
  | { readonly kind: 'change' | 'tokens' | 'disable' | 'remove'; readonly id: string };

const columnsOf = (t: Words, formats: Formats): readonly RecordColumn<ServiceAccount>[] => [
  {
    label: t('shared.name'),
    cell: ({ name, description }) => <Two first={name} second={description} />,
  },
  {
    label: t('services.contact'),
    cell: ({ contact }) => <bdi style={{ overflowWrap: 'anywhere' }}>{contact}</bdi>,
  },
  {
    label: t('shared.status'),
    cell: ({ status, expiresAt }) => (
      <div>
        <Badge variant="light" radius="sm" color={colors[status]}>
          {t(`services.${status}`)}
        </Badge>
        {expiresAt !== undefined && (
          <Text fz="xs" c="dimmed">
            {t('services.ends')} {formats.day(expiresAt)}
          </Text>
        )}
      </div>
    ),
  },
  {
    label: t('services.networks'),
    cell: ({ networks }) => <bdi>{networks.length === 0 ? t('services.anywhere') : networks.join(', ')}</bdi>,
  },
  {
    label: t('services.tokens'),
    cell: ({ tokens }) => (
      <Two
        first={t('services.countTokens', { count: tokens.length })}
        second={tokens.length === 0 ? '' : describeUse(t, formats, tokens)}
      />
    ),
  },
];

function describeUse(t: Words, formats: Formats, tokens: ServiceAccount['tokens']): string {
  const last = tokens
    .flatMap(({ lastUsedAt }) => lastUsedAt ?? [])
    .toSorted()
    .at(-1);
  return last === undefined ? t('services.neverUsed') : t('services.lastUsed', { moment: formats.moment(last) });
}

function Two({ first, second }: { readonly first: string; readonly second: string }) {
  return (
    <div>
      <bdi>{first}</bdi>
      {second !== '' && (
        <Text fz="xs" c="dimmed" fw={400}>
          <bdi>{second}</bdi>
        </Text>
      )}
    </div>
  );
}

export function ServicesPage() {
  const t = useWords();
  usePageTitle(t('services.title'));
  const isAdmin = useIsAdmin();
  const [opened, setOpened] = useState<Opened>();
  return (
    <PageFrame
      title={t('services.title')}
      description={t('services.description')}
      actions={
        <ReasonButton
          leftSection={<IconPlus size={16} />}
          disabledReason={isAdmin ? undefined : t('services.onlyAdministrators')}
          onClick={() => setOpened({ kind: 'new' })}
        >
          {t('services.add')}
        </ReasonButton>
      }
    >
      <AdminOnly>
        <Services opened={opened} onOpen={setOpened} />
      </AdminOnly>
    </PageFrame>
  );
}

type ServicesProps = {
  readonly opened: Opened | undefined;
  readonly onOpen: (opened: Opened | undefined) => void;
};

function Services({ opened, onOpen }: ServicesProps) {
  const t = useWords();
  const formats = useFormats();
  const list = useQuery(servicesQuery(useClient()));
  const close = () => onOpen(undefined);
  if (list.isError) return <ProblemAlert {...describeProblem(t, list.error)} onRetry={() => void list.refetch()} />;
  const account = opened !== undefined && 'id' in opened ? find(list.data?.services, opened.id) : undefined;
  const name = account?.name ?? '';
  return (
    <>
      <RecordList
        label={t('services.title')}
        columns={columnsOf(t, formats)}
        rows={list.data?.services}
        rowKey={({ id }) => id}
        empty={t('services.none')}
        actions={(one) => <Actions account={one} onOpen={onOpen} />}
      />
      <Modal
        opened={opened?.kind === 'new' || opened?.kind === 'change'}
        onClose={close}
        title={opened?.kind === 'change' ? t('services.changeTitle', { name }) : t('services.add')}
      >
        <ServiceForm key={account?.id ?? 'new'} account={account} onSaved={close} />
      </Modal>
      <Modal
        opened={opened?.kind === 'tokens'}
        onClose={close}
        title={t('services.tokensOf', { name })}
        size="lg"
        closeOnClickOutside={false}
      >
        {account !== undefined && <ServiceTokens account={account} />}
      </Modal>
      <Disabling account={account} opened={opened?.kind === 'disable'} onClose={close} />
      <Removing account={account} opened={opened?.kind === 'remove'} onClose={close} />
    </>
  );
}

const find = (services: readonly ServiceAccount[] | undefined, id: string) => services?.find((one) => one.id === id);

type ActionsProps = { readonly account: ServiceAccount; readonly onOpen: (opened: Opened) => void };

function Actions({ account: { id, name, status }, onOpen }: ActionsProps) {
  const t = useWords();
  const client = useClient();
  const enable = useChange({
    perform: () => client.updateServiceAccount({ params: { id }, body: { disabled: false } }),
    touches: [keys.services],
    done: t('services.enabledDone', { name }),
  });
  return (
    <Group gap={6} justify="flex-end" wrap="nowrap">
      <Button size="compact-sm" variant="default" onClick={() => onOpen({ kind: 'tokens', id })}>
        {t('services.showTokens')}
      </Button>
      <Menu position="bottom-end" width={200}>
        <Menu.Target>
          <Button
            variant="default"
            size="compact-sm"
            px={8}
            aria-label={t('services.more', { name })}
            loading={enable.isPending}
          >
            <IconDots size={16} />
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => onOpen({ kind: 'change', id })}>{t('services.change')}</Menu.Item>
          {status === 'disabled' ? (
            <Menu.Item onClick={() => enable.mutate(undefined)}>{t('services.enable')}</Menu.Item>
          ) : (
            <Menu.Item color="red" onClick={() => onOpen({ kind: 'disable', id })}>
              {t('services.disable')}
            </Menu.Item>
          )}
          <Menu.Item
            color="red"
            disabled={status === 'active'}
            {...(status === 'active' && { title: t('services.removeFirst') })}
            onClick={() => onOpen({ kind: 'remove', id })}
          >
            {t('services.remove')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </Group>
  );
}

type DialogProps = {
  readonly account: ServiceAccount | undefined;
  readonly opened: boolean;
  readonly onClose: () => void;
};

function Disabling({ account, opened, onClose }: DialogProps) {
  const t = useWords();
  const client = useClient();
  const name = account?.name ?? '';
  const disable = useChange({
    perform: (id: string) => client.updateServiceAccount({ params: { id }, body: { disabled: true } }),
    touches: [keys.services],
    done: ({ name: called }) => t('services.disabledDone', { name: called }),
  });
  return (
    <ConfirmDialog
      opened={opened}
      onClose={onClose}
      title={t('services.disableQuestion', { name })}
      action={t('services.disableAction')}
      onConfirm={() => account !== undefined && disable.mutate(account.id)}
    >
      {t('services.disableDetail')}
    </ConfirmDialog>
  );
}

function Removing({ account, opened, onClose }: DialogProps) {
  const t = useWords();
  const client = useClient();
  const name = account?.name ?? '';
  const remove = useChange({
    perform: async ({ id, name: called }: ServiceAccount) => {
      await client.deleteServiceAccount({ params: { id } });
      return called;
    },
    touches: [keys.services],
    done: (called) => t('services.removedDone', { name: called }),
  });
  return (
    <ConfirmDialog
      opened={opened}
      onClose={onClose}
      title={t('services.removeQuestion', { name })}
      action={t('services.removeAction')}
      onConfirm={() => account !== undefined && remove.mutate(account)}
    >
      {t('services.removeDetail')}
    </ConfirmDialog>
  );
}
