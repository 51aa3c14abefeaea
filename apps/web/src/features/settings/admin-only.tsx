/** Stands in place of settings that only administrators may see, and says whom to ask. */

import { Alert } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useIsAdmin } from '../session/use-session.ts';

export function AdminOnly({ children }: { readonly children: ReactNode }) {
  if (useIsAdmin()) return children;
  return (
    <Alert variant="light" color="gray" icon={<IconLock size={18} />} title="For administrators">
      Your account works with studies; an administrator of this node can see and change what is here.
    </Alert>
  );
}
