/** The frame of the pages before sign-in: the mark, a card, a quiet footer. */

import { Paper, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { LanguageMenu } from '../languages/language-menu.tsx';
import { useWords } from '../languages/language-provider.tsx';
import classes from './entrance.module.css';
import { Logo } from './logo.tsx';

export type EntranceProps = { readonly title: string; readonly description?: ReactNode; readonly children: ReactNode };

export function Entrance({ title, description, children }: EntranceProps) {
  const t = useWords();
  return (
    <div className={classes.page}>
      <div className={classes.choices}>
        <LanguageMenu />
      </div>
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
          {t('entrance.audited')}
        </Text>
      </main>
    </div>
  );
}
