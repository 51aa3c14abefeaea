/** What stands in place of a page that failed, with a way to try again. */

import { Container } from '@mantine/core';
import { type ErrorComponentProps, useRouter } from '@tanstack/react-router';
import { describeProblem, isMissingPart } from '../api/problem.ts';
import { useWords } from '../languages/language-provider.tsx';
import { ProblemAlert } from '../ui/problem-alert.tsx';

export function PageError({ error, reset }: ErrorComponentProps) {
  const t = useWords();
  const router = useRouter();
  const retry = () => {
    // What failed to load is kept as failed; only a new page asks for it again.
    if (isMissingPart(error)) {
      window.location.reload();
      return;
    }
    reset();
    void router.invalidate();
  };
  return (
    <Container size="sm" py={64}>
      <ProblemAlert {...describeProblem(t, error)} onRetry={retry} />
    </Container>
  );
}
