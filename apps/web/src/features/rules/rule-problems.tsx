/** Why a rule was not taken: everything that is wrong with it, by its place. */

import { ProblemError } from '@isocenter/contract/client';
import { Stack, Text } from '@mantine/core';
import { describeProblem } from '../../api/problem.ts';
import { useWords } from '../../languages/language-provider.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';

export function RuleProblems({ error }: { readonly error: unknown }) {
  const t = useWords();
  const errors = error instanceof ProblemError ? (error.problem.errors ?? []) : [];
  return (
    <Stack gap={4}>
      <ProblemAlert {...describeProblem(t, error)} />
      {errors.map(({ pointer, message }) => (
        <Text key={`${pointer} ${message}`} fz="sm" c="red">
          <bdi className="mono">{placeOf(pointer)}</bdi> <bdi lang="en">{message}</bdi>
        </Text>
      ))}
    </Stack>
  );
}

/** `/body/when/all/0/field` is the field of the first condition. */
function placeOf(pointer: string): string {
  const steps = pointer
    .replace(/^\/body(\/rule)?/, '')
    .split('/')
    .filter((step) => step !== '');
  return steps.map((step) => (/^\d+$/.test(step) ? String(Number(step) + 1) : step)).join(' ');
}
