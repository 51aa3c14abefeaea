/** Puts the application together: theme, query cache, typed client, router. */

import { createClient } from '@isocenter/contract/client';
import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { ClientContext } from './api/client-context.tsx';
import { isWorthRetrying } from './api/problem.ts';
import { keys } from './api/queries.ts';
import { ImportProvider } from './features/import/import-context.tsx';
import { createAppRouter } from './router.tsx';
import { DarkPageContext } from './ui/dark-page.tsx';
import { cssVariables, theme } from './ui/theme.ts';

/** Nothing is told before the first page stands. */
const Notifications = lazy(async () => ({ default: (await import('@mantine/notifications')).Notifications }));

export function App() {
  const [{ client, queryClient, router }] = useState(createServices);
  const [isDarkPage, setDarkPage] = useState(false);
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      defaultColorScheme="auto"
      {...(isDarkPage ? { forceColorScheme: 'dark' } : {})}
    >
      <Suspense fallback={null}>
        <Notifications position="bottom-right" autoClose={5000} />
      </Suspense>
      <QueryClientProvider client={queryClient}>
        <ClientContext value={client}>
          <DarkPageContext value={setDarkPage}>
            <ImportProvider>
              <RouterProvider router={router} />
            </ImportProvider>
          </DarkPageContext>
        </ClientContext>
      </QueryClientProvider>
    </MantineProvider>
  );
}

function createServices() {
  const queryClient: QueryClient = new QueryClient({
    defaultOptions: {
      queries: { retry: (count, error) => count < 2 && isWorthRetrying(error), refetchOnWindowFocus: true },
    },
  });
  const client = createClient({
    // The session has ended: what is kept belongs to nobody any more, and the guard of the pages leads to sign-in.
    onUnauthenticated: () => {
      queryClient.removeQueries({ queryKey: keys.session });
      void router.invalidate();
    },
  });
  const router = createAppRouter({ client, queryClient });
  return { client, queryClient, router };
}
