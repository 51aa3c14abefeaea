/** The places of the application. */

import { type Permission, permissionsOfRole } from '@isocenter/contract/role';
import { IconSend, IconSettings, IconStack2, IconUpload, IconUsersGroup } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useWords } from '../../languages/language-provider.tsx';
import { pagePaths } from '../../pages/page-paths.ts';
import { useSession } from '../session/use-session.ts';
import classes from './shell.module.css';

const places = [
  { to: pagePaths.studies, label: 'shell.studies', icon: IconStack2 },
  { to: pagePaths.teams, label: 'shell.teams', icon: IconUsersGroup },
  { to: pagePaths.import, label: 'shell.import', icon: IconUpload, needs: ['work'] },
  { to: pagePaths.queue, label: 'shell.queue', icon: IconSend, needs: ['work'] },
  { to: pagePaths.settings, label: 'shell.settings', icon: IconSettings, needs: ['work', 'privacy'] },
] as const;

export function Navigation({ place }: { readonly place: 'top' | 'bottom' }) {
  const t = useWords();
  // Places that would be empty are left out: a guest belongs to care teams, a privacy officer sends nothing.
  const role = useSession()?.user.role;
  const has = (permission: Permission) => role !== undefined && permissionsOfRole[role].includes(permission);
  return (
    <nav className={place === 'top' ? classes.topNavigation : classes.bottomNavigation} aria-label={t('shell.main')}>
      {places
        .filter((one) => !('needs' in one) || one.needs.some(has))
        .map(({ to, label, icon: Icon }) => (
          <Link
            key={to}
            to={to}
            className={classes.place}
            activeProps={{ 'data-active': true, 'aria-current': 'page' }}
          >
            <Icon size={place === 'top' ? 17 : 21} stroke={1.7} aria-hidden />
            {t(label)}
          </Link>
        ))}
    </nav>
  );
}
