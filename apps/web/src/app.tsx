/** Puts the application together: language, theme, query cache, typed client, router. */

import { createClient } from '@isocenter/contract/client';
import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { lazy, Suspense, useMemo, useState } from 'react';
import { ClientContext } from './api/client-context.tsx';
import { NodeFetchContext } from './api/node-fetch-context.tsx';
import { markBackground, Presence } from './api/presence.ts';
import { isWorthRetrying } from './api/problem.ts';
import { sessionQuery } from './api/queries.ts';
import { ImportProvider } from './features/import/import-context.tsx';
import { ImportSession } from './features/import/import-session.ts';
import { createUpload } from './features/import/upload.ts';
import { createLeaving, LeavingContext } from './features/session/leave.ts';
import { settleReturn } from './features/session/pending-export.ts';
import { StepUp } from './features/session/step-up.ts';
import { StepUpDialog } from './features/session/step-up-dialog.tsx';
import { LanguageProvider, type LoadedLanguage, useWords } from './languages/language-provider.tsx';
import { createAppRouter, goToSignIn } from './router.tsx';
import { DarkPageContext } from './ui/dark-page.tsx';
import { cssVariables, labelled, theme } from './ui/theme.ts';

/** Nothing is told before the first page stands. */
const Notifications = lazy(async () => ({ default: (await import('@mantine/notifications')).Notifications }));

export function App({ initial }: { readonly initial: LoadedLanguage }) {
  return (
    <LanguageProvider initial={initial}>
      <ThemedApp />
    </LanguageProvider>
  );
}

function ThemedApp() {
  const t = useWords();
  const themed = useMemo(() => labelled(theme, { close: t('shared.close') }), [t]);
  const [{ client, nodeFetch, queryClient, imports, leaving, router, stepUp }] = useState(createServices);
  const [isDarkPage, setDarkPage] = useState(false);
  return (
    <MantineProvider
      theme={themed}
      cssVariablesResolver={cssVariables}
      defaultColorScheme="auto"
      {...(isDarkPage ? { forceColorScheme: 'dark' } : {})}
    >
      <Suspense fallback={null}>
        <Notifications position="bottom-right" autoClose={5000} />
      </Suspense>
      <QueryClientProvider client={queryClient}>
        <ClientContext value={client}>
          <NodeFetchContext value={nodeFetch}>
            <LeavingContext value={leaving}>
              <DarkPageContext value={setDarkPage}>
                <ImportProvider session={imports}>
                  <RouterProvider router={router} />
                  <StepUpDialog stepUp={stepUp} />
                </ImportProvider>
              </DarkPageContext>
            </LeavingContext>
          </NodeFetchContext>
        </ClientContext>
      </QueryClientProvider>
    </MantineProvider>
  );
}

function createServices() {
  settleReturn(window);
  const queryClient: QueryClient = new QueryClient({
    defaultOptions: {
      queries: { retry: (count, error) => count < 2 && isWorthRetrying(error), refetchOnWindowFocus: true },
    },
  });
  const marked = markBackground((input, init) => fetch(input, init), new Presence(window));
  const stepUp = new StepUp();
  const client = createClient({
    fetch: marked,
    onStepUp: () => stepUp.ask(),
    onUnauthenticated: ({ code }) => {
      // A wrong present password, typed to change it, ends nothing.
      if (code !== 'wrong-credentials') leaving.leave();
    },
  });
  const nodeFetch: typeof fetch = async (input, init) => {
    const response = await marked(input, init);
    if (response.status === 401) leaving.leave();
    return response;
  };
  const csrfToken = async () => {
    const session = await queryClient.ensureQueryData(sessionQuery(client));
    return session.kind === 'signed-in' ? session.csrfToken : undefined;
  };
  const imports = new ImportSession(createUpload({ csrfToken, onUnauthenticated: () => leaving.leave() }));
  const router = createAppRouter({ client, queryClient });
  const leaving = createLeaving({ queryClient, imports, goToSignIn: () => goToSignIn(router) });
  return { client, nodeFetch, queryClient, imports, leaving, router, stepUp };
}
