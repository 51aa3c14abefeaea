/** What each role may do, from the same table by which the node decides. */

import { type AccountRole, permissionsOfRole } from '@isocenter/contract/role';
import { Stack, Table, Text, Title } from '@mantine/core';
import { useWords } from '../../languages/language-provider.tsx';

export function RolePermissions() {
  const t = useWords();
  const roles = Object.keys(permissionsOfRole) as AccountRole[]; // the keys of a table of all roles
  return (
    <Stack gap="xs" mt="xl">
      <Title order={2} fz="md">
        {t('users.roles')}
      </Title>
      <Table aria-label={t('users.roles')} verticalSpacing={6}>
        <Table.Tbody>
          {roles.map((role) => (
            <Table.Tr key={role}>
              <Table.Th scope="row" ta="start">
                {t(`users.role_${role}`)}
              </Table.Th>
              <Table.Td>
                {permissionsOfRole[role].map((one) => t(`users.may_${one}`)).join(t('users.separator'))}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <Text fz="sm" c="dimmed">
        {t('users.grantsSay')}
      </Text>
    </Stack>
  );
}
