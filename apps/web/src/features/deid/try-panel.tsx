/** A study is chosen, and one of its objects is shown as the options at hand would change it. Nothing is stored. */

import type { StudySummary } from '@isocenter/contract/studies';
import type { StudyDetail } from '@isocenter/contract/study-detail';
import { Alert, Button, Group, Paper, Select, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconHandStop } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useClient } from '../../api/client-context.tsx';
import { describeProblem } from '../../api/problem.ts';
import { deidPreviewQuery, studyQuery } from '../../api/queries.ts';
import type { Words } from '../../languages/catalogue.ts';
import { useWords } from '../../languages/language-provider.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { StudyChoice, titleOf } from '../studies/study-choice.tsx';
import { Comparison } from './comparison.tsx';
import classes from './deid.module.css';
import { describeHeld } from './deid-words.ts';
import { FindingsInContext } from './findings.tsx';
import type { DeidSettings } from './profile-form.tsx';
import { RuleProblems } from './rules-field.tsx';
import { TermForm } from './term-form.tsx';

type PanelProps = { readonly projectId: string; readonly settings: DeidSettings };

export function TryPanel({ projectId, settings }: PanelProps) {
  const t = useWords();
  const [study, setStudy] = useState<StudySummary>();
  return (
    <Paper withBorder radius="lg" p="md" className={classes.panel}>
      <Stack gap="sm">
        <div>
          <Title order={2}>{t('deid.tryTitle')}</Title>
          <Text fz="sm" c="dimmed">
            {t('deid.tryDescription')}
          </Text>
        </div>
        {study === undefined ? (
          <StudyChoice onChoose={setStudy} />
        ) : (
          <>
            <Group justify="space-between" gap="xs">
              <Text fz="sm" fw={560} flex="1 1 200px">
                <bdi>{titleOf(t, study)}</bdi>
              </Text>
              <Button variant="subtle" size="compact-sm" onClick={() => setStudy(undefined)}>
                {t('deid.anotherStudy')}
              </Button>
            </Group>
            <Tried key={study.id} projectId={projectId} studyId={study.id} settings={settings} />
          </>
        )}
      </Stack>
    </Paper>
  );
}

type TriedProps = PanelProps & { readonly studyId: string };

function Tried({ projectId, studyId, settings }: TriedProps) {
  const t = useWords();
  const client = useClient();
  const study = useQuery(studyQuery(client, studyId));
  const [chosen, setChosen] = useState<string>();
  // Of several options at once, one look is noted.
  const [tried] = useDebouncedValue(settings, 250);
  const data = study.data === undefined ? [] : seriesChoices(t, study.data);
  const instanceId = chosen ?? data[0]?.value;
  const preview = useQuery({
    ...deidPreviewQuery(client, projectId, {
      ...{ studyId, settings: { profile: { ...tried.profile }, pictures: tried.pictures, rules: tried.rules } },
      ...(instanceId !== undefined && { instanceId }),
    }),
    enabled: instanceId !== undefined,
    placeholderData: keepPreviousData,
  });
  if (study.isError) return <ProblemAlert {...describeProblem(t, study.error)} onRetry={() => void study.refetch()} />;
  return (
    <Stack gap="sm" aria-busy={preview.isFetching}>
      {data.length > 1 && (
        <Select
          label={t('deid.image')}
          data={data}
          value={instanceId ?? null}
          allowDeselect={false}
          onChange={(value) => value !== null && setChosen(value)}
        />
      )}
      {preview.isError ? (
        <>
          <ProblemAlert {...describeProblem(t, preview.error)} onRetry={() => void preview.refetch()} />
          <RuleProblems error={preview.error} />
        </>
      ) : preview.data === undefined ? (
        <Skeleton height={320} radius="lg" />
      ) : preview.data.kind === 'held' ? (
        <Alert
          role="status"
          color="orange"
          variant="light"
          icon={<IconHandStop size={18} />}
          title={t('deid.wouldBeHeld')}
        >
          {t('deid.wouldBeHeldDetail', { reason: describeHeld(t, preview.data.reason) })}
          <FindingsInContext findings={preview.data.findings} />
        </Alert>
      ) : (
        <Comparison preview={preview.data} />
      )}
      <Text fz="sm" c="dimmed">
        {t('deid.termsHere')}
      </Text>
      <TermForm source="case" />
    </Stack>
  );
}

/** The first object of each series stands for it. */
function seriesChoices(t: Words, { series }: StudyDetail) {
  return series.flatMap(({ instances: [first], modality, description, instanceCount }) => {
    if (first === undefined) return [];
    const name = [modality, description ?? t('deid.unnamed')].filter((part) => part !== undefined).join(' · ');
    return [{ value: first.id, label: t('deid.seriesLabel', { name, count: instanceCount }) }];
  });
}
