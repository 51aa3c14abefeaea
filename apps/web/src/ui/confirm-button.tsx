/** A button whose effect cannot be taken back: a dialog says what it is before anything happens. */

import { Button, Group, Modal, Text } from '@mantine/core';
import { type ReactElement, type ReactNode, useState } from 'react';

export type ConfirmButtonProps = {
  /** Draws the button; it opens the dialog. */
  readonly trigger: (open: () => void) => ReactElement;
  readonly title: string;
  readonly children: ReactNode;
  /** What the button in the dialog says: the deed, not "OK". */
  readonly action: string;
  readonly onConfirm: () => void;
};

export function ConfirmButton({ trigger, title, children, action, onConfirm }: ConfirmButtonProps) {
  const [opened, setOpened] = useState(false);
  const close = () => setOpened(false);
  return (
    <>
      {trigger(() => setOpened(true))}
      <Modal opened={opened} onClose={close} title={title} size="sm">
        <Text fz="sm">{children}</Text>
        <Group justify="flex-end" mt="lg" gap="xs">
          <Button variant="default" onClick={close} data-autofocus>
            Cancel
          </Button>
          <Button
            color="red"
            onClick={() => {
              close();
              onConfirm();
            }}
          >
            {action}
          </Button>
        </Group>
      </Modal>
    </>
  );
}
