/**
 * Runs the viewer's keys while the focus is in the viewer or nowhere. Elsewhere on the page a letter is no command: it may
 * be meant for a screen reader, or come from one that listens (WCAG 2.2, 2.1.4), and arrows scroll what has the focus.
 */

import { type RefObject, useEffect, useRef } from 'react';
import { findCommand, type ViewerCommand } from '../shortcuts.ts';

export type ViewerKeys = {
  readonly root: RefObject<HTMLElement | null>;
  readonly run: (command: ViewerCommand) => void;
  readonly enabled: boolean;
};

export function useViewerKeys({ root, run, enabled }: ViewerKeys): void {
  const latest = useRef(run);
  useEffect(() => {
    latest.current = run;
  });
  useEffect(() => {
    if (!enabled) return;
    const press = (event: KeyboardEvent) => {
      if (!isForViewer(event.target, root.current) || isTaken(event)) return;
      const command = findCommand(event);
      if (command === undefined) return;
      event.preventDefault();
      latest.current(command);
    };
    // Before anybody below: the measuring tools swallow every key that is pressed over a picture.
    window.addEventListener('keydown', press, true);
    return () => window.removeEventListener('keydown', press, true);
  }, [root, enabled]);
}

function isForViewer(target: EventTarget | null, root: HTMLElement | null): boolean {
  if (target === document.body || target === document.documentElement) return true;
  return root !== null && target instanceof Node && root.contains(target);
}

/** Fields take letters, buttons take space and Enter, menus take arrows, dialogs take all. */
function isTaken(event: KeyboardEvent): boolean {
  const { target } = event;
  if (!(target instanceof HTMLElement)) return false;
  if (target.closest('[role="dialog"], [role="menu"]') !== null) return true;
  if (target instanceof HTMLInputElement && target.type === 'range') return false;
  if (target.closest('input, textarea, select, [contenteditable]') !== null) return true;
  return event.key === ' ' && target.closest('button, a') !== null;
}
