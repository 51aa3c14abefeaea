/** The outgoing queue: deliveries of studies, series or instances to DICOM peers, and what becomes of them. */

import { type Static, Type } from 'typebox';
import { Id } from './id.ts';
import { PersonName } from './person-name.ts';

/**
 * `committing`: everything was sent, and the destination has yet to commit to it. `dead` is a dead letter: given up for
 * the reason in `code`, until somebody resubmits it.
 */
export const DeliveryState = Type.Union(
  [
    Type.Literal('waiting'),
    Type.Literal('running'),
    Type.Literal('committing'),
    Type.Literal('done'),
    Type.Literal('dead'),
    Type.Literal('cancelled'),
  ],
  { title: 'DeliveryState' },
);
export type DeliveryState = Static<typeof DeliveryState>;

/** The order in which deliveries are taken, and the priority of each C-STORE, PS3.7 §9.1.1. */
export const DeliveryPriority = Type.Union([Type.Literal('high'), Type.Literal('medium'), Type.Literal('low')], {
  title: 'DeliveryPriority',
});
export type DeliveryPriority = Static<typeof DeliveryPriority>;

/** Why a delivery is dead, or waits for another attempt. */
export const DeliveryCode = Type.Union(
  [
    /** No association could be opened. */
    Type.Literal('destination-unreachable'),
    /** The destination rejected the association for good, PS3.8 Table 9-21. */
    Type.Literal('destination-rejects'),
    /** A7xxH, or the association was rejected for the moment. */
    Type.Literal('destination-busy'),
    /** 0110H, processing failure. */
    Type.Literal('destination-failed'),
    /** The peer was removed. */
    Type.Literal('destination-removed'),
    /** The association ended before the destination had answered. */
    Type.Literal('association-lost'),
    Type.Literal('no-answer'),
    /** The destination takes no form of the instance that can be had: SOP Class or Transfer Syntax. */
    Type.Literal('not-accepted'),
    /** The destination refused the instance with a status after which another attempt is of no use. */
    Type.Literal('refused'),
    /** The instance cannot be read here. */
    Type.Literal('unreadable'),
    /** De-identified, it might still name somebody: it is in the quarantine until a person decides. */
    Type.Literal('held-back'),
    /** The project by which it was to be de-identified was removed, and with it the key. */
    Type.Literal('project-removed'),
    /** Its key is sealed under the identity key of another data folder. */
    Type.Literal('project-key-elsewhere'),
    /** This node had no room to turn the instance into another form. */
    Type.Literal('node-busy'),
    /** Something went wrong in this node; its log says what. */
    Type.Literal('node-failed'),
    /** The destination was asked to commit to what it took, and offers no storage commitment. */
    Type.Literal('commitment-not-offered'),
    /** It refused the request to commit. */
    Type.Literal('commitment-refused'),
    /** It reported that it does not commit to instances that it took. */
    Type.Literal('not-committed'),
    /** It took the request to commit and never reported. */
    Type.Literal('not-reported'),
    /** Everything that was to be sent is gone from the archive. */
    Type.Literal('nothing-left'),
  ],
  { title: 'DeliveryCode' },
);
export type DeliveryCode = Static<typeof DeliveryCode>;

/** A study takes in every image that arrives until the delivery ends, a series those of its own. */
const DeliveryScope = Type.Union([Type.Literal('study'), Type.Literal('series'), Type.Literal('instances')]);

const DateTime = Type.String({ format: 'date-time' });
const Count = Type.Integer({ minimum: 0 });

export const Delivery = Type.Object(
  {
    id: Id,
    state: DeliveryState,
    priority: DeliveryPriority,
    scope: DeliveryScope,
    destination: Type.Object({
      /** Of the peer; absent once that is removed. */
      id: Type.Optional(Id),
      name: Type.Optional(Type.String()),
      aeTitle: Type.String(),
    }),
    /** Absent once it is gone from the archive. */
    study: Type.Optional(
      Type.Object({
        id: Id,
        patientName: PersonName,
        description: Type.Optional(Type.String()),
        studyDate: Type.Optional(Type.String()),
        modalities: Type.Array(Type.String()),
      }),
    ),
    /** It leaves de-identified by this project; without a name once that is removed. */
    deidentifiedBy: Type.Optional(Type.Object({ id: Id, name: Type.Optional(Type.String()) })),
    requestedBy: Type.Object({
      kind: Type.Union([
        Type.Literal('user'),
        Type.Literal('token'),
        Type.Literal('service'),
        Type.Literal('rule'),
        Type.Literal('peer'),
        Type.Literal('system'),
      ]),
      /** Of users, tokens and service accounts for administrators only. */
      name: Type.Optional(Type.String()),
    }),
    reason: Type.String(),
    code: Type.Optional(DeliveryCode),
    /** What a delivery that waits or is committing is waiting for, and until when, where that is known. */
    waitsFor: Type.Optional(
      Type.Object({
        what: Type.Union([
          Type.Literal('turn'),
          /** Another attempt, after one in which something failed that may pass. */
          Type.Literal('retry'),
          /** The destination takes no associations at the moment. */
          Type.Literal('destination'),
          Type.Literal('hours'),
          Type.Literal('paused'),
          Type.Literal('disabled'),
          /** The report of the destination on what it commits to. */
          Type.Literal('commitment'),
        ]),
        until: Type.Optional(DateTime),
      }),
    ),
    /** `uncommitted` are those of `sent` that the destination has yet to commit to. */
    instances: Type.Object({ total: Count, sent: Count, failed: Count, uncommitted: Count }),
    /** As the instances are stored here. */
    bytes: Type.Object({ total: Count, sent: Count }),
    /** What failed for good or was not committed to, by reason and status (PS3.7 Annex C, PS3.3 §C.14.1.1). */
    failures: Type.Array(Type.Object({ code: DeliveryCode, status: Type.Optional(Type.Integer()), instances: Count })),
    /** Whether who asks may cancel and resubmit it. */
    mayChange: Type.Boolean(),
    createdAt: DateTime,
    begunAt: Type.Optional(DateTime),
    progressedAt: Type.Optional(DateTime),
    endedAt: Type.Optional(DateTime),
  },
  { title: 'Delivery' },
);
export type Delivery = Static<typeof Delivery>;

const state = '(waiting|running|committing|done|dead|cancelled)';

export const DeliveryQuery = Type.Object(
  {
    /** One or several, separated by commas. */
    state: Type.Optional(Type.String({ pattern: `^${state}(,${state}){0,5}$` })),
    destinationId: Type.Optional(Id),
    studyId: Type.Optional(Id),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500, default: 100 })),
    offset: Type.Optional(Type.Integer({ minimum: 0, default: 0 })),
  },
  { additionalProperties: false, title: 'DeliveryQuery' },
);
export type DeliveryQuery = Static<typeof DeliveryQuery>;

/**
 * What is being sent, then what waits in the order of its turns, then what waits for commitment, then what has ended, the
 * latest first.
 */
export const DeliveryList = Type.Object({ total: Count, deliveries: Type.Array(Delivery) }, { title: 'DeliveryList' });
export type DeliveryList = Static<typeof DeliveryList>;

/** All of a study, or the series or instances of it that are named. */
export const CreateDelivery = Type.Object(
  {
    studyId: Id,
    seriesIds: Type.Optional(Type.Array(Id, { minItems: 1, maxItems: 1000, uniqueItems: true })),
    instanceIds: Type.Optional(Type.Array(Id, { minItems: 1, maxItems: 10_000, uniqueItems: true })),
    destinationId: Id,
    priority: Type.Optional(DeliveryPriority),
    /** A project of de-identification: nothing leaves that it does not let pass. For administrators. */
    deidProjectId: Type.Optional(Id),
  },
  { additionalProperties: false, title: 'CreateDelivery' },
);
export type CreateDelivery = Static<typeof CreateDelivery>;

const TimeOfDay = Type.String({ pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$' });

/** On these weekdays (1 is Monday, 7 is Sunday) from one time to another, which may be in the day after. */
export const SendingWindow = Type.Object(
  {
    days: Type.Array(Type.Integer({ minimum: 1, maximum: 7 }), { minItems: 1, maxItems: 7, uniqueItems: true }),
    from: TimeOfDay,
    to: TimeOfDay,
  },
  { additionalProperties: false, title: 'SendingWindow' },
);
export type SendingWindow = Static<typeof SendingWindow>;

/** How a peer is sent to; an update replaces all of it. */
export const DestinationSettings = Type.Object(
  {
    /** Deliveries at a time, each on an association of its own. */
    maxAssociations: Type.Integer({ minimum: 1, maximum: 16 }),
    instancesPerSecond: Type.Optional(Type.Integer({ minimum: 1, maximum: 100_000 })),
    bytesPerSecond: Type.Optional(Type.Integer({ minimum: 10_000, maximum: 10_000_000_000 })),
    /** In the node's own time zone; any time where there is none. */
    sendingHours: Type.Array(SendingWindow, { maxItems: 14 }),
    /** For how long it may be away before what waits for it is given up. */
    giveUpHours: Type.Integer({ minimum: 1, maximum: 8760 }),
  },
  { additionalProperties: false, title: 'DestinationSettings' },
);
export type DestinationSettings = Static<typeof DestinationSettings>;

/** A peer as somewhere to send to; its id is that of the peer. */
export const Destination = Type.Object(
  {
    id: Id,
    name: Type.String(),
    aeTitle: Type.String(),
    enabled: Type.Boolean(),
    pausedAt: Type.Optional(DateTime),
    /** Since when it takes no associations, why, and when the next is tried. */
    failing: Type.Optional(Type.Object({ since: DateTime, code: DeliveryCode, retryAt: Type.Optional(DateTime) })),
    /** When its hours begin, where that is not now. */
    opensAt: Type.Optional(DateTime),
    waiting: Count,
    running: Count,
    committing: Count,
    dead: Count,
    /** When the oldest delivery was asked for that waits, is being sent or is to be committed to. */
    oldestAt: Type.Optional(DateTime),
    settings: DestinationSettings,
  },
  { title: 'Destination' },
);
export type Destination = Static<typeof Destination>;

export const DestinationList = Type.Object({ destinations: Type.Array(Destination) }, { title: 'DestinationList' });
export type DestinationList = Static<typeof DestinationList>;

export const Resubmitted = Type.Object({ deliveries: Count }, { title: 'Resubmitted' });
export type Resubmitted = Static<typeof Resubmitted>;
