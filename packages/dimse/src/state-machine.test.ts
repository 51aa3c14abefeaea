import { expect, test } from 'vitest';
import { type Event, events, type Facts, findAction, type State, states, transitionOf } from './state-machine.ts';

/** PS3.8 Table 9-10 as it is printed: an event a row, Sta1 to Sta13 across, `-` for an empty cell. */
const table9_10: Readonly<Record<Event, string>> = {
  'A-ASSOCIATE request': 'AE-1 - - - - - - - - - - - -',
  'transport connect confirmation': '- - - AE-2 - - - - - - - - -',
  'A-ASSOCIATE-AC PDU': '- AA-1 AA-8 - AE-3 AA-8 AA-8 AA-8 AA-8 AA-8 AA-8 AA-8 AA-6',
  'A-ASSOCIATE-RJ PDU': '- AA-1 AA-8 - AE-4 AA-8 AA-8 AA-8 AA-8 AA-8 AA-8 AA-8 AA-6',
  'transport connection indication': 'AE-5 - - - - - - - - - - - -',
  'A-ASSOCIATE-RQ PDU': '- AE-6 AA-8 - AA-8 AA-8 AA-8 AA-8 AA-8 AA-8 AA-8 AA-8 AA-7',
  'A-ASSOCIATE response accept': '- - AE-7 - - - - - - - - - -',
  'A-ASSOCIATE response reject': '- - AE-8 - - - - - - - - - -',
  'P-DATA request': '- - - - - DT-1 - AR-7 - - - - -',
  'P-DATA-TF PDU': '- AA-1 AA-8 - AA-8 DT-2 AR-6 AA-8 AA-8 AA-8 AA-8 AA-8 AA-6',
  'A-RELEASE request': '- - - - - AR-1 - - - - - - -',
  'A-RELEASE-RQ PDU': '- AA-1 AA-8 - AA-8 AR-2 AR-8 AA-8 AA-8 AA-8 AA-8 AA-8 AA-6',
  'A-RELEASE-RP PDU': '- AA-1 AA-8 - AA-8 AA-8 AR-3 AA-8 AA-8 AR-10 AR-3 AA-8 AA-6',
  'A-RELEASE response': '- - - - - - - AR-4 AR-9 - - AR-4 -',
  'A-ABORT request': '- - AA-1 AA-2 AA-1 AA-1 AA-1 AA-1 AA-1 AA-1 AA-1 AA-1 -',
  'A-ABORT PDU': '- AA-2 AA-3 - AA-3 AA-3 AA-3 AA-3 AA-3 AA-3 AA-3 AA-3 AA-2',
  'transport connection closed': '- AA-5 AA-4 AA-4 AA-4 AA-4 AA-4 AA-4 AA-4 AA-4 AA-4 AA-4 AR-5',
  'ARTIM timer expired': '- AA-2 - - - - - - - - - - AA-2',
  'unrecognized or invalid PDU': '- AA-1 AA-8 - AA-8 AA-8 AA-8 AA-8 AA-8 AA-8 AA-8 AA-8 AA-7',
};

test.each(events)('every state answers %s as PS3.8 Table 9-10 says', (event) => {
  const cells = states.map((state) => findAction(state, event) ?? '-');
  expect(cells.join(' ')).toBe(table9_10[event]);
});

/** PS3.8 Tables 9-6 to 9-9: next state and effects, for a requestor and an acceptor where they differ. */
const tables9_6to9_9: readonly (readonly [string, State, readonly string[], Partial<Facts>])[] = [
  ['AE-1', 'Sta4', ['connect'], {}],
  ['AE-2', 'Sta5', ['send A-ASSOCIATE-RQ'], {}],
  ['AE-3', 'Sta6', ['confirm A-ASSOCIATE accept'], {}],
  ['AE-4', 'Sta1', ['confirm A-ASSOCIATE reject', 'close transport'], {}],
  ['AE-5', 'Sta2', ['start ARTIM'], {}],
  ['AE-6', 'Sta3', ['stop ARTIM', 'indicate A-ASSOCIATE'], { isAcceptable: true }],
  ['AE-6', 'Sta13', ['stop ARTIM', 'send A-ASSOCIATE-RJ', 'start ARTIM'], { isAcceptable: false }],
  ['AE-7', 'Sta6', ['send A-ASSOCIATE-AC'], {}],
  ['AE-8', 'Sta13', ['send A-ASSOCIATE-RJ', 'start ARTIM'], {}],
  ['DT-1', 'Sta6', ['send P-DATA-TF'], {}],
  ['DT-2', 'Sta6', ['indicate P-DATA'], {}],
  ['AR-1', 'Sta7', ['send A-RELEASE-RQ'], {}],
  ['AR-2', 'Sta8', ['indicate A-RELEASE'], {}],
  ['AR-3', 'Sta1', ['confirm A-RELEASE', 'close transport'], {}],
  ['AR-4', 'Sta13', ['send A-RELEASE-RP', 'start ARTIM'], {}],
  ['AR-5', 'Sta1', ['stop ARTIM'], {}],
  ['AR-6', 'Sta7', ['indicate P-DATA'], {}],
  ['AR-7', 'Sta8', ['send P-DATA-TF'], {}],
  ['AR-8', 'Sta9', ['indicate A-RELEASE'], { isRequestor: true }],
  ['AR-8', 'Sta10', ['indicate A-RELEASE'], { isRequestor: false }],
  ['AR-9', 'Sta11', ['send A-RELEASE-RP'], {}],
  ['AR-10', 'Sta12', ['confirm A-RELEASE'], {}],
  ['AA-1', 'Sta13', ['send A-ABORT', 'start ARTIM'], {}],
  ['AA-2', 'Sta1', ['stop ARTIM', 'close transport'], {}],
  ['AA-3', 'Sta1', ['indicate A-ABORT', 'close transport'], { isAbortedByUser: true }],
  ['AA-3', 'Sta1', ['indicate A-P-ABORT', 'close transport'], { isAbortedByUser: false }],
  ['AA-4', 'Sta1', ['indicate A-P-ABORT'], {}],
  ['AA-5', 'Sta1', ['stop ARTIM'], {}],
  ['AA-6', 'Sta13', [], {}],
  ['AA-7', 'Sta13', ['send A-P-ABORT'], {}],
  ['AA-8', 'Sta13', ['send A-P-ABORT', 'indicate A-P-ABORT', 'start ARTIM'], {}],
];

test.each(tables9_6to9_9)('%s leads to %s', (action, next, effects, facts) => {
  const neutral = { isRequestor: false, isAcceptable: false, isAbortedByUser: false };
  // The first column is one of the actions by construction of the table above.
  const transition = transitionOf(action as Parameters<typeof transitionOf>[0], { ...neutral, ...facts });
  expect(transition).toEqual({ next, effects });
});

test('every action of the standard is reached from some state', () => {
  const reached = new Set(states.flatMap((state) => events.map((event) => findAction(state, event))));
  for (const [action] of tables9_6to9_9) expect(reached).toContain(action);
});
