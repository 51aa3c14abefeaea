/**
 * Service accounts: programs of a hospital, such as an analysis service, a viewer or a report system. They belong to nobody who
 * may leave, reach what is granted to them and nothing else, and speak with tokens that are exchanged without touching a grant.
 */

import { type Static, Type } from 'typebox';
import { Id } from './id.ts';
import { tokenDefaultDays, tokenMaxDays } from './tokens.ts';

const Moment = Type.String({ format: 'date-time' });
const Name = Type.String({ minLength: 1, maxLength: 120, pattern: '\\S' });
/** What it is for. */
const Description = Type.String({ minLength: 1, maxLength: 500, pattern: '\\S' });
/** E-mail address of who answers for it; nobody signs in with it. */
const Contact = Type.String({ format: 'email', maxLength: 254 });
/** IP addresses and networks that it may speak from, `10.1.0.0/16`; none: from anywhere. */
const Networks = Type.Array(Type.String({ pattern: '^[0-9A-Fa-f.:]+(/[0-9]{1,3})?$', maxLength: 49 }), {
  maxItems: 100,
  uniqueItems: true,
});

export const ServiceStatus = Type.Union([Type.Literal('active'), Type.Literal('expired'), Type.Literal('disabled')], {
  title: 'ServiceStatus',
});
export type ServiceStatus = Static<typeof ServiceStatus>;

export const ServiceToken = Type.Object(
  {
    id: Id,
    label: Type.String(),
    createdAt: Moment,
    expiresAt: Moment,
    /** To the minute; absent for a token that was never used. */
    lastUsedAt: Type.Optional(Moment),
  },
  { title: 'ServiceToken' },
);
export type ServiceToken = Static<typeof ServiceToken>;

export const ServiceAccount = Type.Object(
  {
    id: Id,
    name: Type.String(),
    description: Type.String(),
    contact: Type.String(),
    networks: Networks,
    status: ServiceStatus,
    createdAt: Moment,
    /** When the account itself ends; absent for one that goes on. */
    expiresAt: Type.Optional(Moment),
    /** Neither revoked nor at their end, the newest first. */
    tokens: Type.Array(ServiceToken),
  },
  { title: 'ServiceAccount' },
);
export type ServiceAccount = Static<typeof ServiceAccount>;

export const ServiceAccountList = Type.Object(
  { services: Type.Array(ServiceAccount) },
  { title: 'ServiceAccountList' },
);
export type ServiceAccountList = Static<typeof ServiceAccountList>;

export const CreateServiceAccount = Type.Object(
  {
    name: Name,
    description: Description,
    contact: Contact,
    networks: Type.Optional(Networks),
    expiresAt: Type.Optional(Moment),
  },
  { additionalProperties: false, title: 'CreateServiceAccount' },
);
export type CreateServiceAccount = Static<typeof CreateServiceAccount>;

/** Disabling ends every token at once and for good; what was granted stays, for when it is enabled again. */
export const UpdateServiceAccount = Type.Object(
  {
    name: Type.Optional(Name),
    description: Type.Optional(Description),
    contact: Type.Optional(Contact),
    networks: Type.Optional(Networks),
    /** Null takes the end away. */
    expiresAt: Type.Optional(Type.Union([Moment, Type.Null()])),
    disabled: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false, minProperties: 1, title: 'UpdateServiceAccount' },
);
export type UpdateServiceAccount = Static<typeof UpdateServiceAccount>;

export const CreateServiceToken = Type.Object(
  {
    label: Type.String({ minLength: 1, maxLength: 120 }),
    expiresInDays: Type.Optional(Type.Integer({ minimum: 1, maximum: tokenMaxDays, default: tokenDefaultDays })),
  },
  { additionalProperties: false, title: 'CreateServiceToken' },
);
export type CreateServiceToken = Static<typeof CreateServiceToken>;

/** `secret` is shown this once; the node keeps only its hash. */
export const CreatedServiceToken = Type.Object(
  { token: ServiceToken, secret: Type.String() },
  { title: 'CreatedServiceToken' },
);
export type CreatedServiceToken = Static<typeof CreatedServiceToken>;
