/** The places of the application. */

import { IconSend, IconSettings, IconStack2, IconUpload } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { pagePaths } from '../../pages/page-paths.ts';
import classes from './shell.module.css';

const places = [
  { to: pagePaths.studies, label: 'Studies', icon: IconStack2 },
  { to: pagePaths.import, label: 'Import', icon: IconUpload },
  { to: pagePaths.queue, label: 'Queue', icon: IconSend },
  { to: pagePaths.settings, label: 'Settings', icon: IconSettings },
] as const;

export function Navigation({ place }: { readonly place: 'top' | 'bottom' }) {
  return (
    <nav className={place === 'top' ? classes.topNavigation : classes.bottomNavigation} aria-label="Main">
      {places.map(({ to, label, icon: Icon }) => (
        <Link key={to} to={to} className={classes.place} activeProps={{ 'data-active': true, 'aria-current': 'page' }}>
          <Icon size={place === 'top' ? 17 : 21} stroke={1.7} aria-hidden />
          {label}
        </Link>
      ))}
    </nav>
  );
}
