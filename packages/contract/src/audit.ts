/** The audit trail as administrators read it: newest first, paged by sequence number. */

import { type Static, Type } from 'typebox';

export const AuditOutcome = Type.Union([Type.Literal('success'), Type.Literal('failure'), Type.Literal('denied')], {
  title: 'AuditOutcome',
});
export type AuditOutcome = Static<typeof AuditOutcome>;

export const AuditEntry = Type.Object(
  {
    /** Without gaps, from 1. */
    sequence: Type.Integer({ minimum: 1 }),
    at: Type.String({ format: 'date-time' }),
    /** Such as `session:sign-in`, `study:read` or `peer:write`. */
    action: Type.String(),
    outcome: AuditOutcome,
    subject: Type.Object({
      kind: Type.Union([
        Type.Literal('user'),
        Type.Literal('token'),
        Type.Literal('peer'),
        Type.Literal('system'),
        Type.Literal('anonymous'),
      ]),
      id: Type.Optional(Type.String()),
      /** E-mail, token label, AE title or component: what the subject is called now. */
      name: Type.Optional(Type.String()),
    }),
    object: Type.Optional(Type.Object({ kind: Type.String(), id: Type.Optional(Type.String()) })),
    address: Type.Optional(Type.String()),
    details: Type.Record(Type.String(), Type.Unknown()),
  },
  { title: 'AuditEntry' },
);
export type AuditEntry = Static<typeof AuditEntry>;

export const AuditQuery = Type.Object(
  {
    /** Only entries with a smaller sequence number: `nextBefore` of the page before. */
    before: Type.Optional(Type.Integer({ minimum: 1 })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500, default: 100 })),
    action: Type.Optional(Type.String({ maxLength: 64 })),
    outcome: Type.Optional(AuditOutcome),
    from: Type.Optional(Type.String({ format: 'date-time' })),
    to: Type.Optional(Type.String({ format: 'date-time' })),
  },
  { additionalProperties: false, title: 'AuditQuery' },
);
export type AuditQuery = Static<typeof AuditQuery>;

export const AuditPage = Type.Object(
  { entries: Type.Array(AuditEntry), nextBefore: Type.Optional(Type.Integer({ minimum: 1 })) },
  { title: 'AuditPage' },
);
export type AuditPage = Static<typeof AuditPage>;
