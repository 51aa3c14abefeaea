/**
 * A menu that opens from a sign. The tip stands around the button, not between it and the menu: there it would keep the button
 * from saying that it opens a menu, and the menu from having its name. It goes while the menu is open.
 */

import { ActionIcon, Menu, type MenuProps, Tooltip } from '@mantine/core';
import { type ReactNode, useState } from 'react';

export type IconMenuProps = Omit<MenuProps, 'opened' | 'onChange' | 'disabled'> & {
  readonly label: string;
  readonly icon: ReactNode;
  /** Default: as `className` has it. */
  readonly size?: number;
  readonly className?: string | undefined;
  /** Why there is nothing to choose; undefined where there is. */
  readonly disabledReason?: string | undefined;
  /** `Menu.Dropdown` */
  readonly children: ReactNode;
};

export function IconMenu({ label, icon, size, className, disabledReason, children, ...menu }: IconMenuProps) {
  const [opened, setOpened] = useState(false);
  const disabled = disabledReason !== undefined;
  return (
    <Menu {...menu} opened={opened && !disabled} onChange={setOpened} disabled={disabled}>
      <Tooltip label={disabledReason ?? label} disabled={opened && !disabled}>
        <Menu.Target>
          <ActionIcon
            variant="subtle"
            color="gray"
            className={className ?? ''}
            aria-label={label}
            {...(disabled ? { 'aria-disabled': true } : {})}
            {...(size === undefined ? {} : { size })}
          >
            {icon}
          </ActionIcon>
        </Menu.Target>
      </Tooltip>
      {children}
    </Menu>
  );
}
