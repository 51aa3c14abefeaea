/** How far the import has come, what it came to, and where the studies are. */

import { Button, Group, Paper, Progress, Stack, Text } from '@mantine/core';
import { IconArrowRight } from '@tabler/icons-react';
import type { Words } from '../../languages/catalogue.ts';
import { useWords } from '../../languages/language-provider.tsx';
import { useFormats } from '../../languages/use-formats.ts';
import { pagePaths } from '../../pages/page-paths.ts';
import { ButtonLink } from '../shell/links.tsx';
import { useImport } from './import-context.tsx';
import { type ImportTotals, progressOf } from './import-item.ts';

export function ImportSummary() {
  const t = useWords();
  const formats = useFormats();
  const { session, snapshot } = useImport();
  const { totals, running, studies } = snapshot;
  const again = totals.byState.failed + totals.byState.cancelled;
  return (
    <Paper withBorder radius="lg" p="lg" bg="var(--iso-surface)">
      <Stack gap="sm">
        <Group justify="space-between" gap="xs">
          <Text fw={600} role="status">
            {running ? t('imports.importing', { done: totals.filesDone, count: totals.files }) : headline(t, totals)}
          </Text>
          <Group gap="xs">
            {running && (
              <Button variant="default" size="xs" onClick={() => session.cancel()}>
                {t('shared.cancel')}
              </Button>
            )}
            {!running && again > 0 && (
              <Button size="xs" onClick={() => session.retry()}>
                {t('imports.tryCount', { count: again })}
              </Button>
            )}
            {!running && (
              <Button variant="default" size="xs" onClick={() => session.clear()}>
                {t('imports.clearList')}
              </Button>
            )}
          </Group>
        </Group>
        <Progress
          value={progressOf(totals) * 100}
          size={8}
          {...(!running && again > 0 ? { color: 'orange' } : {})}
          aria-label={t('imports.title')}
        />
        <Group gap="lg">
          <Count label={t('imports.storedCount')} value={totals.byState.stored} />
          <Count label={t('imports.duplicateCount')} value={totals.byState.duplicate} />
          <Count label={t('imports.conflictCount')} value={totals.byState.conflict} />
          <Count label={t('imports.refusedCount')} value={totals.byState.refused} />
          <Count label={t('imports.failedCount')} value={totals.byState.failed} />
          <Count label={t('imports.cancelledCount')} value={totals.byState.cancelled} />
          <Text fz="sm" c="dimmed" className="tabular" ms="auto">
            {t('imports.bytesOf', {
              done: formats.fileSize(totals.sentBytes),
              total: formats.fileSize(totals.lengthBytes),
            })}
          </Text>
        </Group>
        {studies.length > 0 && (
          <Group gap="xs" pt={4}>
            {studies.slice(0, 12).map((study, index) => (
              <StudyLink
                key={study.studyInstanceUid}
                study={study}
                label={studies.length === 1 ? t('imports.openStudy') : t('imports.studyNumber', { number: index + 1 })}
              />
            ))}
            {studies.length > 12 && (
              <ButtonLink to={pagePaths.studies} variant="subtle" size="xs">
                {t('imports.moreInList', { count: studies.length - 12 })}
              </ButtonLink>
            )}
          </Group>
        )}
      </Stack>
    </Paper>
  );
}

type Study = ReturnType<typeof useImport>['snapshot']['studies'][number];

function StudyLink({ study, label }: { readonly study: Study; readonly label: string }) {
  const t = useWords();
  const text = `${label} · ${t('imports.fileCount', { count: study.files })}`;
  const common = {
    variant: 'light',
    size: 'xs',
    rightSection: <IconArrowRight size={14} className="pointing" />,
  } as const;
  // Without an id the index has not caught up yet: the list finds the study by its UID.
  return study.studyId === undefined ? (
    <ButtonLink to={pagePaths.studies} search={{ q: study.studyInstanceUid }} {...common}>
      {text}
    </ButtonLink>
  ) : (
    <ButtonLink to={pagePaths.study} params={{ studyId: study.studyId }} {...common}>
      {text}
    </ButtonLink>
  );
}

function Count({ label, value }: { readonly label: string; readonly value: number }) {
  const formats = useFormats();
  if (value === 0) return null;
  return (
    <Text fz="sm" className="tabular">
      <Text component="span" fw={600}>
        {formats.number(value)}
      </Text>{' '}
      {label}
    </Text>
  );
}

function headline(t: Words, { byState, files }: ImportTotals): string {
  if (byState.failed + byState.cancelled > 0) return t('imports.endedEarly');
  const taken = byState.stored + byState.duplicate + byState.conflict;
  return taken === files ? t('imports.everything') : t('imports.someHere', { taken, count: files });
}
