/** A point in time: the day and the minute in the way of the reader's country, to the second on hover. */

import { useWords } from '../languages/language-provider.tsx';
import { useFormats } from '../languages/use-formats.ts';

export function Moment({ at }: { readonly at: string | undefined }) {
  const t = useWords();
  const formats = useFormats();
  if (at === undefined) return <span style={{ color: 'var(--mantine-color-dimmed)' }}>{t('shared.never')}</span>;
  return (
    <time dateTime={at} title={formats.exactMoment(at)} style={{ whiteSpace: 'nowrap' }}>
      {formats.moment(at)}
    </time>
  );
}
