/** Hands the import of this window to the components below: it outlives the pages. */

import { useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect, useState, useSyncExternalStore } from 'react';
import { useClient } from '../../api/client-context.tsx';
import { sessionQuery } from '../../api/queries.ts';
import { ImportSession, type ImportSnapshot } from './import-session.ts';
import { createUpload } from './upload.ts';

const ImportContext = createContext<ImportSession | undefined>(undefined);

export function ImportProvider({ children }: { readonly children: ReactNode }) {
  const client = useClient();
  const queryClient = useQueryClient();
  const [session] = useState(
    () =>
      new ImportSession(
        createUpload(async () => {
          const now = await queryClient.ensureQueryData(sessionQuery(client));
          return now.kind === 'signed-in' ? now.csrfToken : undefined;
        }),
      ),
  );
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
