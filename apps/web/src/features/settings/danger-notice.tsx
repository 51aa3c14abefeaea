/** Tells administrators of set-ups of the node that work and are dangerous; nothing where there are none. */

import { Alert, List, Text } from '@mantine/core';
import { IconShieldExclamation } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useClient } from '../../api/client-context.tsx';
import { dangersQuery } from '../../api/queries.ts';
import { useWords } from '../../languages/language-provider.tsx';
import { useIsAdmin } from '../session/use-session.ts';

export function DangerNotice() {
  const t = useWords();
  const isAdmin = useIsAdmin();
  const { data } = useQuery({ ...dangersQuery(useClient()), enabled: isAdmin });
  if (data === undefined || data.dangers.length === 0) return null;
  return (
    <Alert
      color="yellow"
      variant="light"
      icon={<IconShieldExclamation size={18} />}
      title={t('peers.careful')}
      // Yellow on yellow would be too weak to read.
      styles={{ title: { color: 'var(--mantine-color-text)' } }}
    >
      <List fz="sm" spacing={6}>
        {data.dangers.map(({ code, found, advice }) => (
          <List.Item key={code}>
            <bdi lang="en">{sentence(found)}</bdi>
            <Text fz="xs" component="div" lang="en" dir="auto">
              {sentence(advice)}
            </Text>
          </List.Item>
        ))}
      </List>
    </Alert>
  );
}

function sentence(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}.`;
}
