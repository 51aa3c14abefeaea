/** Projects of de-identification: which there are, and what each lets through. Each has a page of its own. */

import type { DeidProject } from '@isocenter/contract/deid-projects';
import { Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { IconHandStop, IconListLetters, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useClient } from '../../api/client-context.tsx';
import { describeProblem } from '../../api/problem.ts';
import { deidProjectsQuery, keys } from '../../api/queries.ts';
import { listKept } from '../../features/deid/deid-words.ts';
import { useIsAdmin } from '../../features/session/use-session.ts';
import { AdminOnly } from '../../features/settings/admin-only.tsx';
import { useChange } from '../../features/settings/use-change.ts';
import { AnchorLink, ButtonLink } from '../../features/shell/links.tsx';
import type { Words } from '../../languages/catalogue.ts';
import { useWords } from '../../languages/language-provider.tsx';
import { type Formats, useFormats } from '../../languages/use-formats.ts';
import { ConfirmButton } from '../../ui/confirm-button.tsx';
import { Moment } from '../../ui/moment.tsx';
import { PageFrame } from '../../ui/page-frame.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { ReasonButton } from '../../ui/reason-button.tsx';
import { type RecordColumn, RecordList } from '../../ui/record-list.tsx';
import { usePageTitle } from '../../ui/use-page-title.ts';
import { pagePaths } from '../page-paths.ts';

const pictureWords = { clean: 'deid.cleaned', hold: 'deid.held', accept: 'deid.accepted' } as const;

const columnsOf = (t: Words, formats: Formats): readonly RecordColumn<DeidProject>[] => [
  {
    label: t('shared.name'),
    cell: ({ id, name }) => (
      <AnchorLink to={pagePaths.deidProject} params={{ projectId: id }} fz="inherit" fw={560}>
        <bdi>{name}</bdi>
      </AnchorLink>
    ),
    width: '24%',
  },
  {
    label: t('deid.stays'),
    cell: (project) => {
      const kept = listKept(t, project);
      return kept.length === 0 ? t('deid.nothingStays') : formats.list(kept);
    },
  },
  {
    label: t('deid.pictures'),
    cell: ({ pictures }) => t(pictureWords[pictures]),
  },
  { label: t('deid.changed'), cell: ({ changedAt }) => <Moment at={changedAt} />, width: 170 },
];

export function DeidProjectsPage() {
  const t = useWords();
  usePageTitle(t('deid.title'));
  const isAdmin = useIsAdmin();
  const [isAdding, setIsAdding] = useState(false);
  return (
    <PageFrame
      title={t('deid.title')}
      description={t('deid.description')}
      actions={
        <Group gap="xs">
          <ButtonLink to={pagePaths.deidHeld} variant="default" leftSection={<IconHandStop size={16} />}>
            {t('deid.toQuarantine')}
          </ButtonLink>
          <ButtonLink to={pagePaths.deidTerms} variant="default" leftSection={<IconListLetters size={16} />}>
            {t('deid.toLists')}
          </ButtonLink>
          <ReasonButton
            leftSection={<IconPlus size={16} />}
            disabledReason={isAdmin ? undefined : t('deid.onlyAdministrators')}
            onClick={() => setIsAdding(true)}
          >
            {t('deid.add')}
          </ReasonButton>
        </Group>
      }
    >
      <AdminOnly>
        <Projects />
      </AdminOnly>
      <Modal opened={isAdding} onClose={() => setIsAdding(false)} title={t('deid.add')}>
        <NewProject />
      </Modal>
    </PageFrame>
  );
}

function Projects() {
  const t = useWords();
  const formats = useFormats();
  const client = useClient();
  const projects = useQuery(deidProjectsQuery(client));
  const remove = useChange({
    perform: (id: string) => client.deleteDeidProject({ params: { id } }),
    touches: [keys.deidProjects],
    done: t('deid.removed'),
  });
  if (projects.isError)
    return <ProblemAlert {...describeProblem(t, projects.error)} onRetry={() => void projects.refetch()} />;
  return (
    <RecordList
      label={t('deid.projects')}
      columns={columnsOf(t, formats)}
      rows={projects.data?.projects}
      rowKey={({ id }) => id}
      empty={t('deid.none')}
      actions={({ id, name }) => (
        <Group gap={6} wrap="nowrap" justify="flex-end">
          <ButtonLink to={pagePaths.deidProject} params={{ projectId: id }} size="compact-sm" variant="default">
            {t('deid.open')}
          </ButtonLink>
          <ConfirmButton
            title={t('deid.removeQuestion', { name })}
            action={t('deid.removeAction')}
            onConfirm={() => remove.mutate(id)}
            trigger={(open) => (
              <ReasonButton size="compact-sm" variant="default" onClick={open}>
                {t('deid.remove')}
              </ReasonButton>
            )}
          >
            {t('deid.removeDetail')}
          </ConfirmButton>
        </Group>
      )}
    />
  );
}

function NewProject() {
  const t = useWords();
  const client = useClient();
  const navigate = useNavigate();
  const [name, setName] = useState('');
  const create = useChange({
    perform: () => client.createDeidProject({ body: { name: name.trim(), profile: {}, pictures: 'clean' } }),
    touches: [keys.deidProjects],
    quiet: true,
  });
  const reason = name.trim() === '' ? t('deid.enterName') : undefined;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (reason !== undefined) return;
    create.mutate(undefined, {
      onSuccess: ({ id }) => void navigate({ to: pagePaths.deidProject, params: { projectId: id } }),
    });
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        {create.isError && <ProblemAlert {...describeProblem(t, create.error)} />}
        <Text fz="sm" c="dimmed">
          {t('deid.addDescription')}
        </Text>
        <TextInput
          label={t('shared.name')}
          data-autofocus
          maxLength={120}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Group justify="flex-end">
          <ReasonButton type="submit" loading={create.isPending} disabledReason={reason}>
            {t('deid.create')}
          </ReasonButton>
        </Group>
      </Stack>
    </form>
  );
}
