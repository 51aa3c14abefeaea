/** The frame of the settings: their list at the side, on a phone as a row that scrolls. */

import {
  IconAlertTriangle,
  IconBell,
  IconDatabase,
  IconDownload,
  IconGavel,
  IconHistory,
  IconHourglass,
  IconInfoCircle,
  IconKey,
  IconRoute,
  IconServer2,
  IconTrash,
  IconUserCircle,
  IconUsers,
} from '@tabler/icons-react';
import { Link, Outlet, useLocation } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { pagePaths } from '../page-paths.ts';
import classes from './settings.module.css';

const places = [
  { to: pagePaths.about, label: 'About', icon: IconInfoCircle },
  { to: pagePaths.account, label: 'Your account', icon: IconUserCircle },
  { to: pagePaths.peers, label: 'Peers', icon: IconServer2 },
  { to: pagePaths.sources, label: 'Sources', icon: IconDownload },
  { to: pagePaths.rules, label: 'Rules', icon: IconRoute },
  { to: pagePaths.users, label: 'Users', icon: IconUsers },
  { to: pagePaths.tokens, label: 'API tokens', icon: IconKey },
  { to: pagePaths.conflicts, label: 'Conflicts', icon: IconAlertTriangle },
  { to: pagePaths.alerts, label: 'Alerts', icon: IconBell },
  { to: pagePaths.storage, label: 'Storage', icon: IconDatabase },
  { to: pagePaths.retention, label: 'Retention', icon: IconHourglass },
  { to: pagePaths.trash, label: 'Trash', icon: IconTrash },
  { to: pagePaths.holds, label: 'Legal holds', icon: IconGavel },
  { to: pagePaths.audit, label: 'Audit trail', icon: IconHistory },
] as const;

export function SettingsLayout() {
  const nav = useRef<HTMLElement>(null);
  const { pathname } = useLocation();
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page has another place in the row
  useEffect(() => {
    nav.current?.querySelector('[data-active]')?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, [pathname]);
  return (
    <div className={classes.layout}>
      <nav ref={nav} className={classes.nav} aria-label="Settings">
        {places.map(({ to, label, icon: Icon }) => (
          <Link
            key={to}
            to={to}
            className={classes.place}
            activeProps={{ 'data-active': true, 'aria-current': 'page' }}
          >
            <Icon size={17} stroke={1.7} aria-hidden />
            {label}
          </Link>
        ))}
      </nav>
      <div className={classes.content}>
        <Outlet />
      </div>
    </div>
  );
}
