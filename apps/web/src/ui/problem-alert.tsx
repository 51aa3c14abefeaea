/** Shows why something failed: what happened, what to do about it, and the code to quote when asking for help. */

import { Alert, Button, Code, Group, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useWords } from '../languages/language-provider.tsx';

export type ProblemAlertProps = {
  readonly title: string;
  readonly detail?: string | undefined;
  /** Stable code of the problem, as RFC 9457 answers of the server carry it. */
  readonly code?: string | undefined;
  readonly onRetry?: (() => void) | undefined;
};

export function ProblemAlert({ title, detail, code, onRetry }: ProblemAlertProps) {
  const isMore = detail !== undefined || code !== undefined || onRetry !== undefined;
  return (
    <Alert role="alert" color="red" variant="light" icon={<IconAlertTriangle size={18} />} title={title}>
      {isMore && <More detail={detail} code={code} onRetry={onRetry} />}
    </Alert>
  );
}

function More({ detail, code, onRetry }: Omit<ProblemAlertProps, 'title'>) {
  const t = useWords();
  return (
    <>
      {detail !== undefined && (
        <Text fz="sm" dir="auto">
          {detail}
        </Text>
      )}
      {(code !== undefined || onRetry !== undefined) && (
        <Group mt="xs" gap="sm">
          {onRetry !== undefined && (
            <Button size="compact-sm" variant="default" onClick={onRetry}>
              {t('shared.tryAgain')}
            </Button>
          )}
          {code !== undefined && <Code fz="xs">{code}</Code>}
        </Group>
      )}
    </>
  );
}
