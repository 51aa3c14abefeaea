/** Says what cannot be taken back before it happens; the safe answer is chosen already. */

import { Button, Group, Modal, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useWords } from '../languages/language-provider.tsx';

export type ConfirmDialogProps = {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly title: string;
  readonly children: ReactNode;
  /** What the button says: the deed, not "OK". */
  readonly action: string;
  readonly onConfirm: () => void;
};

export function ConfirmDialog({ opened, onClose, title, children, action, onConfirm }: ConfirmDialogProps) {
  const t = useWords();
  return (
    <Modal opened={opened} onClose={onClose} title={title} size="sm">
      <Text fz="sm">{children}</Text>
      <Group justify="flex-end" mt="lg" gap="xs">
        <Button variant="default" onClick={onClose} data-autofocus>
          {t('shared.cancel')}
        </Button>
        <Button
          color="red.9"
          onClick={() => {
            onClose();
            onConfirm();
          }}
        >
          {action}
        </Button>
      </Group>
    </Modal>
  );
}
