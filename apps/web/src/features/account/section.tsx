/** One matter of the account: a heading, a line that explains it, what there is and what can be done. */

import { Group, Paper, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';

export type SectionProps = {
  readonly title: string;
  readonly help?: string;
  readonly action?: ReactNode;
  readonly children?: ReactNode;
};

export function Section({ title, help, action, children }: SectionProps) {
  return (
    <Paper component="section" aria-label={title} withBorder radius="lg" p="lg" bg="var(--iso-surface)">
      <Group justify="space-between" align="flex-start" gap="md">
        <Stack gap={4} flex="1 1 240px">
          <Title order={2}>{title}</Title>
          {help !== undefined && (
            <Text fz="sm" c="dimmed" maw={600}>
              {help}
            </Text>
          )}
        </Stack>
        {action}
      </Group>
      {children}
    </Paper>
  );
}
