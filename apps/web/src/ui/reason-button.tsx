/**
 * A button that says why it cannot be pressed. It stays in the tab order while disabled, so that the reason is reached by
 * keyboard and read by a screen reader; hiding it would leave people looking for it.
 */

import { Button, type ButtonProps, Tooltip } from '@mantine/core';
import type { MouseEvent, ReactNode } from 'react';

export type ReasonButtonProps = Omit<ButtonProps, 'disabled'> & {
  /** Why the button is disabled; undefined where it is not. */
  readonly disabledReason?: string | undefined;
  readonly onClick?: ((event: MouseEvent<HTMLButtonElement>) => void) | undefined;
  readonly type?: 'button' | 'submit';
  readonly children: ReactNode;
};

export function ReasonButton({ disabledReason, onClick, type = 'button', children, ...rest }: ReasonButtonProps) {
  const disabled = disabledReason !== undefined;
  return (
    <Tooltip label={disabledReason} disabled={!disabled} multiline maw={280}>
      <Button
        {...rest}
        type={disabled ? 'button' : type}
        aria-disabled={disabled}
        {...(disabled ? { 'data-disabled': true } : {})}
        onClick={disabled ? (event: MouseEvent) => event.preventDefault() : onClick}
      >
        {children}
      </Button>
    </Tooltip>
  );
}
