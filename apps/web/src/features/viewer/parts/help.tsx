/** All keys and gestures at a glance. */

import { Kbd, Modal, Text } from '@mantine/core';
import { useWords } from '../../../languages/language-provider.tsx';
import { shortcutGroups } from '../shortcuts.ts';
import classes from './viewer.module.css';

const gestures = [
  ['viewer.wheel', 'viewer.scroll'],
  ['viewer.leftButtonOneFinger', 'viewer.chosenTool'],
  ['viewer.rightButton', 'viewer.zoom'],
  ['viewer.middleButton', 'viewer.pan'],
  ['viewer.twoFingers', 'viewer.zoomAndMove'],
  ['viewer.ctrlAndWheel', 'viewer.zoom'],
] as const;

export function Help({ opened, onClose }: { readonly opened: boolean; readonly onClose: () => void }) {
  const t = useWords();
  return (
    <Modal opened={opened} onClose={onClose} title={t('viewer.keysAndGestures')} size={860}>
      <div className={classes.help}>
        {shortcutGroups.map(({ title, shortcuts }) => (
          <section key={title}>
            <Text fw={650} fz="sm" mb={6}>
              {t(title)}
            </Text>
            {shortcuts
              .filter(({ command }) => command.kind !== 'preset' || command.place === 0)
              .map(({ key, shown, label, command }) => (
                <div key={key} className={classes.helpRow}>
                  <span>{command.kind === 'preset' ? t('viewer.presets') : t(label)}</span>
                  <Kbd size="xs">
                    {command.kind === 'preset' ? '1 … 9' : shown === t('viewer.space') ? t('viewer.space') : shown}
                  </Kbd>
                </div>
              ))}
          </section>
        ))}
        <section>
          <Text fw={650} fz="sm" mb={6}>
            {t('viewer.mouseAndTouch')}
          </Text>
          {gestures.map(([gesture, effect]) => (
            <div key={gesture} className={classes.helpRow}>
              <span>{t(effect)}</span>
              <Text component="span" fz="xs" c="dimmed">
                {t(gesture)}
              </Text>
            </div>
          ))}
        </section>
      </div>
      <Text fz="xs" c="dimmed" mt="md">
        {t('viewer.notStored')}
      </Text>
    </Modal>
  );
}
