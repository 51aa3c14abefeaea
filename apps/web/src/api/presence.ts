/**
 * Whether somebody is at this page: pressed a key, moved the mouse or touched the screen a short while ago. What is asked
 * while nobody is says so, and does not count as use of the session.
 */

import { backgroundHeader } from '@isocenter/contract/headers';

/** How long after the last key or movement somebody counts as present: as long as between two looks at the session. */
export const presentMs = 5 * 60_000;

const inputs = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'];

export class Presence {
  readonly #now: () => number;
  #lastInputAt: number;

  /** Opening the page is the first thing that somebody does. */
  constructor(target: EventTarget, now: () => number = Date.now) {
    this.#now = now;
    this.#lastInputAt = now();
    const note = () => {
      this.#lastInputAt = this.#now();
    };
    for (const input of inputs) target.addEventListener(input, note, { capture: true, passive: true });
  }

  isSomebodyThere(): boolean {
    return this.#now() - this.#lastInputAt < presentMs;
  }
}

/** Returns a `fetch` that marks what the page asks by itself. */
export function markBackground(fetchOf: typeof fetch, presence: Pick<Presence, 'isSomebodyThere'>): typeof fetch {
  return (input, init) => {
    if (presence.isSomebodyThere()) return fetchOf(input, init);
    const headers = new Headers(init?.headers);
    headers.set(backgroundHeader, '1');
    return fetchOf(input, { ...init, headers });
  };
}
