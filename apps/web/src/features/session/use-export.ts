/**
 * Has a file downloaded that needs a fresh proof: whether it may be is asked first, by a request that the question for the
 * proof belongs to; a link could only fail. After a proof at the identity provider it goes on by itself, once.
 */

import { useEffect, useEffectEvent } from 'react';
import { useChange } from '../settings/use-change.ts';
import { forgetExport, keepExport, takeExport } from './pending-export.ts';
import { useSession } from './use-session.ts';

/** @param ask resolves where the file may be had now */
export function useExport(ask: () => Promise<unknown>) {
  const secret = useSession()?.csrfToken;
  const change = useChange({
    perform: async (address: string) => {
      if (secret !== undefined) await keepExport(address, secret);
      try {
        await ask();
      } finally {
        forgetExport();
      }
      download(address);
    },
    touches: [],
  });
  const goOn = useEffectEvent(async () => {
    const address = secret === undefined ? undefined : await takeExport(secret);
    if (address !== undefined) change.mutate(address);
  });
  useEffect(() => void goOn(), []);
  return { begin: (address: string) => change.mutate(address), isPending: change.isPending };
}

function download(address: string): void {
  const link = document.createElement('a');
  link.href = address;
  link.download = '';
  document.body.append(link);
  link.click();
  link.remove();
}
