/** Where identity was found in what was cleaned, of which kind, and what stands around it. */

import type { DeidHeld, DeidHeldDetail } from '@isocenter/contract/deid-projects';
import { Button, Text } from '@mantine/core';
import { useClient } from '../../api/client-context.tsx';
import { keys } from '../../api/queries.ts';
import { useWords } from '../../languages/language-provider.tsx';
import { ConfirmButton } from '../../ui/confirm-button.tsx';
import { useChange } from '../settings/use-change.ts';
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
            <>
              <Text fz="sm" className={classes.context} dir="auto">
                {found.context}
              </Text>
              <AllowWord words={found.words ?? []} />
            </>
          )}
        </li>
      ))}
    </ul>
  );
}

/** A word of letters that was taken for identity and is none; shown only to whoever asks for it. */
function AllowWord({ words }: { readonly words: readonly string[] }) {
  const t = useWords();
  const client = useClient();
  const [word] = words;
  const allow = useChange({
    perform: (term: string) => client.addDeidTerm({ body: { list: 'allow', term, source: 'case' } }),
    touches: [keys.deidTerms, keys.deidHeld, keys.deidPreviews],
    done: t('deid.termAdded'),
  });
  if (words.length !== 1 || word === undefined || !/^[\p{L}\p{M}'’-]+$/u.test(word)) return null;
  return (
    <ConfirmButton
      title={t('deid.allowQuestion')}
      action={t('deid.allowAction')}
      onConfirm={() => allow.mutate(word)}
      trigger={(open) => (
        <Button mt={6} size="compact-xs" variant="subtle" onClick={open}>
          {t('deid.allowWord')}
        </Button>
      )}
    >
      {t('deid.allowDetail', { word: `\u2068${word}\u2069` })}
    </ConfirmButton>
  );
}
