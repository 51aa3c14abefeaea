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

/** What this node proposes to a peer that it asks, beyond the baseline of queries: PS3.4 §C.5.1.1. */
export const PeerProposal = Type.Union(
  [Type.Literal('relational'), Type.Literal('combinedDateTime'), Type.Literal('fuzzyNames'), Type.Literal('timezone')],
  { title: 'PeerProposal' },
);
export type PeerProposal = Static<typeof PeerProposal>;

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
  /** None where it is left out; what the peer does not agree to is done without. */
  proposes: Type.Optional(Type.Array(PeerProposal, { uniqueItems: true, maxItems: 4 })),
  /** On how many associations at a time it is sent what one C-MOVE moves to it; one where it is left out. */
  moveAssociations: Type.Optional(Type.Integer({ minimum: 1, maximum: 16 })),
  /** Whether what is delivered to it counts as sent only when it has committed to it, PS3.4 Annex J; false where it is left out. */
  confirmByCommitment: Type.Optional(Type.Boolean()),
  /** For how long its report is waited for before it is asked again; 60 where it is left out. */
  commitmentMinutes: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_080 })),
  verbs: Type.Array(PeerVerb, { uniqueItems: true, maxItems: 6 }),
  conflictPolicy: ConflictPolicy,
  /** Whether associations under this AE title must come from `host`; off for callers behind changing addresses. */
  checkAddress: Type.Boolean(),
  enabled: Type.Boolean(),
  note: Type.String({ maxLength: 1000 }),
};

/**
 * TLS when this node calls the peer, PS3.15 §B.12: none, trust by an authority of `dicomTls.caFile` and the peer's host
 * name, or trust in one certificate only.
 */
export const PeerTls = Type.Union([Type.Literal('off'), Type.Literal('authority'), Type.Literal('fingerprint')], {
  title: 'PeerTls',
});
export type PeerTls = Static<typeof PeerTls>;

const count = (maximum: number) => Type.Optional(Type.Integer({ minimum: 1, maximum }));

/** What one peer may take of this node; what is absent has the limits that hold for everybody, or none. */
const PeerLimits = Type.Object(
  {
    /** At a time. More are rejected as transient, local-limit-exceeded: PS3.8 Table 9-21. */
    associations: count(10_000),
    /** Beyond these two the peer waits; nothing is refused. */
    instancesPerSecond: count(1_000_000),
    megabytesPerSecond: count(100_000),
    /** Longest P-DATA-TF announced to it, in bytes. */
    pduBytes: Type.Optional(Type.Integer({ minimum: 4096, maximum: 1_048_576 })),
    /** Without progress, before its association is aborted. */
    idleSeconds: count(86_400),
  },
  { additionalProperties: false, title: 'PeerLimits' },
);
export type PeerLimits = Static<typeof PeerLimits>;

const securityFields = {
  /** Further addresses it calls from: IP addresses and networks, `10.1.0.0/16`. */
  networks: Type.Array(Type.String({ pattern: '^[0-9A-Fa-f.:]+(/[0-9]{1,3})?$', maxLength: 49 }), { maxItems: 100 }),
  /** Whether it is refused without TLS. */
  requireTls: Type.Boolean(),
  tls: PeerTls,
  limits: PeerLimits,
};

/** SHA-256 of the certificate in DER form. */
const fingerprint = { tlsFingerprint: Type.Optional(Type.String({ pattern: '^[0-9a-f]{64}$' })) };

/** What an administrator writes; an update replaces all of it. Absent security is no networks, no TLS, no limits. */
export const PeerInput = Type.Object(
  {
    ...peerFields,
    networks: Type.Optional(securityFields.networks),
    requireTls: Type.Optional(securityFields.requireTls),
    tls: Type.Optional(securityFields.tls),
    limits: Type.Optional(securityFields.limits),
    ...fingerprint,
  },
  { additionalProperties: false, title: 'PeerInput' },
);
export type PeerInput = Static<typeof PeerInput>;

/** What went between this node and a peer since it was added, a few seconds behind. */
const PeerTraffic = Type.Object(
  {
    associationsIn: Type.Integer({ minimum: 0 }),
    associationsOut: Type.Integer({ minimum: 0 }),
    objectsIn: Type.Integer({ minimum: 0 }),
    objectsOut: Type.Integer({ minimum: 0 }),
    bytesIn: Type.Integer({ minimum: 0 }),
    bytesOut: Type.Integer({ minimum: 0 }),
    lastContactAt: Type.Optional(Type.String({ format: 'date-time' })),
    lastError: Type.Optional(
      Type.Object({
        at: Type.String({ format: 'date-time' }),
        /** Whether the peer called us or we called it. */
        direction: Type.Union([Type.Literal('in'), Type.Literal('out')]),
        /** Stable name of what went wrong. */
        code: Type.String(),
      }),
    ),
  },
  { title: 'PeerTraffic' },
);
export type PeerTraffic = Static<typeof PeerTraffic>;

export const Peer = Type.Object(
  {
    id: Id,
    ...peerFields,
    ...securityFields,
    ...fingerprint,
    traffic: PeerTraffic,
    createdAt: Type.String({ format: 'date-time' }),
    changedAt: Type.String({ format: 'date-time' }),
  },
  { title: 'Peer' },
);
export type Peer = Static<typeof Peer>;

export const PeerList = Type.Object({ peers: Type.Array(Peer) }, { title: 'PeerList' });
export type PeerList = Static<typeof PeerList>;

/** What a test of a peer came to: C-ECHO, C-FIND or C-STORE. A peer that cannot be reached is an answer, not a problem. */
export const PeerTestResult = Type.Union(
  [
    Type.Object({
      kind: Type.Literal('answered'),
      /** DIMSE status; 0 is success. */
      status: Type.Integer({ minimum: 0, maximum: 0xffff }),
      /** Of C-FIND: how many studies it named before it was stopped. */
      matches: Type.Optional(Type.Integer({ minimum: 0 })),
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
  { title: 'PeerTestResult' },
);
export type PeerTestResult = Static<typeof PeerTestResult>;
