/** Retention rules: what goes into the trash by itself, and when. Off until somebody switches them on. */

import { type Static, Type } from 'typebox';
import { Id } from './id.ts';
import { PersonName } from './person-name.ts';

const ruleFields = {
  name: Type.String({ minLength: 1, maxLength: 120 }),
  enabled: Type.Boolean(),
  /** What the age counts from: Study Date, the last arrival, or the last time somebody looked at it or it arrived. */
  basis: Type.Union([Type.Literal('study-date'), Type.Literal('received'), Type.Literal('last-access')]),
  days: Type.Integer({ minimum: 1, maximum: 36_500 }),
  /** All modalities of a study must be among them; none: any. */
  modalities: Type.Array(Type.String({ pattern: '^[0-9A-Z_ ]{1,16}$' }), { maxItems: 50, uniqueItems: true }),
  /** Everything of a study must come from one of them (AE titles, `stow`, `import`); none: any. */
  senders: Type.Array(Type.String({ minLength: 1, maxLength: 64 }), { maxItems: 50, uniqueItems: true }),
  /** Studies that go a day at most. */
  maxPerRun: Type.Integer({ minimum: 1, maximum: 100_000 }),
};

export const RetentionRuleInput = Type.Object(ruleFields, { additionalProperties: false, title: 'RetentionRuleInput' });
export type RetentionRuleInput = Static<typeof RetentionRuleInput>;

export const RetentionRule = Type.Object(
  {
    id: Id,
    ...ruleFields,
    lastRunAt: Type.Optional(Type.String({ format: 'date-time' })),
    lastRunStudies: Type.Optional(Type.Integer({ minimum: 0 })),
  },
  { title: 'RetentionRule' },
);
export type RetentionRule = Static<typeof RetentionRule>;

export const RetentionRuleList = Type.Object({ rules: Type.Array(RetentionRule) }, { title: 'RetentionRuleList' });
export type RetentionRuleList = Static<typeof RetentionRuleList>;

/** What a rule would put into the trash now; nothing is changed by asking. */
export const RetentionPreview = Type.Object(
  {
    studies: Type.Integer({ minimum: 0 }),
    instances: Type.Integer({ minimum: 0 }),
    lengthBytes: Type.Integer({ minimum: 0 }),
    /** Studies that match and stay because of a legal hold. */
    held: Type.Integer({ minimum: 0 }),
    /** The first of them, in the order in which they would go. */
    first: Type.Array(
      Type.Object({
        studyId: Id,
        patientName: PersonName,
        studyDate: Type.Optional(Type.String({ format: 'date' })),
        description: Type.Optional(Type.String()),
        lengthBytes: Type.Integer({ minimum: 0 }),
      }),
    ),
  },
  { title: 'RetentionPreview' },
);
export type RetentionPreview = Static<typeof RetentionPreview>;
