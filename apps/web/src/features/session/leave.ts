/**
 * The end of a session on this page, however it comes: everything that was read with it is forgotten, what is being sent
 * stops, and sign-in takes the place of the page, without a question to a node that may not answer. The pictures go with
 * the viewer, which does not outlive its page.
 */

import type { QueryClient } from '@tanstack/react-query';
import { createContext, useContext } from 'react';
import type { ImportSession } from '../import/import-session.ts';

export type Leaving = {
  /** Forgets what was read. The list of an import stays for its own user alone, who may take it up again. */
  readonly forgetEverything: () => void;
  /** Forgets, and leads to sign-in and back to this page. */
  readonly leave: () => void;
};

export type LeavingDeps = {
  readonly queryClient: QueryClient;
  readonly imports: ImportSession;
  readonly goToSignIn: () => Promise<void>;
};

export function createLeaving({ queryClient, imports, goToSignIn }: LeavingDeps): Leaving {
  let leaving = false;
  const forgetEverything = () => {
    imports.cancel();
    queryClient.clear();
  };
  const leave = () => {
    // Several answers say so at once, and what still stands on the page asks again while it goes.
    if (leaving) return;
    leaving = true;
    forgetEverything();
    void goToSignIn().finally(() => {
      leaving = false;
    });
  };
  return { forgetEverything, leave };
}

export const LeavingContext = createContext<Leaving | undefined>(undefined);

export function useLeaving(): Leaving {
  const leaving = useContext(LeavingContext);
  if (leaving === undefined) throw new Error('useLeaving needs a LeavingContext above it.');
  return leaving;
}
