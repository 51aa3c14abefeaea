/** Import: drop or choose, watch, and see by code why something was not taken. */

import { Group, SegmentedControl, Stack } from '@mantine/core';
import { useState } from 'react';
import { DropZone } from '../features/import/drop-zone.tsx';
import { useImport } from '../features/import/import-context.tsx';
import { isNotTaken } from '../features/import/import-item.ts';
import { ImportList } from '../features/import/import-list.tsx';
import { ImportSummary } from '../features/import/import-summary.tsx';
import { useWords } from '../languages/language-provider.tsx';
import { PageFrame } from '../ui/page-frame.tsx';
import { usePageTitle } from '../ui/use-page-title.ts';

type Shown = 'all' | 'not-taken';

export function ImportPage() {
  const t = useWords();
  usePageTitle(t('imports.title'));
  const { snapshot } = useImport();
  const [shown, setShown] = useState<Shown>('all');
  const { items, totals } = snapshot;
  const notTaken = totals.byState.refused + totals.byState.failed + totals.byState.cancelled;
  const visible = shown === 'all' ? items : items.filter((item) => isNotTaken(item.state));
  return (
    <PageFrame title={t('imports.title')} description={t('imports.description')}>
      <Stack gap="lg">
        <DropZone compact={items.length > 0} />
        {items.length > 0 && (
          <>
            <ImportSummary />
            <Group justify="flex-end">
              <SegmentedControl
                size="xs"
                value={shown}
                onChange={(value) => setShown(value === 'all' ? 'all' : 'not-taken')}
                data={[
                  { value: 'all', label: t('imports.all', { count: totals.files }) },
                  { value: 'not-taken', label: t('imports.notTakenCount', { count: notTaken }) },
                ]}
                aria-label={t('imports.filesShown')}
              />
            </Group>
            <ImportList items={visible} />
          </>
        )}
      </Stack>
    </PageFrame>
  );
}
