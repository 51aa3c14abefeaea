/** The language that is kept with an account: another browser begins with it, and what is chosen anywhere is kept. */

import type { Language } from '@isocenter/contract/language';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useClient } from '../../api/client-context.tsx';
import { keys } from '../../api/queries.ts';
import { useLanguage } from '../../languages/language-provider.tsx';
import { useSession } from './use-session.ts';

/** Shows the pages in the language of whoever has signed in. */
export function useAccountLanguage(): void {
  const kept = useSession()?.user.language;
  const { choose } = useLanguage();
  useEffect(() => {
    if (kept !== undefined) void choose(kept);
  }, [kept, choose]);
}

/** Changes the language of the pages, and of the account of whoever is signed in. */
export function useChooseLanguage(): (language: Language) => Promise<void> {
  const client = useClient();
  const queryClient = useQueryClient();
  const isSignedIn = useSession() !== undefined;
  const { choose } = useLanguage();
  return async (language) => {
    await choose(language);
    if (!isSignedIn) return;
    // Where the node cannot be reached, the pages keep it until they are loaded anew.
    await client.chooseLanguage({ body: { language } }).then(
      () => queryClient.invalidateQueries({ queryKey: keys.session }),
      () => undefined,
    );
  };
}
