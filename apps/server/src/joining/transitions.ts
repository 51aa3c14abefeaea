/** The states of a joining and what leads from one to another: the table of `SEMANTICS.md`. */

export type JoiningState =
  | 'asked'
  | 'invited'
  | 'confirmed'
  | 'joined'
  | 'declined'
  | 'withdrawn'
  | 'expired'
  | 'failed';

export type JoiningEvent =
  /** A member asks that who asked be admitted: a link is mailed. */
  | 'admit'
  | 'decline'
  /** Another link is mailed. */
  | 'resend'
  /** The link comes back with a telephone number: a code is sent. */
  | 'confirm'
  /** Another code is sent. */
  | 'send-code'
  /** The code comes back: the privileges are granted. */
  | 'verify'
  /** The last code was tried too often. */
  | 'exhaust'
  | 'withdraw'
  | 'expire';

const transitions: Record<JoiningState, Partial<Record<JoiningEvent, JoiningState>>> = {
  asked: { admit: 'invited', decline: 'declined', withdraw: 'withdrawn', expire: 'expired' },
  invited: { resend: 'invited', confirm: 'confirmed', decline: 'withdrawn', withdraw: 'withdrawn', expire: 'expired' },
  confirmed: {
    ...{ 'send-code': 'confirmed', verify: 'joined', exhaust: 'failed' },
    ...{ resend: 'invited', decline: 'withdrawn', withdraw: 'withdrawn', expire: 'expired' },
  },
  joined: {},
  declined: {},
  withdrawn: {},
  expired: {},
  failed: {},
};

/** States in which something may still happen. */
export const liveStates: readonly JoiningState[] = ['asked', 'invited', 'confirmed'];

/** Returns the state after an event; undefined where the event cannot be. */
export function nextState(state: JoiningState, event: JoiningEvent): JoiningState | undefined {
  return transitions[state][event];
}

const minute = 60_000;
const day = 24 * 60 * minute;

/** How long a joining stays in a live state. */
export const stateLifeMs = { asked: 14 * day, invited: 7 * day, confirmed: 60 * minute } as const;

export const linkLifeMs = 15 * minute;
export const maxLinks = 10;
export const maxCodes = 3;
