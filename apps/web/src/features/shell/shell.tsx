/** The frame of the pages: navigation at the top, on a phone at the bottom, and the page between. */

import { Group } from '@mantine/core';
import { Link, Outlet } from '@tanstack/react-router';
import { LanguageMenu } from '../../languages/language-menu.tsx';
import { useWords } from '../../languages/language-provider.tsx';
import { pagePaths } from '../../pages/page-paths.ts';
import { Logo } from '../../ui/logo.tsx';
import { SkipLink } from '../../ui/skip-link.tsx';
import { ImportIndicator } from '../import/import-indicator.tsx';
import { Bell } from '../notices/bell.tsx';
import { useChooseLanguage } from '../session/use-account-language.ts';
import { ColorSchemeMenu } from './color-scheme-menu.tsx';
import { Navigation } from './navigation.tsx';
import classes from './shell.module.css';
import { UserMenu } from './user-menu.tsx';

export function Shell() {
  const t = useWords();
  const chooseLanguage = useChooseLanguage();
  return (
    <div className={classes.shell}>
      <SkipLink targetId="content" />
      <header className={classes.header}>
        <Link to={pagePaths.studies} className={classes.home} aria-label={t('shell.home')}>
          <Logo />
        </Link>
        <Navigation place="top" />
        <Group gap={6} ms="auto" wrap="nowrap">
          <ImportIndicator />
          <Bell />
          <LanguageMenu onChoose={chooseLanguage} />
          <ColorSchemeMenu />
          <UserMenu />
        </Group>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a page without controls is scrolled from the keyboard by nothing else */}
      <main id="content" aria-label={t('shell.page')} tabIndex={0} className={classes.content}>
        <Outlet />
      </main>
      <Navigation place="bottom" />
    </div>
  );
}
