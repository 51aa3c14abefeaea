/** "Who can see this, and why": opens the grants of a study. */

import { ActionIcon, Modal, Tooltip } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconUsers } from '@tabler/icons-react';
import { useWords } from '../../languages/language-provider.tsx';
import { AccessPanel } from './access-panel.tsx';

export function AccessButton({ studyId }: { readonly studyId: string }) {
  const t = useWords();
  const [opened, dialog] = useDisclosure(false);
  return (
    <>
      <Tooltip label={t('access.title')}>
        <ActionIcon variant="subtle" color="gray" size={40} aria-label={t('access.title')} onClick={dialog.open}>
          <IconUsers size={20} />
        </ActionIcon>
      </Tooltip>
      <Modal opened={opened} onClose={dialog.close} title={t('access.title')} size="xl">
        <AccessPanel studyId={studyId} />
      </Modal>
    </>
  );
}
