/** The page for an address that leads nowhere. */

import { Anchor, Center, Stack, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { pagePaths } from './page-paths.ts';

export function NotFoundPage() {
  return (
    <Center mih="60vh" p="xl">
      <Stack gap="xs" align="center" ta="center">
        <Title order={1}>There is no such page</Title>
        <Text c="dimmed">The address may have been shortened on its way, or the page has moved.</Text>
        <Anchor component={Link} to={pagePaths.studies}>
          Go to the studies
        </Anchor>
      </Stack>
    </Center>
  );
}
