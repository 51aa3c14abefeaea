/** Stands where somebody looked for a patient and found nothing: the way to what is not granted to them. */

import { Text } from '@mantine/core';
import { useWords } from '../../languages/language-provider.tsx';
import { pagePaths } from '../../pages/page-paths.ts';
import { useSession } from '../session/use-session.ts';
import { AnchorLink } from '../shell/links.tsx';

export function EmergencyHint() {
  const t = useWords();
  const role = useSession()?.user.role;
  // Administrators see everything, and guests open nothing.
  if (role !== 'member') return null;
  return (
    <Text fz="sm" c="dimmed" mt="md">
      {t('emergencies.cannotFind')}{' '}
      <AnchorLink to={pagePaths.emergency} fz="inherit" td="underline">
        {t('emergencies.open')}
      </AnchorLink>
    </Text>
  );
}
