/** Turns whatever a request rejected with into what the interface shows: title, detail, code. */

import { ProblemError } from '@isocenter/contract/client';

export type ShownProblem = {
  readonly title: string;
  readonly detail: string | undefined;
  readonly code: string | undefined;
};

export function describeProblem(error: unknown): ShownProblem {
  if (error instanceof ProblemError) {
    const { title, detail, code } = error.problem;
    if (code === 'unreachable') {
      return { title, detail: 'Check the connection; the page tries again by itself when it is back.', code };
    }
    return { title, detail: detail ?? describeWait(error), code };
  }
  if (isMissingPart(error)) {
    return {
      title: 'A part of this page could not be loaded.',
      detail: 'The node cannot be reached, or it has been updated since the page was opened.',
      code: 'part-missing',
    };
  }
  return {
    title: 'Something went wrong in this page.',
    detail: error instanceof Error ? error.message : undefined,
    code: 'page-error',
  };
}

/** Whether a file of the application itself could not be had, in the words of each browser. */
export function isMissingPart(error: unknown): boolean {
  return error instanceof Error && /dynamically imported module|Importing a module script/i.test(error.message);
}

/** The message of the member that a form field stands for, by JSON Pointer: `/email`. */
export function fieldError(error: unknown, pointer: string): string | undefined {
  if (!(error instanceof ProblemError)) return undefined;
  return error.problem.errors?.find((entry) => entry.pointer === pointer)?.message;
}

function describeWait(error: ProblemError): string | undefined {
  const seconds = error.problem.retryAfterSeconds;
  if (seconds === undefined) return undefined;
  return seconds < 90 ? `Try again in ${seconds} seconds.` : `Try again in ${Math.ceil(seconds / 60)} minutes.`;
}

/** Whether asking again may help: no answer, or an answer that blames the server. */
export function isWorthRetrying(error: unknown): boolean {
  return error instanceof ProblemError && error.status >= 500;
}
