/** The places of the application. */

import { IconSend, IconSettings, IconStack2, IconUpload } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useWords } from '../../languages/language-provider.tsx';
import { pagePaths } from '../../pages/page-paths.ts';
import classes from './shell.module.css';

const places = [
  { to: pagePaths.studies, label: 'shell.studies', icon: IconStack2 },
  { to: pagePaths.import, label: 'shell.import', icon: IconUpload },
  { to: pagePaths.queue, label: 'shell.queue', icon: IconSend },
  { to: pagePaths.settings, label: 'shell.settings', icon: IconSettings },
] as const;

export function Navigation({ place }: { readonly place: 'top' | 'bottom' }) {
  const t = useWords();
  return (
    <nav className={place === 'top' ? classes.topNavigation : classes.bottomNavigation} aria-label={t('shell.main')}>
      {places.map(({ to, label, icon: Icon }) => (
        <Link key={to} to={to} className={classes.place} activeProps={{ 'data-active': true, 'aria-current': 'page' }}>
          <Icon size={place === 'top' ? 17 : 21} stroke={1.7} aria-hidden />
          {t(label)}
        </Link>
      ))}
    </nav>
  );
}
