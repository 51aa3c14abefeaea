/** Who is signed in, the own account, and the way out: on every page, since screens are shared. */

import { Menu, Text } from '@mantine/core';
import { IconAmbulance, IconLogout, IconUser, IconUserCircle } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useWords } from '../../languages/language-provider.tsx';
import { pagePaths } from '../../pages/page-paths.ts';
import { IconMenu } from '../../ui/icon-menu.tsx';
import { useMay, useSession, useSignOut } from '../session/use-session.ts';
import classes from './shell.module.css';

export function UserMenu() {
  const t = useWords();
  const session = useSession();
  const mayTreat = useMay('treat');
  const signOut = useSignOut();
  return (
    <IconMenu
      position="bottom-end"
      width={240}
      label={t('shell.account')}
      icon={<IconUserCircle size={21} stroke={1.6} />}
      size={36}
    >
      <Menu.Dropdown>
        <div className={classes.account}>
          <Text fz="sm" fw={600} className="truncate">
            {session?.user.name}
          </Text>
          <Text fz="xs" c="dimmed" className="truncate">
            {session?.user.email}
          </Text>
        </div>
        <Menu.Divider />
        <Menu.Item component={Link} to={pagePaths.account} leftSection={<IconUser size={16} />}>
          {t('shell.yourAccount')}
        </Menu.Item>
        {mayTreat && (
          <Menu.Item component={Link} to={pagePaths.emergency} leftSection={<IconAmbulance size={16} />}>
            {t('emergencies.open')}
          </Menu.Item>
        )}
        <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => signOut.mutate()}>
          {t('shell.signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </IconMenu>
  );
}
