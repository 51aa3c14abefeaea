/** Adds or changes an organisation: its name, its members, and whether it sees what newly arrives. */

import type { OrganisationInput, OrganisationList } from '@isocenter/contract/organisations';
import { Group, MultiSelect, Stack, Switch, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useClient } from '../../api/client-context.tsx';
import { describeProblem, fieldError } from '../../api/problem.ts';
import { keys, servicesQuery, usersQuery } from '../../api/queries.ts';
import { useWords } from '../../languages/language-provider.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { ReasonButton } from '../../ui/reason-button.tsx';
import { useChange } from '../settings/use-change.ts';

export type Organisation = OrganisationList['organisations'][number];

type OrganisationFormProps = {
  /** Undefined for a new one. */
  readonly organisation: Organisation | undefined;
  readonly onSaved: () => void;
};

export function OrganisationForm({ organisation, onSaved }: OrganisationFormProps) {
  const t = useWords();
  const client = useClient();
  const users = useQuery(usersQuery(client));
  const programs = useQuery(servicesQuery(client));
  const [name, setName] = useState(organisation?.name ?? '');
  const [members, setMembers] = useState<readonly string[]>(() => organisation?.members.map(idOf) ?? []);
  const [services, setServices] = useState<readonly string[]>(
    () => organisation?.services.map(({ serviceId }) => serviceId) ?? [],
  );
  const [seesNewStudies, setSeesNewStudies] = useState(organisation?.seesNewStudies ?? false);
  const save = useChange({
    perform: (body: OrganisationInput) =>
      organisation === undefined
        ? client.createOrganisation({ body })
        : client.updateOrganisation({ params: { id: organisation.id }, body }),
    touches: [keys.organisations, keys.grants],
    done: t('organisations.saved'),
    quiet: true,
  });
  const reason = name.trim() === '' ? t('organisations.enterName') : undefined;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (reason !== undefined) return;
    const body = { name: name.trim(), seesNewStudies, members: [...members], services: [...services] };
    save.mutate(body, { onSuccess: onSaved });
  };
  // Disabled accounts stay where they are, and are not added anew.
  const offered = (users.data?.users ?? []).filter(({ id, status }) => status !== 'disabled' || members.includes(id));
  const offeredPrograms = (programs.data?.services ?? []).filter(
    ({ id, status }) => status === 'active' || services.includes(id),
  );
  return (
    <form onSubmit={submit}>
      <Stack>
        {save.isError && <ProblemAlert {...describeProblem(t, save.error)} />}
        {programs.isError && (
          <ProblemAlert {...describeProblem(t, programs.error)} onRetry={() => void programs.refetch()} />
        )}
        {users.isError && <ProblemAlert {...describeProblem(t, users.error)} onRetry={() => void users.refetch()} />}
        <TextInput
          label={t('organisations.name')}
          data-autofocus
          maxLength={128}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={fieldError(t, save.error, '/name')}
        />
        <MultiSelect
          label={t('organisations.members')}
          description={t('organisations.membersHelp')}
          placeholder={members.length === 0 ? t('organisations.choosePeople') : ''}
          searchable
          hidePickedOptions
          nothingFoundMessage={t('organisations.nobodyFound')}
          disabled={users.data === undefined}
          data={offered.map(({ id, name: called, email }) => ({ value: id, label: `${called} (${email})` }))}
          value={[...members]}
          onChange={setMembers}
        />
        <MultiSelect
          label={t('organisations.services')}
          placeholder={services.length === 0 ? t('organisations.chooseServices') : ''}
          searchable
          hidePickedOptions
          nothingFoundMessage={t('organisations.nobodyFound')}
          disabled={programs.data === undefined}
          data={offeredPrograms.map(({ id, name: called }) => ({ value: id, label: called }))}
          value={[...services]}
          onChange={setServices}
        />
        <Switch
          label={t('organisations.seesNewLabel')}
          description={t('organisations.seesNewHelp')}
          checked={seesNewStudies}
          onChange={(event) => setSeesNewStudies(event.currentTarget.checked)}
        />
        <Group justify="flex-end">
          <ReasonButton type="submit" loading={save.isPending} disabledReason={reason}>
            {t('organisations.save')}
          </ReasonButton>
        </Group>
      </Stack>
    </form>
  );
}

const idOf = ({ userId }: Organisation['members'][number]) => userId;
