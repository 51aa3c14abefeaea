/** Where identity was found in what was cleaned, and of which kind. */

import type { DeidHeld } from '@isocenter/contract/deid-projects';
import { Text } from '@mantine/core';
import { useWords } from '../../languages/language-provider.tsx';

export function Findings({ findings }: Pick<DeidHeld, 'findings'>) {
  const t = useWords();
  return findings.map(({ path, kind }) => (
    <Text key={`${path} ${kind}`} fz="xs" c="dimmed">
      <bdi className="mono">{t('deid.findingAt', { kind, path })}</bdi>
    </Text>
  ));
}
