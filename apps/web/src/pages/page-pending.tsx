/** What stands in place of a page while it is on its way; quiet, since it is mostly gone at once. */

import { Center, Loader } from '@mantine/core';
import { useWords } from '../languages/language-provider.tsx';

export function PagePending() {
  const t = useWords();
  return (
    <Center h="50vh" role="status" aria-label={t('shared.loading')}>
      <Loader size="sm" type="dots" />
    </Center>
  );
}
