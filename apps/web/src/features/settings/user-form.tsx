/** Adds a user: name, e-mail, role. The password is chosen by the user, through the link that comes back. */

import { type UserRole, userRoles } from '@isocenter/contract/role';
import type { UserWithLink } from '@isocenter/contract/users';
import { Group, SegmentedControl, Stack, Text, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useClient } from '../../api/client-context.tsx';
import { describeProblem, fieldError } from '../../api/problem.ts';
import { keys } from '../../api/queries.ts';
import { useWords } from '../../languages/language-provider.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { ReasonButton } from '../../ui/reason-button.tsx';
import { useChange } from './use-change.ts';

export function UserForm({ onAdded }: { readonly onAdded: (added: UserWithLink) => void }) {
  const t = useWords();
  const client = useClient();
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<UserRole>('member');
  const add = useChange({
    perform: () => client.createUser({ body: { name: name.trim(), email: email.trim(), role } }),
    touches: [keys.users],
    quiet: true,
  });
  const reason =
    name.trim() === '' ? t('users.enterName') : /^\S+@\S+$/.test(email.trim()) ? undefined : t('users.enterEmail');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (reason === undefined) add.mutate(undefined, { onSuccess: onAdded });
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        {add.isError && <ProblemAlert {...describeProblem(t, add.error)} />}
        <TextInput
          label={t('shared.name')}
          data-autofocus
          maxLength={120}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={fieldError(t, add.error, '/name')}
        />
        <TextInput
          label={t('shared.emailLabel')}
          type="email"
          dir="ltr"
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
          error={fieldError(t, add.error, '/email')}
        />
        <Stack gap={4}>
          <Text fz="sm" fw={500}>
            {t('shared.role')}
          </Text>
          <SegmentedControl
            aria-label={t('shared.role')}
            value={role}
            onChange={setRole}
            data={userRoles.map((value) => ({ value, label: t(`users.role_${value}`) }))}
          />
        </Stack>
        <Group justify="flex-end">
          <ReasonButton type="submit" loading={add.isPending} disabledReason={reason}>
            {t('users.addAndLink')}
          </ReasonButton>
        </Group>
      </Stack>
    </form>
  );
}
