/** The frame of the pages before sign-in: the mark, a card, a quiet footer. */

import { Paper, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './entrance.module.css';
import { Logo } from './logo.tsx';

export type EntranceProps = { readonly title: string; readonly description?: ReactNode; readonly children: ReactNode };

export function Entrance({ title, description, children }: EntranceProps) {
  return (
    <div className={classes.page}>
      <main className={classes.column}>
        <Logo size={32} />
        <Paper className={classes.card} withBorder radius="lg">
          <Stack gap={6} mb="lg">
            <Title order={1}>{title}</Title>
            {description !== undefined && (
              <Text c="dimmed" fz="sm">
                {description}
              </Text>
            )}
          </Stack>
          {children}
        </Paper>
        <Text c="dimmed" fz="xs" ta="center">
          Every sign-in and every access to a study is recorded in the audit trail.
        </Text>
      </main>
    </div>
  );
}
