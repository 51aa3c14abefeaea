/** Runs the viewer's keys wherever the focus is, except where somebody types or a dialog is open. */

import { useEffect, useRef } from 'react';
import { findCommand, type ViewerCommand } from '../shortcuts.ts';

export function useViewerKeys(run: (command: ViewerCommand) => void, enabled: boolean): void {
  const latest = useRef(run);
  useEffect(() => {
    latest.current = run;
  });
  useEffect(() => {
    if (!enabled) return;
    const press = (event: KeyboardEvent) => {
      if (isTaken(event)) return;
      const command = findCommand(event);
      if (command === undefined) return;
      event.preventDefault();
      latest.current(command);
    };
    // Before anybody below: the measuring tools swallow every key that is pressed over a picture.
    window.addEventListener('keydown', press, true);
    return () => window.removeEventListener('keydown', press, true);
  }, [enabled]);
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
