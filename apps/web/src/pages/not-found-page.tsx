/** The page for an address that leads nowhere. */

import { Center, Stack, Text, Title } from '@mantine/core';
import { AnchorLink } from '../features/shell/links.tsx';
import { useWords } from '../languages/language-provider.tsx';
import { pagePaths } from './page-paths.ts';

export function NotFoundPage() {
  const t = useWords();
  return (
    <Center mih="60vh" p="xl">
      <Stack gap="xs" align="center" ta="center">
        <Title order={1}>{t('shared.noPage')}</Title>
        <Text c="dimmed">{t('shared.noPageDetail')}</Text>
        <AnchorLink to={pagePaths.studies}>{t('shared.toStudies')}</AnchorLink>
      </Stack>
    </Center>
  );
}
