/** How far the import has come, what it came to, and where the studies are. */

import { Button, Group, Paper, Progress, Stack, Text } from '@mantine/core';
import { IconArrowRight } from '@tabler/icons-react';
import { pagePaths } from '../../pages/page-paths.ts';
import { formatFileSize } from '../../ui/file-size.ts';
import { ButtonLink } from '../shell/links.tsx';
import { useImport } from './import-context.tsx';
import { type ImportTotals, progressOf } from './import-item.ts';

export function ImportSummary() {
  const { session, snapshot } = useImport();
  const { totals, running, studies } = snapshot;
  const again = totals.byState.failed + totals.byState.cancelled;
  return (
    <Paper withBorder radius="lg" p="lg" bg="var(--iso-surface)">
      <Stack gap="sm">
        <Group justify="space-between" gap="xs">
          <Text fw={600} role="status">
            {running ? `Importing ${totals.filesDone} of ${totals.files} files` : headline(totals)}
          </Text>
          <Group gap="xs">
            {running && (
              <Button variant="default" size="xs" onClick={() => session.cancel()}>
                Cancel
              </Button>
            )}
            {!running && again > 0 && (
              <Button size="xs" onClick={() => session.retry()}>
                Try {again} again
              </Button>
            )}
            {!running && (
              <Button variant="default" size="xs" onClick={() => session.clear()}>
                Clear list
              </Button>
            )}
          </Group>
        </Group>
        <Progress
          value={progressOf(totals) * 100}
          size={8}
          {...(!running && again > 0 ? { color: 'orange' } : {})}
          aria-label="Import"
        />
        <Group gap="lg">
          <Count label="stored" value={totals.byState.stored} />
          <Count label="already here" value={totals.byState.duplicate} />
          <Count label="conflicts" value={totals.byState.conflict} />
          <Count label="not taken" value={totals.byState.refused} />
          <Count label="failed" value={totals.byState.failed} />
          <Count label="cancelled" value={totals.byState.cancelled} />
          <Text fz="sm" c="dimmed" className="tabular" ms="auto">
            {formatFileSize(totals.sentBytes)} of {formatFileSize(totals.lengthBytes)}
          </Text>
        </Group>
        {studies.length > 0 && (
          <Group gap="xs" pt={4}>
            {studies.slice(0, 12).map((study, index) => (
              <StudyLink
                key={study.studyInstanceUid}
                study={study}
                label={studies.length === 1 ? 'Open the study' : `Study ${index + 1}`}
              />
            ))}
            {studies.length > 12 && (
              <ButtonLink to={pagePaths.studies} variant="subtle" size="xs">
                {studies.length - 12} more in the list
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
  const text = `${label} · ${study.files} ${study.files === 1 ? 'file' : 'files'}`;
  const common = { variant: 'light', size: 'xs', rightSection: <IconArrowRight size={14} /> } as const;
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
  if (value === 0) return null;
  return (
    <Text fz="sm" className="tabular">
      <Text component="span" fw={600}>
        {value}
      </Text>{' '}
      {label}
    </Text>
  );
}

function headline({ byState, files }: ImportTotals): string {
  if (byState.failed + byState.cancelled > 0) return 'Import ended early';
  const taken = byState.stored + byState.duplicate + byState.conflict;
  return taken === files ? 'Everything is here' : `${taken} of ${files} files are here`;
}
