/** The first stop of the tab key: jumps over the navigation to the page (WCAG 2.2 §2.4.1). */

import { useWords } from '../languages/language-provider.tsx';
import classes from './skip-link.module.css';

export function SkipLink({ targetId }: { readonly targetId: string }) {
  const t = useWords();
  return (
    <a className={classes.link} href={`#${targetId}`}>
      {t('shared.skipToContent')}
    </a>
  );
}
