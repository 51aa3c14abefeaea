/** Asks that somebody outside be admitted: name, address, and what they may do. */

import type { TeamDetail } from '@isocenter/contract/care-teams';
import type { Privilege } from '@isocenter/contract/privilege';
import { Group, Modal, Select, Stack, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconUserPlus } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { useClient } from '../../api/client-context.tsx';
import { describeProblem, fieldError } from '../../api/problem.ts';
import { keys } from '../../api/queries.ts';
import { type Language, languages } from '../../languages/language.ts';
import { useLanguage, useWords } from '../../languages/language-provider.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { ReasonButton } from '../../ui/reason-button.tsx';
import { useChange } from '../settings/use-change.ts';
import { PrivilegeChoice } from './privilege-choice.tsx';

const languageChoices = Object.entries(languages).map(([value, { name: label }]) => ({ value, label }));

type InviteProps = { readonly team: TeamDetail; readonly disabledReason: string | undefined };

export function InviteButton({ team, disabledReason }: InviteProps) {
  const t = useWords();
  const [opened, { open, close }] = useDisclosure(false);
  return (
    <>
      <ReasonButton leftSection={<IconUserPlus size={16} />} disabledReason={disabledReason} onClick={open}>
        {t('teams.invite')}
      </ReasonButton>
      <Modal opened={opened} onClose={close} title={t('teams.invite')}>
        <InviteForm team={team} onDone={close} />
      </Modal>
    </>
  );
}

function InviteForm({ team, onDone }: { readonly team: TeamDetail; readonly onDone: () => void }) {
  const t = useWords();
  const client = useClient();
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const own = useLanguage().language;
  const [language, setLanguage] = useState<Language>(own);
  const [chosen, setChosen] = useState<readonly Privilege[]>(['view', 'see-identity']);
  const invite = useChange({
    perform: () =>
      client.inviteToTeam({
        params: { id: team.id },
        body: { name: name.trim(), email: email.trim(), language, privileges: [...chosen] },
      }),
    touches: [keys.teams],
    done: t('teams.invited', { email: email.trim() }),
    quiet: true,
  });
  const reason =
    name.trim() === ''
      ? t('users.enterName')
      : /^\S+@\S+$/.test(email.trim())
        ? chosen.length === 0
          ? t('teams.chooseOne')
          : undefined
        : t('users.enterEmail');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (reason === undefined) invite.mutate(undefined, { onSuccess: onDone });
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        {invite.isError && <ProblemAlert {...describeProblem(t, invite.error)} />}
        <TextInput
          label={t('shared.name')}
          data-autofocus
          maxLength={120}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <TextInput
          label={t('shared.emailLabel')}
          type="email"
          dir="ltr"
          maxLength={254}
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
          error={fieldError(t, invite.error, '/email')}
        />
        <Select
          label={t('teams.messageLanguage')}
          data={languageChoices}
          allowDeselect={false}
          value={language}
          // The choices are the keys of the table.
          onChange={(value) => setLanguage((value ?? own) as Language)}
        />
        <PrivilegeChoice value={chosen} onChange={setChosen} own={team.privileges} />
        <Group justify="flex-end">
          <ReasonButton type="submit" loading={invite.isPending} disabledReason={reason}>
            {t('teams.sendInvitation')}
          </ReasonButton>
        </Group>
      </Stack>
    </form>
  );
}
