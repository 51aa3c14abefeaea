/** The dry run: a study is chosen, and every condition says what it found there. Nothing is done. */

import type { RuleReason, RuleTrialResult } from '@isocenter/contract/rule-trial';
import type { RuleDefinition } from '@isocenter/contract/rules';
import type { StudySummary } from '@isocenter/contract/studies';
import { Badge, Button, Group, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useClient } from '../../api/client-context.tsx';
import type { WordKey } from '../../languages/catalogue.ts';
import { useWords } from '../../languages/language-provider.tsx';
import { ReasonButton } from '../../ui/reason-button.tsx';
import { StudyChoice, titleOf } from '../studies/study-choice.tsx';
import { describeTest } from './condition-draft.ts';
import { RuleProblems } from './rule-problems.tsx';
import classes from './rules.module.css';

type Props = {
  /** The one to try; every rule of the node where it is left out and there is no reason against it. */
  readonly rule?: RuleDefinition | undefined;
  readonly reason?: string | undefined;
};

export function RuleTrialPanel({ rule, reason }: Props) {
  const t = useWords();
  const client = useClient();
  const [study, setStudy] = useState<StudySummary>();
  const trial = useMutation({
    mutationFn: (studyId: string) => client.tryRules({ body: { studyId, ...(rule === undefined ? {} : { rule }) } }),
  });
  if (study === undefined) return <StudyChoice onChoose={setStudy} />;
  return (
    <Stack gap="sm">
      <Group justify="space-between" gap="xs">
        <Text fz="sm" flex="1 1 200px">
          {titleOf(t, study)}
        </Text>
        <Group gap="xs" wrap="nowrap">
          <Button
            variant="subtle"
            size="compact-sm"
            onClick={() => {
              setStudy(undefined);
              trial.reset();
            }}
          >
            {t('rules.anotherStudy')}
          </Button>
          <ReasonButton
            variant="light"
            size="compact-sm"
            loading={trial.isPending}
            disabledReason={reason}
            onClick={() => trial.mutate(study.id)}
          >
            {t('rules.try')}
          </ReasonButton>
        </Group>
      </Group>
      {trial.isError && <RuleProblems error={trial.error} />}
      {trial.data !== undefined && (
        <div aria-live="polite">
          {trial.data.results.map((result) => (
            <Result key={`${result.ruleId} ${result.seriesId}`} result={result} />
          ))}
          {trial.data.results.length === 0 && <Text fz="sm">{t('rules.noRule')}</Text>}
          {trial.data.headersRead > 0 && (
            <Text fz="xs" c="dimmed" mt="xs">
              {t('rules.readFrom', { count: trial.data.headersRead })}
            </Text>
          )}
        </div>
      )}
    </Stack>
  );
}

const outcomes: Readonly<Record<RuleTrialResult['outcome'], { readonly label: WordKey; readonly color: string }>> = {
  fires: { label: 'rules.fires', color: 'teal' },
  'does-not-hold': { label: 'rules.doesNotHold', color: 'gray' },
  disabled: { label: 'shared.off', color: 'gray' },
  stopped: { label: 'rules.stopped', color: 'gray' },
};

function Result({ result }: { readonly result: RuleTrialResult }) {
  const t = useWords();
  const { label, color } = outcomes[result.outcome];
  return (
    <div className={classes.result}>
      <Group gap="xs" mb={4}>
        <Badge variant="light" color={color}>
          {t(label)}
        </Badge>
        <Text fz="sm" fw={500}>
          <bdi>{result.name}</bdi>
        </Text>
      </Group>
      {result.reasons.length === 0 && (
        <Text fz="sm" c="dimmed">
          {t('rules.noConditions')}
        </Text>
      )}
      <ul className={classes.reasons}>
        {result.reasons.map((reason, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a list that never changes in place
          <Reason key={place} reason={reason} />
        ))}
      </ul>
    </div>
  );
}

const groups = { all: 'rules.allOf', any: 'rules.anyOf', not: 'rules.not' } as const;

function Reason({ reason }: { readonly reason: RuleReason }) {
  const t = useWords();
  const { depth, kind, holds, test, values = [], valueCount = 0 } = reason;
  const shown = values.map(({ value, passes }) => (values.length > 1 ? `${value} ${passes ? '✓' : '✗'}` : value));
  const more = valueCount > values.length ? `, ${t('rules.valuesInAll', { count: valueCount })}` : '';
  return (
    <li className={classes.reason} style={{ paddingInlineStart: depth * 18 }}>
      <span className={classes.verdict} data-holds={holds}>
        {holds ? t('shared.yes') : t('shared.no')}
      </span>
      {test === undefined ? (
        <span>{kind === 'test' ? '' : t(groups[kind])}</span>
      ) : (
        <span>
          {describeTest(t, test)}
          <bdi className={classes.values}> — {shown.length === 0 ? t('rules.noValue') : shown.join(', ') + more}</bdi>
        </span>
      )}
    </li>
  );
}
