/** What a patient consented to and withdrew, and what they asked to have corrected. */

import { type Static, Type } from 'typebox';
import { Grant } from './grants.ts';
import { Id } from './id.ts';

export const ConsentPurpose = Type.Union(
  [
    Type.Literal('treatment'),
    Type.Literal('sharing'),
    Type.Literal('research'),
    Type.Literal('teaching'),
    Type.Literal('algorithm-training'),
  ],
  { title: 'ConsentPurpose' },
);
export type ConsentPurpose = Static<typeof ConsentPurpose>;

export const ConsentForm = Type.Union([Type.Literal('paper'), Type.Literal('spoken'), Type.Literal('electronic')], {
  title: 'ConsentForm',
});
export type ConsentForm = Static<typeof ConsentForm>;

export const CorrectionOutcome = Type.Union([Type.Literal('corrected'), Type.Literal('refused')], {
  title: 'CorrectionOutcome',
});
export type CorrectionOutcome = Static<typeof CorrectionOutcome>;

const WrittenText = Type.String({ minLength: 3, maxLength: 2_000, pattern: '\\S' });

export const RecordConsent = Type.Object(
  {
    purpose: ConsentPurpose,
    form: ConsentForm,
    givenOn: Type.String({ format: 'date' }),
    /** Grants on the patient or a study of theirs that end with the consent. */
    grantIds: Type.Optional(Type.Array(Id, { maxItems: 100 })),
  },
  { additionalProperties: false, title: 'RecordConsent' },
);
export type RecordConsent = Static<typeof RecordConsent>;

const Consent = Type.Object(
  {
    id: Id,
    purpose: ConsentPurpose,
    form: ConsentForm,
    givenOn: Type.String({ format: 'date' }),
    recordedBy: Type.String(),
    recordedAt: Type.String({ format: 'date-time' }),
    /** Of those that rest on it and are in force. */
    grantIds: Type.Array(Id),
    withdrawn: Type.Optional(Type.Object({ at: Type.String({ format: 'date-time' }), by: Type.String() })),
  },
  { title: 'Consent' },
);

export const RequestCorrection = Type.Object(
  { request: WrittenText },
  { additionalProperties: false, title: 'RequestCorrection' },
);
export type RequestCorrection = Static<typeof RequestCorrection>;

export const AnswerCorrection = Type.Object(
  { outcome: CorrectionOutcome, answer: WrittenText },
  { additionalProperties: false, title: 'AnswerCorrection' },
);
export type AnswerCorrection = Static<typeof AnswerCorrection>;

const Correction = Type.Object(
  {
    id: Id,
    studyId: Id,
    request: Type.String(),
    recordedBy: Type.String(),
    recordedAt: Type.String({ format: 'date-time' }),
    answer: Type.Optional(
      Type.Object({
        outcome: CorrectionOutcome,
        text: Type.String(),
        by: Type.String(),
        at: Type.String({ format: 'date-time' }),
      }),
    ),
  },
  { title: 'Correction' },
);

/** In force or to come, on the patient, a study of theirs or a part of it. */
const PatientGrant = Type.Object(
  {
    ...Grant.properties,
    /** Absent with the level `patient`. */
    study: Type.Optional(
      Type.Object({ id: Id, date: Type.Optional(Type.String()), description: Type.Optional(Type.String()) }),
    ),
  },
  { title: 'PatientGrant' },
);
export type PatientGrant = Static<typeof PatientGrant>;

export const PatientWishes = Type.Object(
  { consents: Type.Array(Consent), corrections: Type.Array(Correction), grants: Type.Array(PatientGrant) },
  { title: 'PatientWishes' },
);
export type PatientWishes = Static<typeof PatientWishes>;
