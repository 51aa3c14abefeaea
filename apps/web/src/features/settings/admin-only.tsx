/** Stands in place of what only administrators, or privacy officers as well, may see, and says whom to ask. */

import { Alert } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useWords } from '../../languages/language-provider.tsx';
import { useMay } from '../session/use-session.ts';

type AdminOnlyProps = {
  /** Default: `administer`. */
  readonly permission?: 'administer' | 'privacy';
  readonly children: ReactNode;
};

export function AdminOnly({ permission = 'administer', children }: AdminOnlyProps) {
  const t = useWords();
  if (useMay(permission)) return children;
  return (
    <Alert variant="light" color="gray" icon={<IconLock size={18} />} title={t('shared.forAdministrators')}>
      {t('shared.forAdministratorsDetail')}
    </Alert>
  );
}
