/**
 * Rules: what is done with a study or series once it is settled. The same shape as JSON in the API and as YAML in
 * `isocenter rules import|export`.
 *
 *     name: Chest CT to the reading room
 *     trigger: study
 *     when: { all: [{ field: Modality, equals: CT }, { field: StudyDescription, matches: '*chest*' }] }
 *     then: [{ send: [READING] }, { label: [chest] }]
 *
 * A test without `each` holds where any value passes; with `each`, where there is a value and all of them pass.
 */

import { type Static, type TSchema, Type } from 'typebox';

const Text = Type.String({ minLength: 1, maxLength: 256 });

/** A keyword of PS3.6, or a path of them through sequences with points between. */
const Field = Type.String({ minLength: 1, maxLength: 200 });

const testOf = <T extends Record<string, TSchema>>(test: T) =>
  Type.Object({ field: Field, ...test, each: Type.Optional(Type.Literal(true)) }, { additionalProperties: false });

const strict = { additionalProperties: false } as const;

/** How a field is tested; which tests fit which field is checked by the node. */
const RuleTest = Type.Union([
  testOf({ equals: Text }),
  testOf({ in: Type.Array(Text, { minItems: 1, maxItems: 200 }) }),
  /** `*` is any text and `?` any character. */
  testOf({ matches: Text }),
  testOf({ from: Text, to: Type.Optional(Text) }),
  testOf({ to: Text }),
  testOf({ exists: Type.Boolean() }),
]);
type RuleTest = Static<typeof RuleTest>;

type RuleCondition =
  | RuleTest
  | { readonly all: readonly RuleCondition[] }
  | { readonly any: readonly RuleCondition[] }
  | { readonly not: RuleCondition };

const maxBranches = 50;

/** Conditions inside conditions, to the depth that the schema is unrolled to: nobody reads deeper ones. */
function nested(depth: number): TSchema {
  if (depth === 0) return RuleTest;
  const inner = nested(depth - 1);
  const branches = Type.Array(inner, { minItems: 1, maxItems: maxBranches });
  return Type.Union([
    RuleTest,
    Type.Object({ all: branches }, strict),
    Type.Object({ any: branches }, strict),
    Type.Object({ not: inner }, strict),
  ]);
}

/** The schema's own type would be its whole unrolled depth. */
const RuleCondition = Type.Unsafe<RuleCondition>(nested(4));

/** Letters, digits and a few signs, without capitals, so that no two labels differ in what nobody sees. */
const Label = Type.String({
  minLength: 1,
  maxLength: 64,
  pattern: '^[\\p{Ll}\\p{Lo}\\p{N}][\\p{Ll}\\p{Lo}\\p{N} ._/-]*$',
});

const AeTitle = Type.String({ minLength: 1, maxLength: 16 });

const RulePrefetch = Type.Object(
  {
    /** AE title of a peer that answers C-FIND and C-GET or C-MOVE. */
    from: AeTitle,
    /** `same` as the study's, or a list; any where it is left out. */
    modality: Type.Optional(Type.Union([Type.Literal('same'), Type.Array(Text, { minItems: 1, maxItems: 20 })])),
    bodyPart: Type.Optional(Type.Union([Type.Literal('same'), Type.Array(Text, { minItems: 1, maxItems: 20 })])),
    /** Before the study's date. */
    withinDays: Type.Optional(Type.Integer({ minimum: 1, maximum: 36_500 })),
    /** The newest ones, at most so many. */
    maximum: Type.Integer({ minimum: 1, maximum: 50 }),
  },
  strict,
);

const RuleAction = Type.Union([
  /** AE titles of peers. */
  Type.Object({ send: Type.Array(AeTitle, { minItems: 1, maxItems: 20, uniqueItems: true }) }, strict),
  Type.Object({ label: Type.Array(Label, { minItems: 1, maxItems: 20, uniqueItems: true }) }, strict),
  Type.Object({ prefetch: RulePrefetch }, strict),
  /** No further rules. */
  Type.Object({ stop: Type.Literal(true) }, strict),
]);

const ruleFields = {
  name: Type.String({ minLength: 1, maxLength: 120 }),
  enabled: Type.Boolean({ default: true }),
  trigger: Type.Union([Type.Literal('study'), Type.Literal('series')]),
  /** Always where it is left out. */
  when: Type.Optional(RuleCondition),
  // biome-ignore lint/suspicious/noThenProperty: data of a rule, never awaited
  then: Type.Array(RuleAction, { minItems: 1, maxItems: 20 }),
};

const RuleDefinition = Type.Object(ruleFields, { ...strict, title: 'RuleDefinition' });
export type RuleDefinition = Static<typeof RuleDefinition>;
