/** All keys and gestures at a glance. */

import { Kbd, Modal, Text } from '@mantine/core';
import { shortcutGroups } from '../shortcuts.ts';
import classes from './viewer.module.css';

const gestures = [
  ['Wheel', 'Scroll'],
  ['Left button, one finger', 'The chosen tool'],
  ['Right button', 'Zoom'],
  ['Middle button', 'Move'],
  ['Two fingers', 'Zoom and move'],
  ['Ctrl and wheel', 'Zoom'],
] as const;

export function Help({ opened, onClose }: { readonly opened: boolean; readonly onClose: () => void }) {
  return (
    <Modal opened={opened} onClose={onClose} title="Keys and gestures" size={860}>
      <div className={classes.help}>
        {shortcutGroups.map(({ title, shortcuts }) => (
          <section key={title}>
            <Text fw={650} fz="sm" mb={6}>
              {title}
            </Text>
            {shortcuts
              .filter(({ command }) => command.kind !== 'preset' || command.place === 0)
              .map(({ key, shown, label, command }) => (
                <div key={key} className={classes.helpRow}>
                  <span>{command.kind === 'preset' ? 'Window presets' : label}</span>
                  <Kbd size="xs">{command.kind === 'preset' ? '1 … 9' : shown}</Kbd>
                </div>
              ))}
          </section>
        ))}
        <section>
          <Text fw={650} fz="sm" mb={6}>
            Mouse and touch
          </Text>
          {gestures.map(([gesture, effect]) => (
            <div key={gesture} className={classes.helpRow}>
              <span>{effect}</span>
              <Text component="span" fz="xs" c="dimmed">
                {gesture}
              </Text>
            </div>
          ))}
        </section>
      </div>
      <Text fz="xs" c="dimmed" mt="md">
        Measurements stay until the study is closed; they are not stored.
      </Text>
    </Modal>
  );
}
