/** Where identity was found in what was cleaned, of which kind, and what stands around it. */

import type { DeidHeld, DeidHeldDetail } from '@isocenter/contract/deid-projects';
import { Text } from '@mantine/core';
import { useWords } from '../../languages/language-provider.tsx';
import classes from './deid.module.css';
import { describeKind } from './deid-words.ts';

export function Findings({ findings }: Pick<DeidHeld, 'findings'>) {
  const t = useWords();
  return findings.map(({ path, kind }) => (
    <Text key={`${path} ${kind}`} fz="xs" c="dimmed">
      {t('deid.findingAt', { kind: describeKind(t, kind), path: `\u2068${path}\u2069` })}
    </Text>
  ));
}

type Found = DeidHeldDetail['findings'][number];

/** Of who may see the study: the text as it would go out, with what was found masked. */
export function FindingsInContext({ findings }: { readonly findings: readonly Found[] }) {
  const t = useWords();
  return (
    <ul className={classes.findings} aria-label={t('deid.whatWasFound')}>
      {findings.map((found) => (
        <li key={`${found.path} ${found.kind}`}>
          <Text fz="sm" fw={560}>
            {describeKind(t, found.kind)}
          </Text>
          <Text fz="xs" c="dimmed">
            {found.name !== undefined && <bdi>{found.name}</bdi>} <bdi className="mono">{found.path}</bdi>
          </Text>
          {found.context === undefined ? (
            <Text fz="xs" c="dimmed">
              {t('deid.noContext')}
            </Text>
          ) : (
            <Text fz="sm" className={classes.context} dir="auto">
              {found.context}
            </Text>
          )}
        </li>
      ))}
    </ul>
  );
}
