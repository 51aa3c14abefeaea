/** Hands the typed client to the components below; it is made once, where the application is put together. */

import type { Client } from '@isocenter/contract/client';
import { createContext, useContext } from 'react';

export const ClientContext = createContext<Client | undefined>(undefined);

export function useClient(): Client {
  const client = useContext(ClientContext);
  if (client === undefined) throw new Error('useClient needs a ClientContext above it.');
  return client;
}
