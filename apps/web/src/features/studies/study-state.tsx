/** Whether more of a study is expected, and its labels. */

import type { StudySummary } from '@isocenter/contract/studies';
import { Badge, Tooltip } from '@mantine/core';

const states = {
  arriving: { label: 'Still arriving', color: 'iso', why: 'Images came a moment ago; more may follow.' },
  complete: { label: 'Complete', color: 'teal', why: 'Nothing more came for a while.' },
  incomplete: {
    label: 'Incomplete',
    color: 'orange',
    why: 'Its sender holds more than has come here, or did not say, or never stopped sending.',
  },
} as const;

export function StudyState({ study }: { readonly study: StudySummary }) {
  if (study.state === undefined) return null;
  const { label, color, why } = states[study.state];
  return (
    <Tooltip label={why} multiline maw={280}>
      <Badge variant="light" color={color} size="sm">
        {label}
      </Badge>
    </Tooltip>
  );
}

export function StudyLabels({ labels }: { readonly labels: readonly string[] }) {
  return labels.map((label) => (
    <Badge key={label} variant="default" size="sm">
      {label}
    </Badge>
  ));
}
