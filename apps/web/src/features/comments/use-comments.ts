/** How much the care teams of the reader say about a study, in words and as a number. */

import { useQuery } from '@tanstack/react-query';
import { useClient } from '../../api/client-context.tsx';
import { commentsQuery } from '../../api/queries.ts';
import { useWords } from '../../languages/language-provider.tsx';

export function useComments(studyId: string): { readonly label: string; readonly count: number } {
  const t = useWords();
  const { data } = useQuery(commentsQuery(useClient(), studyId));
  const count = data?.comments.filter(({ text }) => text !== undefined).length ?? 0;
  return { label: count === 0 ? t('comments.title') : t('comments.count', { count }), count };
}
