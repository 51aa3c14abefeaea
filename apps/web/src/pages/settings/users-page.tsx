/** Users: added with a one-time link, made administrators, disabled. Nobody's password passes through here. */

import { userRoles } from '@isocenter/contract/role';
import type { User, UserWithLink } from '@isocenter/contract/users';
import { Badge, Button, Menu, Modal, Stack, Text } from '@mantine/core';
import { IconDots, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useClient } from '../../api/client-context.tsx';
import { describeProblem } from '../../api/problem.ts';
import { keys, usersQuery } from '../../api/queries.ts';
import { useIsAdmin, useSession } from '../../features/session/use-session.ts';
import { AdminOnly } from '../../features/settings/admin-only.tsx';
import { RolePermissions } from '../../features/settings/role-permissions.tsx';
import { useChange } from '../../features/settings/use-change.ts';
import { UserForm } from '../../features/settings/user-form.tsx';
import type { Words } from '../../languages/catalogue.ts';
import { useWords } from '../../languages/language-provider.tsx';
import { useFormats } from '../../languages/use-formats.ts';
import { Moment } from '../../ui/moment.tsx';
import { PageFrame } from '../../ui/page-frame.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { ReasonButton } from '../../ui/reason-button.tsx';
import { type RecordColumn, RecordList } from '../../ui/record-list.tsx';
import { SecretLine } from '../../ui/secret-line.tsx';
import { usePageTitle } from '../../ui/use-page-title.ts';

const colors: Readonly<Record<User['status'], string>> = { active: 'teal', invited: 'blue', disabled: 'gray' };

const columnsOf = (t: Words): readonly RecordColumn<User>[] => [
  { label: t('shared.name'), cell: (user) => <bdi>{user.name}</bdi> },
  { label: t('shared.emailLabel'), cell: (user) => <bdi>{user.email}</bdi> },
  { label: t('shared.role'), cell: (user) => t(`users.role_${user.role}`) },
  {
    label: t('shared.status'),
    cell: (user) => (
      <Badge variant="light" radius="sm" color={colors[user.status]}>
        {t(`users.${user.status}`)}
      </Badge>
    ),
  },
  { label: t('users.lastSignIn'), cell: (user) => <Moment at={user.lastSignInAt} /> },
];

export function UsersPage() {
  const t = useWords();
  const formats = useFormats();
  usePageTitle(t('users.title'));
  const isAdmin = useIsAdmin();
  const [adding, setAdding] = useState(false);
  const [link, setLink] = useState<UserWithLink>();
  return (
    <PageFrame
      title={t('users.title')}
      description={t('users.description')}
      actions={
        <ReasonButton
          leftSection={<IconPlus size={16} />}
          disabledReason={isAdmin ? undefined : t('users.onlyAdministrators')}
          onClick={() => setAdding(true)}
        >
          {t('users.add')}
        </ReasonButton>
      }
    >
      <AdminOnly>
        <Users onLink={setLink} />
        <RolePermissions />
      </AdminOnly>
      <Modal opened={adding} onClose={() => setAdding(false)} title={t('users.add')}>
        <UserForm
          onAdded={(added) => {
            setAdding(false);
            setLink(added);
          }}
        />
      </Modal>
      <Modal
        opened={link !== undefined}
        onClose={() => setLink(undefined)}
        title={t('users.linkFor', { name: link?.user.name ?? '' })}
        closeOnClickOutside={false}
      >
        {link !== undefined && (
          <Stack>
            <SecretLine secret={link.setupLink} label={t('users.copyLink')}>
              {t('users.handOn', { until: formats.moment(link.expiresAt) })}
            </SecretLine>
            <Button onClick={() => setLink(undefined)}>{t('shared.iHaveCopied')}</Button>
          </Stack>
        )}
      </Modal>
    </PageFrame>
  );
}

function Users({ onLink }: { readonly onLink: (link: UserWithLink) => void }) {
  const t = useWords();
  const users = useQuery(usersQuery(useClient()));
  if (users.isError) return <ProblemAlert {...describeProblem(t, users.error)} onRetry={() => void users.refetch()} />;
  const all = users.data?.users;
  const admins = (all ?? []).filter((user) => user.role === 'admin' && user.status === 'active');
  return (
    <RecordList
      label={t('users.title')}
      columns={columnsOf(t)}
      rows={all}
      rowKey={(user) => user.id}
      empty={t('users.none')}
      actions={(user) => (
        <UserMenu user={user} isLastAdmin={admins.length === 1 && admins[0]?.id === user.id} onLink={onLink} />
      )}
    />
  );
}

type UserMenuProps = {
  readonly user: User;
  readonly isLastAdmin: boolean;
  readonly onLink: (link: UserWithLink) => void;
};

function UserMenu({ user, isLastAdmin, onLink }: UserMenuProps) {
  const t = useWords();
  const client = useClient();
  const isSelf = useSession()?.user.id === user.id;
  const update = useChange({
    perform: (change: { readonly role?: User['role']; readonly disabled?: boolean }) =>
      client.updateUser({ params: { id: user.id }, body: change }),
    touches: [keys.users],
  });
  const makeLink = useChange({
    perform: () => client.createSetupLink({ params: { id: user.id } }),
    touches: [keys.users],
  });
  const endSessions = useChange({
    perform: () => client.endSessionsOfUser({ params: { id: user.id } }),
    touches: [keys.users],
    done: t('users.sessionsEnded', { name: user.name }),
  });
  const removeFactors = useChange({
    perform: () => client.removeSecondFactors({ params: { id: user.id } }),
    touches: [keys.users],
    done: t('users.factorsRemoved', { name: user.name }),
  });
  const isDisabled = user.status === 'disabled';
  const reason = isLastAdmin ? t('users.lastStays') : undefined;
  return (
    <Menu position="bottom-end" width={250}>
      <Menu.Target>
        <Button
          variant="default"
          size="compact-sm"
          px={8}
          aria-label={t('users.changeUser', { name: user.name })}
          loading={update.isPending || makeLink.isPending}
        >
          <IconDots size={16} />
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {userRoles
          .filter((role) => role !== user.role)
          .map((role) => (
            <Menu.Item
              key={role}
              disabled={user.role === 'admin' && reason !== undefined}
              onClick={() => update.mutate({ role })}
            >
              {t('users.makeRole', { role: t(`users.role_${role}`) })}
            </Menu.Item>
          ))}
        <Menu.Item disabled={isDisabled} onClick={() => makeLink.mutate(undefined, { onSuccess: onLink })}>
          {t('users.newLink')}
        </Menu.Item>
        <Menu.Item disabled={isDisabled} onClick={() => endSessions.mutate()}>
          {t('users.endSessions')}
        </Menu.Item>
        <Menu.Item disabled={isDisabled} onClick={() => removeFactors.mutate()}>
          {t('users.removeFactors')}
        </Menu.Item>
        <Menu.Item
          {...(isDisabled ? {} : { color: 'red' })}
          disabled={!isDisabled && (reason !== undefined || isSelf)}
          onClick={() => update.mutate({ disabled: !isDisabled })}
        >
          {isDisabled ? t('users.enable') : t('users.disable')}
        </Menu.Item>
        {(reason !== undefined || isSelf) && (
          <Text fz="xs" c="dimmed" px="sm" py={4}>
            {reason ?? t('users.notOwn')}
          </Text>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
