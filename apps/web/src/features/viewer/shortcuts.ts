/** The keys of the viewer: one table for the keyboard, the tooltips and the help. */

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
  readonly label: string;
  readonly command: ViewerCommand;
};

const key = (name: string, shown: string, label: string, command: ViewerCommand): Shortcut => ({
  key: name,
  shown,
  label,
  command,
});

/** How far one press of an arrow moves the picture. */
const panStepPx = 40;

export const shortcutGroups: readonly { readonly title: string; readonly shortcuts: readonly Shortcut[] }[] = [
  {
    title: 'Moving',
    shortcuts: [
      key('ArrowDown', '↓', 'Next image', { kind: 'step', delta: 1 }),
      key('ArrowUp', '↑', 'Previous image', { kind: 'step', delta: -1 }),
      key('PageDown', 'Page ↓', 'Ten images on', { kind: 'step', delta: 10 }),
      key('PageUp', 'Page ↑', 'Ten images back', { kind: 'step', delta: -10 }),
      key('Home', 'Home', 'First image', { kind: 'edge', edge: 'first' }),
      key('End', 'End', 'Last image', { kind: 'edge', edge: 'last' }),
      key(']', ']', 'Next series', { kind: 'series', step: 1 }),
      key('[', '[', 'Previous series', { kind: 'series', step: -1 }),
      key('n', 'N', 'Next pane', { kind: 'next-pane' }),
      key(' ', 'Space', 'Play or stop', { kind: 'play' }),
    ],
  },
  {
    title: 'Left button',
    shortcuts: [
      key('w', 'W', 'Window', { kind: 'tool', tool: 'window' }),
      key('s', 'S', 'Scroll', { kind: 'tool', tool: 'scroll' }),
      key('z', 'Z', 'Zoom', { kind: 'tool', tool: 'zoom' }),
      key('p', 'P', 'Move', { kind: 'tool', tool: 'pan' }),
      key('l', 'L', 'Length', { kind: 'tool', tool: 'length' }),
      key('a', 'A', 'Angle', { kind: 'tool', tool: 'angle' }),
      key('e', 'E', 'Ellipse', { kind: 'tool', tool: 'ellipse' }),
      key('q', 'Q', 'Rectangle', { kind: 'tool', tool: 'rectangle' }),
      key('v', 'V', 'Value at a point', { kind: 'tool', tool: 'probe' }),
    ],
  },
  {
    title: 'Picture',
    shortcuts: [
      ...Array.from({ length: 9 }, (_, place) =>
        key(`${place + 1}`, `${place + 1}`, `Window preset ${place + 1}`, { kind: 'preset', place }),
      ),
      key('0', '0', 'Automatic window', { kind: 'auto-window' }),
      key('+', '+', 'Larger', { kind: 'zoom', factor: 1.2 }),
      key('-', '−', 'Smaller', { kind: 'zoom', factor: 1 / 1.2 }),
      key('Shift+ArrowLeft', 'Shift ←', 'Move to the left', { kind: 'pan', x: -panStepPx, y: 0 }),
      key('Shift+ArrowRight', 'Shift →', 'Move to the right', { kind: 'pan', x: panStepPx, y: 0 }),
      key('Shift+ArrowUp', 'Shift ↑', 'Move up', { kind: 'pan', x: 0, y: -panStepPx }),
      key('Shift+ArrowDown', 'Shift ↓', 'Move down', { kind: 'pan', x: 0, y: panStepPx }),
      key('r', 'R', 'Rotate by 90°', { kind: 'rotate' }),
      key('x', 'X', 'Mirror left and right', { kind: 'flip-horizontal' }),
      key('y', 'Y', 'Mirror top and bottom', { kind: 'flip-vertical' }),
      key('i', 'I', 'Invert', { kind: 'invert' }),
      key('Escape', 'Esc', 'Reset', { kind: 'reset' }),
      key('Delete', 'Del', 'Remove the chosen measurement, or all', { kind: 'clear' }),
    ],
  },
  {
    title: 'Windows',
    shortcuts: [
      key('h', 'H', 'Header', { kind: 'header' }),
      key('f', 'F', 'Full screen', { kind: 'fullscreen' }),
      key('?', '?', 'This list', { kind: 'help' }),
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
