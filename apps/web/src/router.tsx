/**
 * The tree of pages. Everything below the shell asks for a session first; without one it leads to sign-in (or to the
 * set-up notice of a node without users) and back to where it came from. Pages are loaded when they are first opened.
 */

import type { Client } from '@isocenter/contract/client';
import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  parseSearchWith,
  redirect,
  stringifySearchWith,
} from '@tanstack/react-router';
import { sessionQuery } from './api/queries.ts';
import { Shell } from './features/shell/shell.tsx';
import { SignedIn } from './features/shell/signed-in.tsx';
import { parseStudySearch } from './features/studies/study-search.ts';
import { HandInPage } from './pages/hand-in-page.tsx';
import { JoinPage } from './pages/join-page.tsx';
import { NotFoundPage } from './pages/not-found-page.tsx';
import { PageError } from './pages/page-error.tsx';
import { pagePaths } from './pages/page-paths.ts';
import { PagePending } from './pages/page-pending.tsx';
import { SetupPage } from './pages/setup-page.tsx';
import { SignInPage } from './pages/sign-in-page.tsx';
import { StudiesPage } from './pages/studies/studies-page.tsx';

type RouterContext = { readonly client: Client; readonly queryClient: QueryClient };

const rootRoute = createRootRouteWithContext<RouterContext>()({ component: Outlet, notFoundComponent: NotFoundPage });

const setupRoute = createRoute({ getParentRoute: () => rootRoute, path: pagePaths.setup, component: SetupPage });

const joinRoute = createRoute({ getParentRoute: () => rootRoute, path: pagePaths.join, component: JoinPage });

const handInRoute = createRoute({ getParentRoute: () => rootRoute, path: pagePaths.handIn, component: HandInPage });

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: pagePaths.signIn,
  validateSearch: ({ next, failed }): { next?: string; failed?: string } => ({
    ...(typeof next === 'string' && isOwnPage(next) ? { next } : {}),
    ...(typeof failed === 'string' && /^[a-z-]{1,40}$/.test(failed) ? { failed } : {}),
  }),
  component: SignInPage,
});

const enrolRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: pagePaths.enrol,
  beforeLoad: async ({ context }) => {
    const session = await context.queryClient.ensureQueryData(sessionQuery(context.client));
    if (session.kind === 'anonymous') throw redirect({ to: pagePaths.signIn });
    if (!session.mustEnrol) throw redirect({ to: pagePaths.studies });
  },
  component: lazyRouteComponent(() => import('./pages/enrol-page.tsx'), 'EnrolPage'),
});

const signedInRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'signed-in',
  beforeLoad: async ({ context, location }) => {
    const session = await context.queryClient.ensureQueryData(sessionQuery(context.client));
    if (session.kind === 'signed-in' && session.mustEnrol) throw redirect({ to: pagePaths.enrol });
    if (session.kind === 'signed-in') return { user: session.user };
    throw redirect({ to: pagePaths.signIn, search: wayBack(location) });
  },
  component: SignedIn,
});

const shellRoute = createRoute({ getParentRoute: () => signedInRoute, id: 'shell', component: Shell });

const indexRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: pagePaths.studies });
  },
});

const studiesRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: pagePaths.studies,
  validateSearch: parseStudySearch,
  component: StudiesPage,
});

/** Outside the shell: pictures get the whole window. */
const studyRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: pagePaths.study,
  component: lazyRouteComponent(() => import('./pages/studies/study-page.tsx'), 'StudyPage'),
});

const patientRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: pagePaths.patient,
  component: lazyRouteComponent(() => import('./pages/patient-page.tsx'), 'PatientPage'),
});

const accountRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: pagePaths.account,
  component: lazyRouteComponent(() => import('./pages/account-page.tsx'), 'AccountPage'),
});

const noticesRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: pagePaths.notices,
  component: lazyRouteComponent(() => import('./pages/notices-page.tsx'), 'NoticesPage'),
});

const teamsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: pagePaths.teams,
  component: lazyRouteComponent(() => import('./pages/teams-page.tsx'), 'TeamsPage'),
});

const teamRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: pagePaths.team,
  component: lazyRouteComponent(() => import('./pages/team-page.tsx'), 'TeamPage'),
});

const emergencyRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: pagePaths.emergency,
  component: lazyRouteComponent(() => import('./pages/emergency-page.tsx'), 'EmergencyPage'),
});

const importRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: pagePaths.import,
  component: lazyRouteComponent(() => import('./pages/import-page.tsx'), 'ImportPage'),
});

const queueRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: pagePaths.queue,
  component: lazyRouteComponent(() => import('./pages/queue-page.tsx'), 'QueuePage'),
});

const settings = () => import('./pages/settings/settings-pages.tsx');

const settingsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: pagePaths.settings,
  component: lazyRouteComponent(settings, 'SettingsLayout'),
});

const settingsIndexRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: pagePaths.about });
  },
});

const settingsPage = <Path extends string, Name extends keyof Awaited<ReturnType<typeof settings>>>(
  path: Path,
  name: Name,
) => createRoute({ getParentRoute: () => settingsRoute, path, component: lazyRouteComponent(settings, name) });

const routeTree = rootRoute.addChildren([
  setupRoute,
  signInRoute,
  joinRoute,
  handInRoute,
  enrolRoute,
  signedInRoute.addChildren([
    studyRoute,
    shellRoute.addChildren([
      indexRoute,
      accountRoute,
      studiesRoute,
      patientRoute,
      noticesRoute,
      teamsRoute,
      teamRoute,
      emergencyRoute,
      importRoute,
      queueRoute,
      settingsRoute.addChildren([
        settingsIndexRoute,
        settingsPage('peers', 'PeersPage'),
        settingsPage('sources', 'SourcesPage'),
        settingsPage('rules', 'RulesPage'),
        settingsPage('deidentification', 'DeidProjectsPage'),
        settingsPage('deidentification/held', 'DeidHeldPage'),
        settingsPage('deidentification/lists', 'DeidTermsPage'),
        settingsPage('deidentification/$projectId', 'DeidProjectPage'),
        settingsPage('users', 'UsersPage'),
        settingsPage('organisations', 'OrganisationsPage'),
        settingsPage('tokens', 'TokensPage'),
        settingsPage('services', 'ServicesPage'),
        settingsPage('conflicts', 'ConflictsPage'),
        settingsPage('conflicts/$conflictId', 'ConflictPage'),
        settingsPage('alerts', 'AlertsPage'),
        settingsPage('storage', 'StoragePage'),
        settingsPage('retention', 'RetentionPage'),
        settingsPage('trash', 'TrashPage'),
        settingsPage('holds', 'HoldsPage'),
        settingsPage('erasures', 'ErasuresPage'),
        settingsPage('emergencies', 'EmergenciesPage'),
        settingsPage('audit', 'AuditPage'),
        settingsPage('about', 'AboutPage'),
      ]),
    ]),
  ]),
]);

export function createAppRouter(context: RouterContext) {
  return createRouter({
    routeTree,
    context,
    defaultPreload: 'intent',
    defaultPendingComponent: PagePending,
    defaultErrorComponent: PageError,
    scrollRestoration: true,
    // Addresses stay readable: `?modality=CT,MR` instead of JSON in percent signs.
    parseSearch: parseSearchWith((value) => value),
    stringifySearch: stringifySearchWith(String),
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}

/** Leaves a page whose session has ended. The pages that stand without one stay. */
export async function goToSignIn(router: ReturnType<typeof createAppRouter>): Promise<void> {
  const { location } = router.state;
  const open: readonly string[] = [pagePaths.signIn, pagePaths.join, pagePaths.handIn, pagePaths.setup];
  if (open.includes(location.pathname)) return;
  await router.navigate({ to: pagePaths.signIn, search: wayBack(location), replace: true });
}

/** Where sign-in leads afterwards; the start needs no mention. */
function wayBack({ pathname, href }: { readonly pathname: string; readonly href: string }): { next?: string } {
  return pathname === '/' || href === pagePaths.studies ? {} : { next: href };
}

/** Only addresses of this origin: `//other.example` would lead away from it. */
function isOwnPage(address: string): boolean {
  return /^\/(?![/\\])/.test(address);
}
