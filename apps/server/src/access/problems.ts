/** How refusals of access and of changes to users are answered over HTTP. */

import { HttpProblem, type ProblemMapping } from '../http/problem.ts';
import type { ProblemCode } from '../http/problem-table.ts';
import { AccessDenied } from './access.ts';
import { AccessError, type AccessErrorCode } from './errors.ts';

const problemCodes: Record<AccessErrorCode, ProblemCode> = {
  'wrong-credentials': 'wrong-credentials',
  'rate-limited': 'rate-limited',
  'weak-password': 'weak-password',
  'link-invalid': 'link-invalid',
  'email-missing': 'email-missing',
  'email-taken': 'email-taken',
  'last-admin': 'last-admin',
  'wrong-code': 'wrong-code',
  'ceremony-over': 'ceremony-over',
  'passkey-refused': 'passkey-refused',
  'too-many-passkeys': 'too-many-passkeys',
  'totp-present': 'totp-present',
  'factor-needed': 'factor-needed',
  'provider-refused': 'provider-refused',
  'provider-unavailable': 'provider-unavailable',
  'account-unknown': 'account-unknown',
  'user-disabled': 'user-disabled',
  'service-taken': 'service-taken',
  'service-disabled': 'service-disabled',
  'service-active': 'service-active',
  'end-in-past': 'end-in-past',
  'network-invalid': 'network-invalid',
  'not-found': 'not-found',
  'cross-site': 'cross-site',
  'csrf-token': 'csrf-token-invalid',
};

export const accessProblems: ProblemMapping = (error) => {
  if (error instanceof AccessDenied) return new HttpProblem(error.code, { cause: error });
  if (!(error instanceof AccessError)) return undefined;
  const { retryAfterSeconds, reason } = error.details;
  return new HttpProblem(problemCodes[error.code], {
    cause: error,
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
    ...(reason === undefined ? {} : { detail: reason }),
  });
};
