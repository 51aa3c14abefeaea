/** Who is signed in, and leaving. Below the shell there always is somebody. */

import type { SignedInSession } from '@isocenter/contract/session';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useClient } from '../../api/client-context.tsx';
import { keys, sessionQuery } from '../../api/queries.ts';
import { useImport } from '../import/import-context.tsx';

export function useSession(): SignedInSession | undefined {
  const session = useQuery(sessionQuery(useClient())).data;
  return session?.kind === 'signed-in' ? session : undefined;
}

export function useIsAdmin(): boolean {
  return useSession()?.user.role === 'admin';
}

/** Ends the session and forgets everything that was read with it. */
export function useSignOut() {
  const client = useClient();
  const queryClient = useQueryClient();
  const router = useRouter();
  const imports = useImport().session;
  return useMutation({
    mutationFn: () => client.signOut(),
    onSuccess: async () => {
      imports.clear();
      queryClient.clear();
      await router.navigate({ to: '/sign-in' });
    },
  });
}

/** Keeps the session that an answer opened, then goes on to the page that was asked for. */
export function useEnter() {
  const queryClient = useQueryClient();
  const router = useRouter();
  return async (session: SignedInSession, next: string = '/studies') => {
    queryClient.clear();
    queryClient.setQueryData(keys.session, session);
    await router.navigate({ href: next, replace: true });
  };
}
