/** A button whose effect cannot be taken back: a dialog says what it is before anything happens. */

import { type ReactElement, useState } from 'react';
import { ConfirmDialog, type ConfirmDialogProps } from './confirm-dialog.tsx';

export type ConfirmButtonProps = Omit<ConfirmDialogProps, 'opened' | 'onClose'> & {
  /** Draws the button; it opens the dialog. */
  readonly trigger: (open: () => void) => ReactElement;
};

export function ConfirmButton({ trigger, ...dialog }: ConfirmButtonProps) {
  const [opened, setOpened] = useState(false);
  return (
    <>
      {trigger(() => setOpened(true))}
      <ConfirmDialog {...dialog} opened={opened} onClose={() => setOpened(false)} />
    </>
  );
}
