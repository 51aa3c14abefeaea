/**
 * Problem details, RFC 9457: the body of every answer that is not a success, as `application/problem+json`.
 *
 * `code` is stable and is what programs and the interface decide on; `title` and `detail` are prose for a person and
 * never hold a value of a data set, a token or a password.
 */

import { type Static, Type } from 'typebox';

export const Problem = Type.Object(
  {
    type: Type.Optional(Type.String()),
    title: Type.String(),
    status: Type.Integer({ minimum: 400, maximum: 599 }),
    detail: Type.Optional(Type.String()),
    code: Type.String({ pattern: '^[a-z0-9-]+$' }),
    /** Which members of the request were wrong, as JSON Pointers, RFC 6901. */
    errors: Type.Optional(Type.Array(Type.Object({ pointer: Type.String(), message: Type.String() }))),
    /** With `rate-limited`: how long to wait before another attempt can succeed. */
    retryAfterSeconds: Type.Optional(Type.Integer({ minimum: 0 })),
    /** With `code-wrong`: how often another may be tried. */
    remainingTries: Type.Optional(Type.Integer({ minimum: 0 })),
  },
  { title: 'Problem' },
);
export type Problem = Static<typeof Problem>;
