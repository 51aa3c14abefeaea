/**
 * The audit trail as administrators read it: newest first, paged by sequence number, exported as CSV or JSON Lines, and
 * what of it concerns one study or one patient.
 */

import { type Static, Type } from 'typebox';
import { PersonName } from './person-name.ts';

export const AuditOutcome = Type.Union([Type.Literal('success'), Type.Literal('failure'), Type.Literal('denied')], {
  title: 'AuditOutcome',
});
export type AuditOutcome = Static<typeof AuditOutcome>;

const AuditSubject = Type.Object(
  {
    kind: Type.Union([
      Type.Literal('user'),
      Type.Literal('token'),
      Type.Literal('service'),
      Type.Literal('peer'),
      Type.Literal('system'),
      Type.Literal('anonymous'),
    ]),
    id: Type.Optional(Type.String()),
    /** E-mail, token label, service account, AE title or component: what the subject is called now. */
    name: Type.Optional(Type.String()),
  },
  { title: 'AuditSubject' },
);
export type AuditSubject = Static<typeof AuditSubject>;

export const AuditEntry = Type.Object(
  {
    /** Without gaps, from 1. */
    sequence: Type.Integer({ minimum: 1 }),
    at: Type.String({ format: 'date-time' }),
    /** Such as `session:sign-in`, `study:read` or `peer:write`. */
    action: Type.String(),
    outcome: AuditOutcome,
    subject: AuditSubject,
    object: Type.Optional(
      Type.Object({
        kind: Type.String(),
        id: Type.Optional(Type.String()),
        /** Of a study that is still here and that who asks may see; never in an export. */
        patientName: Type.Optional(PersonName),
      }),
    ),
    address: Type.Optional(Type.String()),
    details: Type.Record(Type.String(), Type.Unknown()),
  },
  { title: 'AuditEntry' },
);
export type AuditEntry = Static<typeof AuditEntry>;

const filters = {
  /** One or more actions, comma-separated, such as `study:read,dimse:get`. */
  action: Type.Optional(Type.String({ maxLength: 1_000, pattern: '^[a-z-]+:[a-z-]+(,[a-z-]+:[a-z-]+)*$' })),
  outcome: Type.Optional(AuditOutcome),
  from: Type.Optional(Type.String({ format: 'date-time' })),
  to: Type.Optional(Type.String({ format: 'date-time' })),
  /** Part of an e-mail address, of a person's name, of a token's label or of a service account's name; or a whole AE title. */
  who: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
  /** Exactly one subject, such as `user:3`, `token:4`, `service:2` or `peer:5`; or all of a kind, such as `anonymous`. */
  subject: Type.Optional(Type.String({ pattern: '^(user|token|service|peer|system|anonymous)(:[1-9][0-9]{0,15})?$' })),
  /** Words of the studies' patients, ids, numbers and descriptions, as in the study list. */
  about: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
  /** Exactly one object, such as `study:17` or `user:3`; `patient:5` means the studies of that patient, too. */
  object: Type.Optional(Type.String({ pattern: '^[a-z-]{1,32}:[0-9A-Za-z-]{1,64}$' })),
  /** IP address. */
  address: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
};

export const AuditFilter = Type.Object(filters, { additionalProperties: false, title: 'AuditFilter' });
export type AuditFilter = Static<typeof AuditFilter>;

export const AuditQuery = Type.Object(
  {
    ...filters,
    /** Only older entries than this one: `nextBefore` of the page before. */
    before: Type.Optional(Type.Integer({ minimum: 1 })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500, default: 100 })),
  },
  { additionalProperties: false, title: 'AuditQuery' },
);
export type AuditQuery = Static<typeof AuditQuery>;

export const AuditPage = Type.Object(
  {
    entries: Type.Array(AuditEntry),
    nextBefore: Type.Optional(Type.Integer({ minimum: 1 })),
    /** How many match in all; with the first page only. */
    total: Type.Optional(Type.Integer({ minimum: 0 })),
    /** True where there are more than `total` says: nobody waits for millions to be counted. */
    totalIsLowerBound: Type.Optional(Type.Boolean()),
  },
  { title: 'AuditPage' },
);
export type AuditPage = Static<typeof AuditPage>;

export const AuditExportQuery = Type.Object(
  { ...filters, format: Type.Union([Type.Literal('csv'), Type.Literal('jsonl')], { default: 'csv' }) },
  { additionalProperties: false, title: 'AuditExportQuery' },
);
export type AuditExportQuery = Static<typeof AuditExportQuery>;

const Access = Type.Object(
  {
    /** A person by name. The e-mail address is for who may read the audit trail, which has it as well. */
    subject: Type.Object({ ...AuditSubject.properties, email: Type.Optional(Type.String()) }),
    /** What was done: `view`, `download`, `send`, `change`, or what was refused. */
    kind: Type.Union([
      Type.Literal('view'),
      Type.Literal('retrieve'),
      Type.Literal('send'),
      Type.Literal('change'),
      Type.Literal('refused'),
    ]),
    first: Type.String({ format: 'date-time' }),
    last: Type.String({ format: 'date-time' }),
    /** Entries of the audit trail. */
    entries: Type.Integer({ minimum: 1 }),
  },
  { title: 'Access' },
);
export type Access = Static<typeof Access>;

export const AccessHistory = Type.Object(
  {
    /** Who did what, the latest first. */
    accesses: Type.Array(Access),
    /** True where there are older ones than are listed. */
    isCut: Type.Boolean(),
  },
  { title: 'AccessHistory' },
);
export type AccessHistory = Static<typeof AccessHistory>;
