/** The frame of a page that scrolls: a heading, one line that explains it, its actions, then the content. */

import { Group, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './page-frame.module.css';

export type PageFrameProps = {
  readonly title: string;
  readonly description?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
};

export function PageFrame({ title, description, actions, children }: PageFrameProps) {
  return (
    <div className={classes.page}>
      <Group justify="space-between" align="flex-start" gap="md" mb="lg">
        <Stack gap={4} flex="1 1 260px">
          <Title order={1}>{title}</Title>
          {description !== undefined && (
            <Text c="dimmed" fz="sm" maw={640}>
              {description}
            </Text>
          )}
        </Stack>
        {actions}
      </Group>
      {children}
    </div>
  );
}
