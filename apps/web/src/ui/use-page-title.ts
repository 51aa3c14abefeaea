/** Names the browser's tab after the page. No name of a patient: tabs are read over shoulders and kept in histories. */

import { useEffect } from 'react';

export function usePageTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Isocenter`;
  }, [title]);
}
