/**
 * Lets a page ask for the dark scheme whatever the person has chosen: beside pictures of the body, bright surfaces blind.
 */

import { createContext, useContext, useLayoutEffect } from 'react';

/** Tells the application whether the present page wants to be dark. */
export const DarkPageContext = createContext<(isDark: boolean) => void>(() => undefined);

export function useDarkPage(): void {
  const setDark = useContext(DarkPageContext);
  useLayoutEffect(() => {
    setDark(true);
    return () => setDark(false);
  }, [setDark]);
}
