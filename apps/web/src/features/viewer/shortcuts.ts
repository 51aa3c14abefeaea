/** The keys of the viewer: one table for the keyboard, the tooltips and the help. */

import type { WordKey } from '../../languages/catalogue.ts';
import type { PrimaryTool } from './engine/viewer-tools.ts';

export type ViewerCommand =
  | { readonly kind: 'tool'; readonly tool: PrimaryTool }
  | { readonly kind: 'step'; readonly delta: number }
  | { readonly kind: 'edge'; readonly edge: 'first' | 'last' }
  | { readonly kind: 'series'; readonly step: 1 | -1 }
  | { readonly kind: 'zoom'; readonly factor: number }
  /** Screen pixels by which the picture is moved. */
  | { readonly kind: 'pan'; readonly x: number; readonly y: number }
  | { readonly kind: 'preset'; readonly place: number }
  | { readonly kind: SimpleCommand };

export type SimpleCommand =
  | 'auto-window'
  | 'rotate'
  | 'flip-horizontal'
  | 'flip-vertical'
  | 'invert'
  | 'reset'
  | 'play'
  | 'header'
  | 'next-pane'
  | 'clear'
  | 'fullscreen'
  | 'help';

export type Shortcut = {
  /** `KeyboardEvent.key`, letters in lower case, arrows held with Shift as `Shift+ArrowUp`. */
  readonly key: string;
  /** How the key is printed. */
  readonly shown: string;
  readonly label: WordKey;
  readonly command: ViewerCommand;
};

const key = (name: string, shown: string, label: WordKey, command: ViewerCommand): Shortcut => ({
  key: name,
  shown,
  label,
  command,
});

/** How far one press of an arrow moves the picture. */
const panStepPx = 40;

export const shortcutGroups: readonly { readonly title: WordKey; readonly shortcuts: readonly Shortcut[] }[] = [
  {
    title: 'viewer.moving',
    shortcuts: [
      key('ArrowDown', '↓', 'viewer.nextImage', { kind: 'step', delta: 1 }),
      key('ArrowUp', '↑', 'viewer.previousImage', { kind: 'step', delta: -1 }),
      key('PageDown', 'Page ↓', 'viewer.tenOn', { kind: 'step', delta: 10 }),
      key('PageUp', 'Page ↑', 'viewer.tenBack', { kind: 'step', delta: -10 }),
      key('Home', 'Home', 'viewer.firstImage', { kind: 'edge', edge: 'first' }),
      key('End', 'End', 'viewer.lastImage', { kind: 'edge', edge: 'last' }),
      key(']', ']', 'viewer.nextSeries', { kind: 'series', step: 1 }),
      key('[', '[', 'viewer.previousSeries', { kind: 'series', step: -1 }),
      key('n', 'N', 'viewer.nextPane', { kind: 'next-pane' }),
      key(' ', 'Space', 'viewer.playOrStop', { kind: 'play' }),
    ],
  },
  {
    title: 'viewer.leftButton',
    shortcuts: [
      key('w', 'W', 'viewer.window', { kind: 'tool', tool: 'window' }),
      key('s', 'S', 'viewer.scroll', { kind: 'tool', tool: 'scroll' }),
      key('z', 'Z', 'viewer.zoom', { kind: 'tool', tool: 'zoom' }),
      key('p', 'P', 'viewer.pan', { kind: 'tool', tool: 'pan' }),
      key('l', 'L', 'viewer.length', { kind: 'tool', tool: 'length' }),
      key('a', 'A', 'viewer.angle', { kind: 'tool', tool: 'angle' }),
      key('e', 'E', 'viewer.ellipse', { kind: 'tool', tool: 'ellipse' }),
      key('q', 'Q', 'viewer.rectangle', { kind: 'tool', tool: 'rectangle' }),
      key('v', 'V', 'viewer.probe', { kind: 'tool', tool: 'probe' }),
    ],
  },
  {
    title: 'viewer.picture',
    shortcuts: [
      ...Array.from({ length: 9 }, (_, place) =>
        key(`${place + 1}`, `${place + 1}`, 'viewer.presets', { kind: 'preset', place }),
      ),
      key('0', '0', 'viewer.automaticWindow', { kind: 'auto-window' }),
      key('+', '+', 'viewer.larger', { kind: 'zoom', factor: 1.2 }),
      key('-', '−', 'viewer.smaller', { kind: 'zoom', factor: 1 / 1.2 }),
      key('Shift+ArrowLeft', 'Shift ←', 'viewer.moveLeft', { kind: 'pan', x: -panStepPx, y: 0 }),
      key('Shift+ArrowRight', 'Shift →', 'viewer.moveRight', { kind: 'pan', x: panStepPx, y: 0 }),
      key('Shift+ArrowUp', 'Shift ↑', 'viewer.moveUp', { kind: 'pan', x: 0, y: -panStepPx }),
      key('Shift+ArrowDown', 'Shift ↓', 'viewer.moveDown', { kind: 'pan', x: 0, y: panStepPx }),
      key('r', 'R', 'viewer.rotate90', { kind: 'rotate' }),
      key('x', 'X', 'viewer.mirrorSides', { kind: 'flip-horizontal' }),
      key('y', 'Y', 'viewer.mirrorEnds', { kind: 'flip-vertical' }),
      key('i', 'I', 'viewer.invert', { kind: 'invert' }),
      key('Escape', 'Esc', 'viewer.reset', { kind: 'reset' }),
      key('Delete', 'Del', 'viewer.clear', { kind: 'clear' }),
    ],
  },
  {
    title: 'viewer.windows',
    shortcuts: [
      key('h', 'H', 'viewer.header', { kind: 'header' }),
      key('f', 'F', 'viewer.fullScreen', { kind: 'fullscreen' }),
      key('?', '?', 'viewer.thisList', { kind: 'help' }),
    ],
  },
];

const byKey = new Map(shortcutGroups.flatMap((group) => group.shortcuts).map((shortcut) => [shortcut.key, shortcut]));

export type PressedKey = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

/** Returns what a key asks for; keys held with Ctrl, Alt or Command belong to the browser. */
export function findCommand(pressed: PressedKey): ViewerCommand | undefined {
  if (pressed.ctrlKey || pressed.metaKey || pressed.altKey) return undefined;
  // Of letters and signs, Shift only makes another letter or sign.
  const shift = pressed.shiftKey && pressed.key.startsWith('Arrow') ? 'Shift+' : '';
  const name = pressed.key.length === 1 ? pressed.key.toLowerCase() : `${shift}${pressed.key}`;
  return byKey.get(name === '=' ? '+' : name)?.command;
}

/** The key of a command as it is printed, for tooltips. */
export function shownKey(wanted: ViewerCommand): string | undefined {
  const text = JSON.stringify(wanted);
  for (const { command, shown } of byKey.values()) if (JSON.stringify(command) === text) return shown;
  return undefined;
}
