/** Turns whatever a request rejected with into what the interface shows: title, detail, code. */

import { ProblemError } from '@isocenter/contract/client';
import type { WordKey, Words } from '../languages/catalogue.ts';

export type ShownProblem = {
  readonly title: string;
  readonly detail: string | undefined;
  readonly code: string | undefined;
};

/** Returns what is shown, in the words of the page's language; the node's own remarks on one occurrence are in English. */
export function describeProblem(t: Words, error: unknown): ShownProblem {
  if (error instanceof ProblemError) {
    const { title, detail, code } = error.problem;
    if (code === 'unreachable') return { title: t('problems.unreachable'), detail: t('shared.checkConnection'), code };
    return {
      title: titleOf(t, code) ?? title,
      detail: describeWait(t, error) ?? describeTries(t, error) ?? detail,
      code,
    };
  }
  if (isMissingPart(error)) {
    return { title: t('shared.partMissing'), detail: t('shared.partMissingDetail'), code: 'part-missing' };
  }
  return {
    title: t('shared.pageError'),
    detail: error instanceof Error ? error.message : undefined,
    code: 'page-error',
  };
}

/** The words for a code; undefined for one that this page has not heard of, of a newer node. */
function titleOf(t: Words, code: string): string | undefined {
  // Whether the name exists is what `has` tells.
  const key = `problems.${code}` as WordKey;
  return t.has(key) ? t(key) : undefined;
}

/** Whether a file of the application itself could not be had, in the words of each browser. */
export function isMissingPart(error: unknown): boolean {
  return error instanceof Error && /dynamically imported module|Importing a module script/i.test(error.message);
}

/**
 * What is wrong with the member that a form field stands for, by JSON Pointer: `/email`. The node says it in English; in
 * other languages the field is marked and the title of the problem says the rest.
 */
export function fieldError(t: Words, error: unknown, pointer: string): string | undefined {
  if (!(error instanceof ProblemError)) return undefined;
  const entry = error.problem.errors?.find((one) => one.pointer === pointer);
  if (entry === undefined) return undefined;
  return (error.code === 'invalid-request' ? undefined : titleOf(t, error.code)) ?? t('shared.valueNotTaken');
}

function describeWait(t: Words, error: ProblemError): string | undefined {
  const seconds = error.problem.retryAfterSeconds;
  if (seconds === undefined) return undefined;
  return seconds < 90
    ? t('shared.waitSeconds', { seconds })
    : t('shared.waitMinutes', { minutes: Math.ceil(seconds / 60) });
}

function describeTries(t: Words, error: ProblemError): string | undefined {
  const count = error.problem.remainingTries;
  if (count === undefined) return undefined;
  return count === 0 ? t('shared.noTriesLeft') : t('shared.triesLeft', { count });
}

/** Whether asking again may help: no answer, or an answer that blames the server. */
export function isWorthRetrying(error: unknown): boolean {
  return error instanceof ProblemError && error.status >= 500;
}
