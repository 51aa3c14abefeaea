/** One project: its options in plain words, and a study side by side as these options change it, before they are saved. */

import type { DeidProject } from '@isocenter/contract/deid-projects';
import { Group, Paper, Skeleton, Stack, Text, TextInput, Title } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useClient } from '../../api/client-context.tsx';
import { describeProblem } from '../../api/problem.ts';
import { deidProjectsQuery, keys } from '../../api/queries.ts';
import classes from '../../features/deid/deid.module.css';
import { type DeidSettings, ProfileForm } from '../../features/deid/profile-form.tsx';
import { RuleProblems, RulesField } from '../../features/deid/rules-field.tsx';
import { StatisticsPanel } from '../../features/deid/statistics-panel.tsx';
import { TryPanel } from '../../features/deid/try-panel.tsx';
import { AdminOnly } from '../../features/settings/admin-only.tsx';
import { useChange } from '../../features/settings/use-change.ts';
import { ButtonLink } from '../../features/shell/links.tsx';
import { useWords } from '../../languages/language-provider.tsx';
import { PageFrame } from '../../ui/page-frame.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { ReasonButton } from '../../ui/reason-button.tsx';
import { usePageTitle } from '../../ui/use-page-title.ts';
import { pagePaths } from '../page-paths.ts';

export function DeidProjectPage() {
  const t = useWords();
  const { projectId } = useParams({ from: '/signed-in/shell/settings/deidentification/$projectId' });
  const projects = useQuery(deidProjectsQuery(useClient()));
  const project = projects.data?.projects.find(({ id }) => id === projectId);
  usePageTitle(project?.name ?? t('deid.title'));
  return (
    <PageFrame
      title={project?.name ?? t('deid.title')}
      actions={
        <ButtonLink
          to={pagePaths.deidProjects}
          variant="default"
          leftSection={<IconArrowLeft size={16} className="pointing" />}
        >
          {t('deid.all')}
        </ButtonLink>
      }
    >
      <AdminOnly>
        {projects.isError ? (
          <ProblemAlert {...describeProblem(t, projects.error)} onRetry={() => void projects.refetch()} />
        ) : projects.data === undefined ? (
          <Skeleton height={320} radius="lg" />
        ) : project === undefined ? (
          <Text c="dimmed">{t('deid.gone')}</Text>
        ) : (
          <Project key={project.id} project={project} />
        )}
      </AdminOnly>
    </PageFrame>
  );
}

type Draft = DeidSettings & { readonly name: string };

const draftOf = ({ name, profile, pictures, rules = '' }: DeidProject): Draft => ({ name, profile, pictures, rules });

function Project({ project }: { readonly project: DeidProject }) {
  const t = useWords();
  const client = useClient();
  const [draft, setDraft] = useState<Draft>(() => draftOf(project));
  const save = useChange({
    perform: ({ name, profile, pictures, rules }: Draft) =>
      client.updateDeidProject({
        params: { id: project.id },
        body: { name: name.trim(), profile: { ...profile }, pictures, rules },
      }),
    touches: [keys.deidProjects],
    done: t('deid.saved'),
    quiet: true,
  });
  const isChanged = canonical(draft) !== canonical(draftOf(project));
  const reason = draft.name.trim() === '' ? t('deid.enterName') : isChanged ? undefined : t('deid.noChange');
  return (
    <Stack gap="lg">
      <Paper withBorder radius="lg" p="md" className={classes.panel}>
        <Stack gap="md">
          <Title order={2}>{t('deid.whatStays')}</Title>
          {save.isError && <ProblemAlert {...describeProblem(t, save.error)} />}
          <RuleProblems error={save.error} />
          <TextInput
            label={t('shared.name')}
            maxLength={120}
            maw={420}
            value={draft.name}
            onChange={(event) => setDraft({ ...draft, name: event.currentTarget.value })}
          />
          <ProfileForm settings={draft} onChange={(settings) => setDraft({ ...draft, ...settings })} />
          <RulesField value={draft.rules} onChange={(rules) => setDraft({ ...draft, rules })} />
          <Group justify="space-between" gap="sm">
            <Text fz="sm" c="dimmed" flex="1 1 240px" role="status">
              {isChanged ? `${t('deid.unsaved')} ${t('deid.earlier')}` : ''}
            </Text>
            <Group gap="xs">
              {isChanged && (
                <ReasonButton variant="default" onClick={() => setDraft(draftOf(project))}>
                  {t('deid.undo')}
                </ReasonButton>
              )}
              <ReasonButton loading={save.isPending} disabledReason={reason} onClick={() => save.mutate(draft)}>
                {t('shared.save')}
              </ReasonButton>
            </Group>
          </Group>
        </Stack>
      </Paper>
      <TryPanel projectId={project.id} settings={draft} />
      <StatisticsPanel projectId={project.id} />
    </Stack>
  );
}

/** PostgreSQL keeps members in an order of its own; what is not chosen is as good as not there. */
function canonical({ name, profile, pictures, rules }: Draft): string {
  const chosen = Object.entries(profile).filter(([, value]) => value !== false);
  return JSON.stringify([name.trim(), pictures, rules, chosen.sort(([one], [other]) => (one < other ? -1 : 1))]);
}
