/** The page for an address that leads nowhere. */

import { Center, Stack, Text, Title } from '@mantine/core';
import { AnchorLink } from '../features/shell/links.tsx';
import { pagePaths } from './page-paths.ts';

export function NotFoundPage() {
  return (
    <Center mih="60vh" p="xl">
      <Stack gap="xs" align="center" ta="center">
        <Title order={1}>There is no such page</Title>
        <Text c="dimmed">The address may have been shortened on its way, or the page has moved.</Text>
        <AnchorLink to={pagePaths.studies}>Go to the studies</AnchorLink>
      </Stack>
    </Center>
  );
}
