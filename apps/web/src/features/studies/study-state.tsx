/** Whether more of a study is expected, and its labels. */

import type { StudySummary } from '@isocenter/contract/studies';
import { Badge, Tooltip } from '@mantine/core';
import { useWords } from '../../languages/language-provider.tsx';

const colors = { arriving: 'iso', complete: 'teal', incomplete: 'orange' } as const;

export function StudyState({ study }: { readonly study: StudySummary }) {
  const t = useWords();
  if (study.state === undefined) return null;
  return (
    <Tooltip label={t(`studies.${study.state}Why`)} multiline maw={280}>
      <Badge variant="light" color={colors[study.state]} size="sm">
        {t(`studies.${study.state}`)}
      </Badge>
    </Tooltip>
  );
}

export function StudyLabels({ labels }: { readonly labels: readonly string[] }) {
  return labels.map((label) => (
    <Badge key={label} variant="default" size="sm">
      <bdi>{label}</bdi>
    </Badge>
  ));
}
