/** Who can see a study and why; and, for whoever looks after privacy, who has looked at it and when. */

import { Modal, SegmentedControl, Stack } from '@mantine/core';
import { useState } from 'react';
import { useWords } from '../../languages/language-provider.tsx';
import { AccessHistoryPanel } from './access-history-panel.tsx';
import { AccessPanel } from './access-panel.tsx';

export type AccessDialogProps = { readonly studyId: string; readonly opened: boolean; readonly onClose: () => void };

export function AccessDialog({ studyId, opened, onClose }: AccessDialogProps) {
  const t = useWords();
  const [shown, setShown] = useState<'may' | 'did'>('may');
  return (
    <Modal opened={opened} onClose={onClose} title={t('access.title')} size="xl">
      <Stack>
        <SegmentedControl
          aria-label={t('access.title')}
          value={shown}
          onChange={(value) => setShown(value === 'did' ? 'did' : 'may')}
          data={[
            { value: 'may', label: t('access.whoMay') },
            { value: 'did', label: t('access.whoDid') },
          ]}
        />
        {shown === 'may' ? <AccessPanel studyId={studyId} /> : <AccessHistoryPanel studyId={studyId} />}
      </Stack>
    </Modal>
  );
}
