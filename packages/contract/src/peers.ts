/** DICOM peers: the application entities this node lets in and can call. */

import { type Static, Type } from 'typebox';
import { Id } from './id.ts';

/** What a peer may ask of this node: C-ECHO, C-STORE, C-FIND, C-GET, C-MOVE, storage commitment. */
export const PeerVerb = Type.Union(
  [
    Type.Literal('echo'),
    Type.Literal('store'),
    Type.Literal('find'),
    Type.Literal('get'),
    Type.Literal('move'),
    Type.Literal('commit'),
  ],
  { title: 'PeerVerb' },
);
export type PeerVerb = Static<typeof PeerVerb>;

/** What this node may ask of a peer: what it holds (C-FIND), and to send it (C-GET, C-MOVE). */
export const PeerService = Type.Union([Type.Literal('find'), Type.Literal('get'), Type.Literal('move')], {
  title: 'PeerService',
});
export type PeerService = Static<typeof PeerService>;

/**
 * What happens when a peer sends different content under a known SOP Instance UID: the first stays served, the newest
 * is served from then on, or the store is refused (0111H, PS3.7 Annex C).
 */
export const ConflictPolicy = Type.Union([Type.Literal('first'), Type.Literal('newest'), Type.Literal('refuse')], {
  title: 'ConflictPolicy',
});
export type ConflictPolicy = Static<typeof ConflictPolicy>;

/**
 * An AE title, PS3.5 Table 6.2-1: 1 to 16 characters of the default repertoire without backslash and control
 * characters, leading and trailing spaces not significant and therefore not allowed here.
 */
const AeTitle = Type.String({
  minLength: 1,
  maxLength: 16,
  pattern: '^[\\x21-\\x5B\\x5D-\\x7E](?:[\\x20-\\x5B\\x5D-\\x7E]*[\\x21-\\x5B\\x5D-\\x7E])?$',
});

const peerFields = {
  name: Type.String({ minLength: 1, maxLength: 120 }),
  aeTitle: AeTitle,
  /** Host name or IP address, without port or scheme. */
  host: Type.String({ minLength: 1, maxLength: 253, pattern: '^[0-9A-Za-z:._-]+$' }),
  port: Type.Integer({ minimum: 1, maximum: 65535 }),
  /** None where it is left out. */
  answers: Type.Optional(Type.Array(PeerService, { uniqueItems: true, maxItems: 3 })),
  verbs: Type.Array(PeerVerb, { uniqueItems: true, maxItems: 6 }),
  conflictPolicy: ConflictPolicy,
  /** Whether associations under this AE title must come from `host`; off for callers behind changing addresses. */
  checkAddress: Type.Boolean(),
  enabled: Type.Boolean(),
  note: Type.String({ maxLength: 1000 }),
};

/** What an administrator writes; an update replaces all of it. */
export const PeerInput = Type.Object(peerFields, { additionalProperties: false, title: 'PeerInput' });
export type PeerInput = Static<typeof PeerInput>;

export const Peer = Type.Object(
  {
    id: Id,
    ...peerFields,
    createdAt: Type.String({ format: 'date-time' }),
    changedAt: Type.String({ format: 'date-time' }),
  },
  { title: 'Peer' },
);
export type Peer = Static<typeof Peer>;

export const PeerList = Type.Object({ peers: Type.Array(Peer) }, { title: 'PeerList' });
export type PeerList = Static<typeof PeerList>;

/** What C-ECHO to the peer came to, PS3.4 Annex A. A peer that cannot be reached is an answer, not a problem. */
export const EchoResult = Type.Union(
  [
    Type.Object({
      kind: Type.Literal('answered'),
      /** DIMSE status; 0 is success. */
      status: Type.Integer({ minimum: 0, maximum: 0xffff }),
      durationMs: Type.Number({ minimum: 0 }),
    }),
    Type.Object({
      kind: Type.Literal('failed'),
      /** Stable name of what went wrong, such as `association-rejected`, `connection-lost` or `timeout`. */
      code: Type.String(),
      message: Type.String(),
      durationMs: Type.Number({ minimum: 0 }),
    }),
  ],
  { title: 'EchoResult' },
);
export type EchoResult = Static<typeof EchoResult>;
