/** What the page of sources says in plain words: how an archive is doing, and why a study was given up. */

import type { Source, SourceStudy } from '@isocenter/contract/sources';
import type { WordKey, Words } from '../../languages/catalogue.ts';
import { describeFailure } from '../settings/peer-words.ts';

export type SourceState = { readonly label: WordKey; readonly color: 'teal' | 'blue' | 'orange' | 'red' | 'gray' };

/** The most important thing that can be said of it. */
export function stateOf({ waitsFor, failing, isAsking, studies, sweep }: Source): SourceState {
  if (waitsFor?.what === 'disabled') return { label: 'sources.switchedOff', color: 'gray' };
  if (waitsFor?.what === 'services') return { label: 'sources.notSetUp', color: 'red' };
  if (waitsFor?.what === 'paused') return { label: 'sources.paused', color: 'orange' };
  if (failing !== undefined) return { label: 'sources.away', color: 'red' };
  if (waitsFor?.what === 'hours') return { label: 'sources.waitsHours', color: 'gray' };
  if (studies.running > 0) return { label: 'sources.copying', color: 'blue' };
  if (waitsFor?.what === 'pace') return { label: 'sources.waitsPace', color: 'gray' };
  if (isAsking || sweep !== undefined) return { label: 'sources.asking', color: 'blue' };
  return { label: 'sources.ready', color: 'teal' };
}

/** A sentence or two below the state; `time` shows a moment. */
export function describeSource(t: Words, source: Source, time: (iso: string) => string): string | undefined {
  const { waitsFor, failing, sweep, truncatedAt } = source;
  const until = waitsFor?.until === undefined ? undefined : time(waitsFor.until);
  if (waitsFor?.what === 'services') return t('sources.mustAnswer');
  if (failing !== undefined) {
    const again = until === undefined ? t('sources.triedAgain') : t('sources.triedAgainAt', { time: until });
    const said = [describeReason(t, failing.code), t('sources.since', { time: time(failing.since) })];
    return [...said, ...(waitsFor?.what === 'retry' ? [again] : [])].join(' ');
  }
  if (waitsFor?.what === 'hours') {
    return until === undefined ? t('sources.askedAgain') : t('sources.askedAgainAt', { time: until });
  }
  if (waitsFor?.what === 'pace') {
    return until === undefined ? t('sources.paceUsed') : t('sources.paceUsedUntil', { time: until });
  }
  if (sweep !== undefined) {
    const walk = sweep.kind === 'back-fill' ? 'sources.lookingFor' : 'sources.comparing';
    return t(walk, { date: sweep.date, count: sweep.found });
  }
  return truncatedAt === undefined ? undefined : t('sources.truncated', { time: time(truncatedAt) });
}

/** What is told when somebody has it asked now: it may be a while. */
export function describeAsked(t: Words, { name, waitsFor }: Source, time: (iso: string) => string): string {
  const at = waitsFor?.until === undefined ? undefined : time(waitsFor.until);
  switch (waitsFor?.what) {
    case undefined:
    case 'pace':
      return t('sources.isAsked', { name });
    case 'disabled':
      return t('sources.askedDisabled', { name });
    case 'services':
      return t('sources.askedServices', { name });
    case 'paused':
      return t('sources.askedPaused', { name });
    case 'hours':
      return at === undefined ? t('sources.askedHours', { name }) : t('sources.askedHoursAt', { name, time: at });
    case 'retry':
      return at === undefined ? t('sources.askedRetry', { name }) : t('sources.askedRetryAt', { name, time: at });
  }
}

const reasons: Readonly<Record<string, WordKey>> = {
  'not-all-sent': 'sources.notAllSent',
  'status-b000': 'sources.notAllSent',
  'status-a801': 'sources.unknownDestination',
  'not-delivered': 'sources.notDelivered',
  'not-verified': 'sources.notVerified',
  'node-failed': 'sources.nodeFailed',
};

export function describeReason(t: Words, code: string): string {
  const known = reasons[code];
  return known === undefined ? describeFailure(t, code) : t(known);
}

/** How much of a study is where. */
export function describeCounts(t: Words, { theirs, held, missing, unsent }: SourceStudy): string {
  const parts = [
    t('sources.thereHere', { theirs: String(theirs ?? '?'), held: String(held ?? '?') }),
    ...(missing > 0 ? [t('sources.missingHere', { count: missing })] : []),
    ...(unsent > 0 ? [t('sources.missingThere', { count: unsent })] : []),
  ];
  return parts.join(', ');
}

const studyStates: Readonly<Record<SourceStudy['state'], WordKey>> = {
  waiting: 'sources.waits',
  running: 'sources.beingCopied',
  sending: 'sources.beingSentBack',
  done: 'sources.nothingLeft',
  failed: 'sources.givenUp',
  'deleted-here': 'sources.deletedHere',
  'deleted-there': 'sources.deletedThere',
};

/** Where counts differ, the rest was deleted on one side, or is not to be sent. */
export function describeState(t: Words, { state, theirs, held }: SourceStudy): string {
  return t(state === 'done' && theirs === held ? 'sources.same' : studyStates[state]);
}
