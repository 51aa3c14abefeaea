/** Puts the application together: theme, query cache, typed client, router. */

import { createClient } from '@isocenter/contract/client';
import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { MutationCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { useState } from 'react';
import { ClientContext } from './api/client-context.tsx';
import { isWorthRetrying } from './api/problem.ts';
import { keys } from './api/queries.ts';
import { ImportProvider } from './features/import/import-context.tsx';
import { createAppRouter } from './router.tsx';
import { cssVariables, theme } from './ui/theme.ts';

export function App() {
  const [{ client, queryClient, router }] = useState(createServices);
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
      <Notifications position="bottom-right" autoClose={5000} />
      <QueryClientProvider client={queryClient}>
        <ClientContext value={client}>
          <ImportProvider>
            <RouterProvider router={router} />
          </ImportProvider>
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
    mutationCache: new MutationCache(),
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
