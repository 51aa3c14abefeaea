/**
 * An item of a menu that says why it cannot be chosen. It can have the focus while disabled, as the ARIA Authoring Practices
 * have it of menus: one that opens gives the focus to its first item, and a button that is `disabled` takes none.
 */

import { Menu, type MenuItemProps } from '@mantine/core';
import classes from './reason-item.module.css';

export type ReasonItemProps = Omit<MenuItemProps, 'disabled'> & {
  /** Why the item is disabled; undefined where it is not. */
  readonly disabledReason: string | undefined;
  readonly onClick?: () => void;
};

export function ReasonItem({ disabledReason, onClick, ...rest }: ReasonItemProps) {
  if (disabledReason === undefined) return <Menu.Item {...rest} onClick={onClick} />;
  return (
    <Menu.Item
      {...rest}
      className={classes.disabled}
      title={disabledReason}
      aria-disabled
      data-disabled
      closeMenuOnClick={false}
    />
  );
}
