/** The frame of the pages: navigation at the top, on a phone at the bottom, and the page between. */

import { ActionIcon, Group, Menu, Text, Tooltip } from '@mantine/core';
import { IconLogout, IconUser, IconUserCircle } from '@tabler/icons-react';
import { Link, Outlet } from '@tanstack/react-router';
import { pagePaths } from '../../pages/page-paths.ts';
import { Logo } from '../../ui/logo.tsx';
import { SkipLink } from '../../ui/skip-link.tsx';
import { ImportIndicator } from '../import/import-indicator.tsx';
import { useSession, useSignOut } from '../session/use-session.ts';
import { ColorSchemeMenu } from './color-scheme-menu.tsx';
import { Navigation } from './navigation.tsx';
import classes from './shell.module.css';

export function Shell() {
  return (
    <div className={classes.shell}>
      <SkipLink targetId="content" />
      <header className={classes.header}>
        <Link to={pagePaths.studies} className={classes.home} aria-label="Isocenter, studies">
          <Logo />
        </Link>
        <Navigation place="top" />
        <Group gap={6} ml="auto" wrap="nowrap">
          <ImportIndicator />
          <ColorSchemeMenu />
          <UserMenu />
        </Group>
      </header>
      <main id="content" tabIndex={-1} className={classes.content}>
        <Outlet />
      </main>
      <Navigation place="bottom" />
    </div>
  );
}

function UserMenu() {
  const session = useSession();
  const signOut = useSignOut();
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <Tooltip label="Account">
          <ActionIcon variant="subtle" color="gray" size={36} aria-label="Account">
            <IconUserCircle size={21} stroke={1.6} />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
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
          Your account
        </Menu.Item>
        <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => signOut.mutate()}>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
