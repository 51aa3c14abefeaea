/** Hands the `fetch` for what the typed client does not ask to the components below: pixels, headers, thumbnails. */

import { createContext, useContext } from 'react';

export const NodeFetchContext = createContext<typeof fetch | undefined>(undefined);

/** Marks what is asked in the background, and tells when the session has ended. */
export function useNodeFetch(): typeof fetch {
  const nodeFetch = useContext(NodeFetchContext);
  if (nodeFetch === undefined) throw new Error('useNodeFetch needs a NodeFetchContext above it.');
  return nodeFetch;
}
