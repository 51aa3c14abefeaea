/** Erasure of a patient: what would go, who has copies, and what was erased. Nothing of it can be taken back. */

import { type Static, Type } from 'typebox';
import { Id } from './id.ts';
import { PersonName } from './person-name.ts';

/** No free text: whatever is written here stays when the patient is gone. */
export const ErasureReason = Type.Union(
  [
    Type.Literal('patient-request'),
    Type.Literal('consent-withdrawn'),
    Type.Literal('court-order'),
    Type.Literal('stored-by-mistake'),
    Type.Literal('retention-over'),
  ],
  { title: 'ErasureReason' },
);
export type ErasureReason = Static<typeof ErasureReason>;

export const Recipient = Type.Object(
  {
    /** How they came by it: sent from the queue, asked for over DICOM, or read over the web. */
    way: Type.Union([Type.Literal('delivery'), Type.Literal('move'), Type.Literal('get'), Type.Literal('web')]),
    /** AE title, user or token. */
    name: Type.String(),
    studies: Type.Integer({ minimum: 0 }),
    lastAt: Type.String({ format: 'date-time' }),
  },
  { title: 'Recipient' },
);
export type Recipient = Static<typeof Recipient>;

export const ErasurePreview = Type.Object(
  {
    patientName: PersonName,
    patientId: Type.Optional(Type.String()),
    studies: Type.Array(
      Type.Object({
        id: Id,
        studyDate: Type.Optional(Type.String({ format: 'date' })),
        description: Type.String(),
        /** All copies, those in the trash and those kept beside others among them. */
        instances: Type.Integer({ minimum: 0 }),
        lengthBytes: Type.Integer({ minimum: 0 }),
        legalHold: Type.Boolean(),
      }),
    ),
    instances: Type.Integer({ minimum: 0 }),
    /** Copies that this node cannot erase. */
    recipients: Type.Array(Recipient),
    /** A legal hold covers the patient or one of the studies: nothing can be erased. */
    legalHold: Type.Boolean(),
  },
  { title: 'ErasurePreview' },
);
export type ErasurePreview = Static<typeof ErasurePreview>;

export const ErasePatient = Type.Object(
  {
    /** Any study of the patient. */
    studyId: Id,
    reason: ErasureReason,
    /** As the preview said; where something came since, nothing is erased. */
    instances: Type.Integer({ minimum: 0 }),
  },
  { additionalProperties: false, title: 'ErasePatient' },
);
export type ErasePatient = Static<typeof ErasePatient>;

export const Erasure = Type.Object(
  {
    id: Id,
    /** In the audit trail and the ledger. */
    ledgerId: Type.String({ pattern: '^[0-9a-f]{32}$' }),
    state: Type.Union([
      Type.Literal('waiting'),
      Type.Literal('decided'),
      Type.Literal('done'),
      Type.Literal('refused'),
    ]),
    /** `ledger`: a restored copy brought the patient back, and the ledger erased them again. */
    reason: Type.Union([ErasureReason, Type.Literal('ledger')]),
    requestedBy: Type.String(),
    requestedAt: Type.String({ format: 'date-time' }),
    studies: Type.Integer({ minimum: 0 }),
    instances: Type.Integer({ minimum: 0 }),
    recipients: Type.Array(Recipient),
    failure: Type.Optional(Type.String()),
    endedAt: Type.Optional(Type.String({ format: 'date-time' })),
  },
  { title: 'Erasure' },
);
export type Erasure = Static<typeof Erasure>;

export const ErasureList = Type.Object({ erasures: Type.Array(Erasure) }, { title: 'ErasureList' });
export type ErasureList = Static<typeof ErasureList>;
