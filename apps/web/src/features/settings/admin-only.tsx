/** Stands in place of settings that only administrators may see, and says whom to ask. */

import { Alert } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useWords } from '../../languages/language-provider.tsx';
import { useIsAdmin } from '../session/use-session.ts';

export function AdminOnly({ children }: { readonly children: ReactNode }) {
  const t = useWords();
  if (useIsAdmin()) return children;
  return (
    <Alert variant="light" color="gray" icon={<IconLock size={18} />} title={t('shared.forAdministrators')}>
      {t('shared.forAdministratorsDetail')}
    </Alert>
  );
}
