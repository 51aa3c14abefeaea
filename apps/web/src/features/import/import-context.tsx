/** Hands the import of this window to the components below: it outlives the pages. */

import { createContext, type ReactNode, useContext, useEffect, useSyncExternalStore } from 'react';
import type { ImportSession, ImportSnapshot } from './import-session.ts';

const ImportContext = createContext<ImportSession | undefined>(undefined);

type ImportProviderProps = { readonly session: ImportSession; readonly children: ReactNode };

export function ImportProvider({ session, children }: ImportProviderProps) {
  useLeaveWarning(session);
  return <ImportContext value={session}>{children}</ImportContext>;
}

export function useImport(): { readonly session: ImportSession; readonly snapshot: ImportSnapshot } {
  const session = useContext(ImportContext);
  if (session === undefined) throw new Error('useImport needs an ImportProvider above it.');
  return { session, snapshot: useSyncExternalStore(session.subscribe, session.snapshot) };
}

/** Closing the window would stop the import: the browser asks first. */
function useLeaveWarning(session: ImportSession): void {
  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => {
      if (session.snapshot().running) event.preventDefault();
    };
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [session]);
}
