/**
 * The DICOM Upper Layer state machine as tables, PS3.8 §9.2.
 *
 * `table` is PS3.8 Table 9-10 with rows and columns exchanged, `actions` are Tables 9-6 to 9-9. An action has no effect
 * of its own: it names effects, which the driver (`upper-layer.ts`) performs in order. Cells that the standard leaves
 * empty are absent here; the driver decides what a step without a cell means.
 */

/** PS3.8 Tables 9-1 to 9-5. */
export const states = [
  /** Idle */
  'Sta1',
  /** Transport connection open, awaiting A-ASSOCIATE-RQ PDU */
  'Sta2',
  /** Awaiting local A-ASSOCIATE response primitive */
  'Sta3',
  /** Awaiting transport connection opening to complete */
  'Sta4',
  /** Awaiting A-ASSOCIATE-AC or A-ASSOCIATE-RJ PDU */
  'Sta5',
  /** Association established and ready for data transfer */
  'Sta6',
  /** Awaiting A-RELEASE-RP PDU */
  'Sta7',
  /** Awaiting local A-RELEASE response primitive */
  'Sta8',
  /** Release collision, requestor side; awaiting A-RELEASE response primitive */
  'Sta9',
  /** Release collision, acceptor side; awaiting A-RELEASE-RP PDU */
  'Sta10',
  /** Release collision, requestor side; awaiting A-RELEASE-RP PDU */
  'Sta11',
  /** Release collision, acceptor side; awaiting A-RELEASE response primitive */
  'Sta12',
  /** Awaiting transport connection close; the association no longer exists */
  'Sta13',
] as const;

export type State = (typeof states)[number];

/** The events of PS3.8 Table 9-10, in its order. */
export const events = [
  'A-ASSOCIATE request',
  'transport connect confirmation',
  'A-ASSOCIATE-AC PDU',
  'A-ASSOCIATE-RJ PDU',
  'transport connection indication',
  'A-ASSOCIATE-RQ PDU',
  'A-ASSOCIATE response accept',
  'A-ASSOCIATE response reject',
  'P-DATA request',
  'P-DATA-TF PDU',
  'A-RELEASE request',
  'A-RELEASE-RQ PDU',
  'A-RELEASE-RP PDU',
  'A-RELEASE response',
  'A-ABORT request',
  'A-ABORT PDU',
  'transport connection closed',
  'ARTIM timer expired',
  'unrecognized or invalid PDU',
] as const;

export type Event = (typeof events)[number];

export type Action =
  | `AE-${1 | 2 | 3 | 4 | 5 | 6 | 7 | 8}`
  | `DT-${1 | 2}`
  | `AR-${1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10}`
  | `AA-${1 | 2 | 3 | 4 | 5 | 6 | 7 | 8}`;

export type Effect =
  | 'connect'
  | 'send A-ASSOCIATE-RQ'
  | 'send A-ASSOCIATE-AC'
  | 'send A-ASSOCIATE-RJ'
  | 'send P-DATA-TF'
  | 'send A-RELEASE-RQ'
  | 'send A-RELEASE-RP'
  /** Source service-user. */
  | 'send A-ABORT'
  /** Source service-provider. */
  | 'send A-P-ABORT'
  | 'indicate A-ASSOCIATE'
  | 'confirm A-ASSOCIATE accept'
  | 'confirm A-ASSOCIATE reject'
  | 'indicate P-DATA'
  | 'indicate A-RELEASE'
  | 'confirm A-RELEASE'
  | 'indicate A-ABORT'
  | 'indicate A-P-ABORT'
  | 'start ARTIM'
  | 'stop ARTIM'
  | 'close transport';

export type Transition = { readonly next: State; readonly effects: readonly Effect[] };

/** What the conditional actions AE-6, AR-8, AA-3 and AA-7 need to know. */
export type Facts = {
  /** We opened the association. */
  readonly isRequestor: boolean;
  /** The A-ASSOCIATE-RQ just received can be indicated to the local user, PS3.8 §9.2.2. */
  readonly isAcceptable: boolean;
  /** The A-ABORT just received names the service-user as its source. */
  readonly isAbortedByUser: boolean;
};

const AE1 = 'AE-1';
const AE2 = 'AE-2';
const AE3 = 'AE-3';
const AE4 = 'AE-4';
const AE5 = 'AE-5';
const AE6 = 'AE-6';
const AE7 = 'AE-7';
const AE8 = 'AE-8';
const DT1 = 'DT-1';
const DT2 = 'DT-2';
const AR1 = 'AR-1';
const AR2 = 'AR-2';
const AR3 = 'AR-3';
const AR4 = 'AR-4';
const AR5 = 'AR-5';
const AR6 = 'AR-6';
const AR7 = 'AR-7';
const AR8 = 'AR-8';
const AR9 = 'AR-9';
const AR10 = 'AR-10';
const AA1 = 'AA-1';
const AA2 = 'AA-2';
const AA3 = 'AA-3';
const AA4 = 'AA-4';
const AA5 = 'AA-5';
const AA6 = 'AA-6';
const AA7 = 'AA-7';
const AA8 = 'AA-8';

/** What every state with an association, or on its way to one, does with a PDU that does not belong there. */
const unexpected = {
  'A-ASSOCIATE-AC PDU': AA8,
  'A-ASSOCIATE-RJ PDU': AA8,
  'A-ASSOCIATE-RQ PDU': AA8,
  'P-DATA-TF PDU': AA8,
  'A-RELEASE-RQ PDU': AA8,
  'A-RELEASE-RP PDU': AA8,
  'A-ABORT request': AA1,
  'A-ABORT PDU': AA3,
  'transport connection closed': AA4,
  'unrecognized or invalid PDU': AA8,
} as const;

const table: Readonly<Record<State, Readonly<Partial<Record<Event, Action>>>>> = {
  Sta1: { 'A-ASSOCIATE request': AE1, 'transport connection indication': AE5 },
  Sta2: {
    'A-ASSOCIATE-AC PDU': AA1,
    'A-ASSOCIATE-RJ PDU': AA1,
    'A-ASSOCIATE-RQ PDU': AE6,
    'P-DATA-TF PDU': AA1,
    'A-RELEASE-RQ PDU': AA1,
    'A-RELEASE-RP PDU': AA1,
    'A-ABORT PDU': AA2,
    'transport connection closed': AA5,
    'ARTIM timer expired': AA2,
    'unrecognized or invalid PDU': AA1,
  },
  Sta3: { ...unexpected, 'A-ASSOCIATE response accept': AE7, 'A-ASSOCIATE response reject': AE8 },
  Sta4: { 'transport connect confirmation': AE2, 'A-ABORT request': AA2, 'transport connection closed': AA4 },
  Sta5: { ...unexpected, 'A-ASSOCIATE-AC PDU': AE3, 'A-ASSOCIATE-RJ PDU': AE4 },
  Sta6: {
    ...unexpected,
    'P-DATA request': DT1,
    'P-DATA-TF PDU': DT2,
    'A-RELEASE request': AR1,
    'A-RELEASE-RQ PDU': AR2,
  },
  Sta7: { ...unexpected, 'P-DATA-TF PDU': AR6, 'A-RELEASE-RQ PDU': AR8, 'A-RELEASE-RP PDU': AR3 },
  Sta8: { ...unexpected, 'P-DATA request': AR7, 'A-RELEASE response': AR4 },
  Sta9: { ...unexpected, 'A-RELEASE response': AR9 },
  Sta10: { ...unexpected, 'A-RELEASE-RP PDU': AR10 },
  Sta11: { ...unexpected, 'A-RELEASE-RP PDU': AR3 },
  Sta12: { ...unexpected, 'A-RELEASE response': AR4 },
  Sta13: {
    'A-ASSOCIATE-AC PDU': AA6,
    'A-ASSOCIATE-RJ PDU': AA6,
    'A-ASSOCIATE-RQ PDU': AA7,
    'P-DATA-TF PDU': AA6,
    'A-RELEASE-RQ PDU': AA6,
    'A-RELEASE-RP PDU': AA6,
    'A-ABORT PDU': AA2,
    'transport connection closed': AR5,
    'ARTIM timer expired': AA2,
    'unrecognized or invalid PDU': AA7,
  },
};

const actions: Readonly<Record<Action, Transition | ((facts: Facts) => Transition)>> = {
  'AE-1': { next: 'Sta4', effects: ['connect'] },
  'AE-2': { next: 'Sta5', effects: ['send A-ASSOCIATE-RQ'] },
  'AE-3': { next: 'Sta6', effects: ['confirm A-ASSOCIATE accept'] },
  'AE-4': { next: 'Sta1', effects: ['confirm A-ASSOCIATE reject', 'close transport'] },
  'AE-5': { next: 'Sta2', effects: ['start ARTIM'] },
  'AE-6': ({ isAcceptable }) =>
    isAcceptable
      ? { next: 'Sta3', effects: ['stop ARTIM', 'indicate A-ASSOCIATE'] }
      : { next: 'Sta13', effects: ['stop ARTIM', 'send A-ASSOCIATE-RJ', 'start ARTIM'] },
  'AE-7': { next: 'Sta6', effects: ['send A-ASSOCIATE-AC'] },
  'AE-8': { next: 'Sta13', effects: ['send A-ASSOCIATE-RJ', 'start ARTIM'] },
  'DT-1': { next: 'Sta6', effects: ['send P-DATA-TF'] },
  'DT-2': { next: 'Sta6', effects: ['indicate P-DATA'] },
  'AR-1': { next: 'Sta7', effects: ['send A-RELEASE-RQ'] },
  'AR-2': { next: 'Sta8', effects: ['indicate A-RELEASE'] },
  'AR-3': { next: 'Sta1', effects: ['confirm A-RELEASE', 'close transport'] },
  'AR-4': { next: 'Sta13', effects: ['send A-RELEASE-RP', 'start ARTIM'] },
  'AR-5': { next: 'Sta1', effects: ['stop ARTIM'] },
  'AR-6': { next: 'Sta7', effects: ['indicate P-DATA'] },
  'AR-7': { next: 'Sta8', effects: ['send P-DATA-TF'] },
  'AR-8': ({ isRequestor }) => ({ next: isRequestor ? 'Sta9' : 'Sta10', effects: ['indicate A-RELEASE'] }),
  'AR-9': { next: 'Sta11', effects: ['send A-RELEASE-RP'] },
  'AR-10': { next: 'Sta12', effects: ['confirm A-RELEASE'] },
  'AA-1': { next: 'Sta13', effects: ['send A-ABORT', 'start ARTIM'] },
  'AA-2': { next: 'Sta1', effects: ['stop ARTIM', 'close transport'] },
  'AA-3': ({ isAbortedByUser }) => ({
    next: 'Sta1',
    effects: [isAbortedByUser ? 'indicate A-ABORT' : 'indicate A-P-ABORT', 'close transport'],
  }),
  'AA-4': { next: 'Sta1', effects: ['indicate A-P-ABORT'] },
  'AA-5': { next: 'Sta1', effects: ['stop ARTIM'] },
  'AA-6': { next: 'Sta13', effects: [] },
  'AA-7': { next: 'Sta13', effects: ['send A-P-ABORT'] },
  'AA-8': { next: 'Sta13', effects: ['send A-P-ABORT', 'indicate A-P-ABORT', 'start ARTIM'] },
};

/** Returns the action of a cell of PS3.8 Table 9-10, undefined where the cell is empty. */
export function findAction(state: State, event: Event): Action | undefined {
  return table[state][event];
}

/** Returns what an action does and the state after it. */
export function transitionOf(action: Action, facts: Facts): Transition {
  const transition = actions[action];
  return typeof transition === 'function' ? transition(facts) : transition;
}
