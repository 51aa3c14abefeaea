/** Who is signed in, and leaving. Below the shell there always is somebody. */

import { ProblemError } from '@isocenter/contract/client';
import { paths } from '@isocenter/contract/paths';
import { type Permission, permissionsOfRole } from '@isocenter/contract/role';
import type { SignedInSession } from '@isocenter/contract/session';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useClient } from '../../api/client-context.tsx';
import { keys, sessionQuery } from '../../api/queries.ts';
import type { Words } from '../../languages/catalogue.ts';
import { useWords } from '../../languages/language-provider.tsx';
import { pagePaths } from '../../pages/page-paths.ts';
import { useImport } from '../import/import-context.tsx';
import { useLeaving } from './leave.ts';
import { watchSession } from './session-watch.ts';

export function useSession(): SignedInSession | undefined {
  const session = useQuery(sessionQuery(useClient())).data;
  return session?.kind === 'signed-in' ? session : undefined;
}

export function useIsAdmin(): boolean {
  return useMay('administer');
}

/** Whether the role of who is signed in has a permission; what it may be used on, the node decides. */
export function useMay(permission: Permission): boolean {
  const role = useSession()?.user.role;
  return role !== undefined && permissionsOfRole[role].includes(permission);
}

/** Leaves the pages when the session ends while they are open, and ties to its user what is being imported. */
export function useSessionEnd(): void {
  const client = useClient();
  const queryClient = useQueryClient();
  const { leave } = useLeaving();
  const imports = useImport().session;
  const session = useQuery(sessionQuery(client)).data;
  useEffect(() => {
    if (session === undefined) return;
    if (session.kind === 'anonymous') {
      leave();
      return;
    }
    imports.belongTo(session.user.id);
    return watchSession(session, {
      ask: () => client.getSession({ signal: AbortSignal.timeout(answerTimeoutMs) }),
      onSession: (found) => queryClient.setQueryData(keys.session, found),
      onEnd: leave,
    });
  }, [session, client, queryClient, leave, imports]);
}

/** How long the node may take to speak of a session or to end it, milliseconds; nobody waits longer to leave. */
const answerTimeoutMs = 5000;

/** Ends the session and forgets everything that was read with it, also where the node does not hear of it. */
export function useSignOut() {
  const t = useWords();
  const client = useClient();
  const { forgetEverything } = useLeaving();
  const router = useRouter();
  const imports = useImport().session;
  const isSingleSignOn = useSession()?.isSingleSignOn === true;
  return useMutation({
    mutationFn: () => client.signOut({ signal: AbortSignal.timeout(answerTimeoutMs) }),
    onSettled: async (_, error) => {
      forgetEverything();
      imports.clear();
      if (isSingleSignOn && error === null) {
        window.location.assign(paths.singleSignOn.signOut());
        return;
      }
      await router.navigate({ to: pagePaths.signIn });
      const isOver = error === null || (error instanceof ProblemError && error.status === 401);
      if (!isOver) await warnOfOpenSession(t);
    },
  });
}

async function warnOfOpenSession(t: Words): Promise<void> {
  const { notifications } = await import('@mantine/notifications');
  notifications.show({
    title: t('shell.sessionOpen'),
    message: t('shell.sessionOpenDetail'),
    color: 'orange',
    autoClose: false,
  });
}

/** Keeps the session that an answer opened, then goes on to the page that was asked for. */
export function useEnter() {
  const queryClient = useQueryClient();
  const router = useRouter();
  const imports = useImport().session;
  return async (session: SignedInSession, next: string = pagePaths.studies) => {
    imports.belongTo(session.user.id);
    queryClient.clear();
    queryClient.setQueryData(keys.session, session);
    await router.navigate({ href: next, replace: true });
  };
}
