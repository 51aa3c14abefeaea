/** The frame of the settings: their list at the side, on a phone as a row that scrolls. */

import {
  IconAlertTriangle,
  IconAmbulance,
  IconBell,
  IconBuildingHospital,
  IconDatabase,
  IconDownload,
  IconEraser,
  IconGavel,
  IconHistory,
  IconHourglass,
  IconInfoCircle,
  IconKey,
  IconRobot,
  IconRoute,
  IconServer2,
  IconTrash,
  IconUserOff,
  IconUsers,
} from '@tabler/icons-react';
import { Link, Outlet, useLocation } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useWords } from '../../languages/language-provider.tsx';
import { pagePaths } from '../page-paths.ts';
import classes from './settings.module.css';

const places = [
  { to: pagePaths.about, label: 'places.about', icon: IconInfoCircle },
  { to: pagePaths.peers, label: 'places.peers', icon: IconServer2 },
  { to: pagePaths.sources, label: 'places.sources', icon: IconDownload },
  { to: pagePaths.rules, label: 'places.rules', icon: IconRoute },
  { to: pagePaths.deidProjects, label: 'places.deid', icon: IconUserOff },
  { to: pagePaths.users, label: 'places.users', icon: IconUsers },
  { to: pagePaths.organisations, label: 'places.organisations', icon: IconBuildingHospital },
  { to: pagePaths.tokens, label: 'places.tokens', icon: IconKey },
  { to: pagePaths.services, label: 'places.services', icon: IconRobot },
  { to: pagePaths.conflicts, label: 'places.conflicts', icon: IconAlertTriangle },
  { to: pagePaths.alerts, label: 'places.alerts', icon: IconBell },
  { to: pagePaths.storage, label: 'places.storage', icon: IconDatabase },
  { to: pagePaths.retention, label: 'places.retention', icon: IconHourglass },
  { to: pagePaths.trash, label: 'places.trash', icon: IconTrash },
  { to: pagePaths.holds, label: 'places.holds', icon: IconGavel },
  { to: pagePaths.erasures, label: 'places.erasures', icon: IconEraser },
  { to: pagePaths.emergencies, label: 'places.emergencies', icon: IconAmbulance },
  { to: pagePaths.audit, label: 'places.audit', icon: IconHistory },
] as const;

export function SettingsLayout() {
  const t = useWords();
  const nav = useRef<HTMLElement>(null);
  const { pathname } = useLocation();
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page has another place in the row
  useEffect(() => {
    nav.current?.querySelector('[data-active]')?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, [pathname]);
  return (
    <div className={classes.layout}>
      <nav ref={nav} className={classes.nav} aria-label={t('shell.settings')}>
        {places.map(({ to, label, icon: Icon }) => (
          <Link
            key={to}
            to={to}
            className={classes.place}
            activeProps={{ 'data-active': true, 'aria-current': 'page' }}
          >
            <Icon size={17} stroke={1.7} aria-hidden />
            {t(label)}
          </Link>
        ))}
      </nav>
      <div className={classes.content}>
        <Outlet />
      </div>
    </div>
  );
}
