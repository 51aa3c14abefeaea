/** Users: added with a one-time link, made administrators, disabled. Nobody's password passes through here. */

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
import { useChange } from '../../features/settings/use-change.ts';
import { UserForm } from '../../features/settings/user-form.tsx';
import { useWords } from '../../languages/language-provider.tsx';
import { Moment } from '../../ui/moment.tsx';
import { PageFrame } from '../../ui/page-frame.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { ReasonButton } from '../../ui/reason-button.tsx';
import { type RecordColumn, RecordList } from '../../ui/record-list.tsx';
import { SecretLine } from '../../ui/secret-line.tsx';
import { usePageTitle } from '../../ui/use-page-title.ts';

const statuses: Readonly<Record<User['status'], { readonly label: string; readonly color: string }>> = {
  active: { label: 'Active', color: 'teal' },
  invited: { label: 'Invited', color: 'blue' },
  disabled: { label: 'Disabled', color: 'gray' },
};

const columns: readonly RecordColumn<User>[] = [
  { label: 'Name', cell: (user) => user.name },
  { label: 'E-mail', cell: (user) => user.email },
  { label: 'Role', cell: (user) => (user.role === 'admin' ? 'Administrator' : 'Member') },
  {
    label: 'Status',
    cell: (user) => (
      <Badge variant="light" radius="sm" color={statuses[user.status].color}>
        {statuses[user.status].label}
      </Badge>
    ),
  },
  { label: 'Last sign-in', cell: (user) => <Moment at={user.lastSignInAt} /> },
];

export function UsersPage() {
  usePageTitle('Users');
  const isAdmin = useIsAdmin();
  const [adding, setAdding] = useState(false);
  const [link, setLink] = useState<UserWithLink>();
  return (
    <PageFrame
      title="Users"
      description="Members work with studies; administrators change what is under Settings too."
      actions={
        <ReasonButton
          leftSection={<IconPlus size={16} />}
          disabledReason={isAdmin ? undefined : 'Only administrators add users'}
          onClick={() => setAdding(true)}
        >
          Add a user
        </ReasonButton>
      }
    >
      <AdminOnly>
        <Users onLink={setLink} />
      </AdminOnly>
      <Modal opened={adding} onClose={() => setAdding(false)} title="Add a user">
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
        title={`Set-up link for ${link?.user.name ?? ''}`}
        closeOnClickOutside={false}
      >
        {link !== undefined && (
          <Stack>
            <SecretLine secret={link.setupLink} label="Copy the link">
              Hand it on by a way that only this person reads. It works once, until{' '}
              {new Date(link.expiresAt).toLocaleString()}, and is not shown again.
            </SecretLine>
            <Button onClick={() => setLink(undefined)}>I have copied it</Button>
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
      label="Users"
      columns={columns}
      rows={all}
      rowKey={(user) => user.id}
      empty="There are no users."
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
  const isDisabled = user.status === 'disabled';
  const reason = isLastAdmin ? 'The last administrator stays one' : undefined;
  return (
    <Menu position="bottom-end" width={250}>
      <Menu.Target>
        <Button
          variant="default"
          size="compact-sm"
          px={8}
          aria-label={`Change ${user.name}`}
          loading={update.isPending || makeLink.isPending}
        >
          <IconDots size={16} />
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          disabled={user.role === 'admin' && reason !== undefined}
          onClick={() => update.mutate({ role: user.role === 'admin' ? 'member' : 'admin' })}
        >
          {user.role === 'admin' ? 'Make a member' : 'Make an administrator'}
        </Menu.Item>
        <Menu.Item disabled={isDisabled} onClick={() => makeLink.mutate(undefined, { onSuccess: onLink })}>
          New set-up link
        </Menu.Item>
        <Menu.Item
          {...(isDisabled ? {} : { color: 'red' })}
          disabled={!isDisabled && (reason !== undefined || isSelf)}
          onClick={() => update.mutate({ disabled: !isDisabled })}
        >
          {isDisabled ? 'Enable again' : 'Disable'}
        </Menu.Item>
        {(reason !== undefined || isSelf) && (
          <Text fz="xs" c="dimmed" px="sm" py={4}>
            {reason ?? 'Nobody can disable the own account'}
          </Text>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
