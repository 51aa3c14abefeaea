/** Makes a care team for the patient of a study. */

import { Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useClient } from '../../api/client-context.tsx';
import { describeProblem } from '../../api/problem.ts';
import { keys } from '../../api/queries.ts';
import { useWords } from '../../languages/language-provider.tsx';
import { pagePaths } from '../../pages/page-paths.ts';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { ReasonButton } from '../../ui/reason-button.tsx';
import { useChange } from '../settings/use-change.ts';

type MakeTeamProps = { readonly studyId: string; readonly opened: boolean; readonly onClose: () => void };

export function MakeTeamDialog({ studyId, opened, onClose }: MakeTeamProps) {
  const t = useWords();
  const client = useClient();
  const navigate = useNavigate();
  const [name, setName] = useState('');
  const make = useChange({
    perform: () => client.createTeam({ body: { studyId, name: name.trim() } }),
    touches: [keys.teams],
    quiet: true,
  });
  const reason = name.trim() === '' ? t('users.enterName') : undefined;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (reason !== undefined) return;
    make.mutate(undefined, { onSuccess: ({ id }) => void navigate({ to: pagePaths.team, params: { teamId: id } }) });
  };
  return (
    <Modal opened={opened} onClose={onClose} title={t('teams.make')}>
      <form onSubmit={submit}>
        <Stack>
          {make.isError && <ProblemAlert {...describeProblem(t, make.error)} />}
          <Text fz="sm">{t('teams.makeHelp')}</Text>
          <TextInput
            label={t('teams.nameOfTeam')}
            description={t('teams.nameHelp')}
            data-autofocus
            maxLength={120}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Group justify="flex-end">
            <ReasonButton type="submit" loading={make.isPending} disabledReason={reason}>
              {t('teams.make')}
            </ReasonButton>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
