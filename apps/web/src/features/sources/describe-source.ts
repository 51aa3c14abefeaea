/** What the page of sources says in plain words: how an archive is doing, and why a study was given up. */

import type { Source, SourceStudy } from '@isocenter/contract/sources';
import { describeFailure } from '../settings/peer-words.ts';

export type SourceState = { readonly label: string; readonly color: 'teal' | 'blue' | 'orange' | 'red' | 'gray' };

/** The most important thing that can be said of it. */
export function stateOf({ waitsFor, failing, isAsking, studies, sweep }: Source): SourceState {
  if (waitsFor?.what === 'disabled') return { label: 'Switched off', color: 'gray' };
  if (waitsFor?.what === 'services') return { label: 'Not set up', color: 'red' };
  if (waitsFor?.what === 'paused') return { label: 'Paused', color: 'orange' };
  if (failing !== undefined) return { label: 'Away', color: 'red' };
  if (waitsFor?.what === 'hours') return { label: 'Waits for its hours', color: 'gray' };
  if (studies.running > 0) return { label: 'Copying', color: 'blue' };
  if (isAsking || sweep !== undefined) return { label: 'Asking', color: 'blue' };
  return { label: 'Ready', color: 'teal' };
}

/** A sentence or two below the state; `time` shows a moment. */
export function describeSource(source: Source, time: (iso: string) => string): string | undefined {
  const { waitsFor, failing, sweep, truncatedAt } = source;
  const until = waitsFor?.until === undefined ? '' : ` at ${time(waitsFor.until)}`;
  if (waitsFor?.what === 'services') return 'The peer’s entry must say that it answers C-FIND, and C-GET or C-MOVE.';
  if (failing !== undefined) {
    const again = waitsFor?.what === 'retry' ? ` Tried again${until}.` : '';
    return `${describeReason(failing.code)} Since ${time(failing.since)}.${again}`;
  }
  if (waitsFor?.what === 'hours') return `Asked again${until}.`;
  if (sweep !== undefined) {
    const walk = sweep.kind === 'back-fill' ? 'Looking for everything there is' : 'Comparing everything';
    return `${walk}: come to ${sweep.date}, ${countOf(sweep.found, 'study', 'studies')} found.`;
  }
  return truncatedAt === undefined
    ? undefined
    : `On ${time(truncatedAt)} it may have held more of one day than it named. Set the limit of answers to the archive’s own, or ask by modality.`;
}

/** What is told when somebody has it asked now: it may be a while. */
export function describeAsked({ name, waitsFor }: Source, time: (iso: string) => string): string {
  if (waitsFor === undefined) return `${name} is asked.`;
  const when: Readonly<Record<NonNullable<Source['waitsFor']>['what'], string>> = {
    disabled: 'when its peer is switched on',
    services: 'when its peer’s entry says that it answers C-FIND, and C-GET or C-MOVE',
    paused: 'when it is resumed',
    hours: waitsFor.until === undefined ? 'in its hours' : `in its hours, at ${time(waitsFor.until)}`,
    retry: waitsFor.until === undefined ? 'when it is tried again' : `at ${time(waitsFor.until)}`,
  };
  return `${name} will be asked ${when[waitsFor.what]}.`;
}

const reasons: Readonly<Record<string, string>> = {
  'not-all-sent': 'The archive counts images that it did not send.',
  'status-b000': 'The archive counts images that it did not send.',
  'status-a801': 'The archive does not know this node’s AE title as a destination.',
  'not-delivered': 'What was sent back did not get through: the queue says why.',
  'not-verified': 'The archive took images and does not list them.',
  'node-failed': 'Something went wrong on this node; its log says what.',
};

export function describeReason(code: string): string {
  return reasons[code] ?? describeFailure(code);
}

/** How much of a study is where. */
export function describeCounts({ theirs, held, missing, unsent }: SourceStudy): string {
  const parts = [
    `${theirs ?? '?'} there, ${held ?? '?'} here`,
    ...(missing > 0 ? [`${missing} missing here`] : []),
    ...(unsent > 0 ? [`${unsent} missing there`] : []),
  ];
  return parts.join(', ');
}

const studyStates: Readonly<Record<SourceStudy['state'], string>> = {
  waiting: 'Waits',
  running: 'Being copied',
  sending: 'Being sent back',
  done: 'Nothing left to copy',
  failed: 'Given up',
  'deleted-here': 'Deleted here',
  'deleted-there': 'Deleted there',
};

/** Where counts differ, the rest was deleted on one side, or is not to be sent. */
export function describeState({ state, theirs, held }: SourceStudy): string {
  return state === 'done' && theirs === held ? 'The same on both sides' : studyStates[state];
}

export function countOf(count: number, one: string, many: string): string {
  return `${count.toLocaleString()} ${count === 1 ? one : many}`;
}
