/**
 * Looks after the end of a session while its pages are open: asks the node when it ends, again at that moment, and at least
 * every five minutes in between, since clocks differ and accounts are disabled. Where the node does not answer, the end
 * that it told last counts: a screen nobody is at must not show patients for ever.
 */

import type { Session, SignedInSession } from '@isocenter/contract/session';

/** Milliseconds between two questions at most, and at least. */
const longestMs = 5 * 60_000;
const shortestMs = 15_000;

export type SessionWatchOptions = {
  readonly ask: () => Promise<Session>;
  readonly onSession: (session: SignedInSession) => void;
  /** Called once; the watch is over then. */
  readonly onEnd: () => void;
  readonly now?: () => number;
};

/** Begins to watch. Returns the function that stops it. */
export function watchSession(first: SignedInSession, options: SessionWatchOptions): () => void {
  const { ask, onSession, onEnd, now = Date.now } = options;
  let session = first;
  let stopped = false;
  let timer = setTimeout(look, delayOf(session, now()));

  async function look(): Promise<void> {
    const found = await ask().catch(() => undefined); // No answer is no end, as long as time is left.
    if (stopped) return;
    if (found?.kind === 'anonymous' || (found === undefined && endOf(session) <= now())) {
      stopped = true;
      onEnd();
      return;
    }
    if (found !== undefined) {
      session = found;
      onSession(found);
    }
    if (stopped) return; // By whoever heard of it.
    timer = setTimeout(look, delayOf(session, now()));
  }

  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}

function endOf({ idleExpiresAt, expiresAt }: SignedInSession): number {
  return Math.min(Date.parse(idleExpiresAt), Date.parse(expiresAt));
}

function delayOf(session: SignedInSession, now: number): number {
  return Math.min(longestMs, Math.max(shortestMs, endOf(session) - now));
}
