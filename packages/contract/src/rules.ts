/**
 * Rules: what is done with a study or series once it is settled. The same shape as JSON in the API and as YAML in
 * `isocenter rules import|export`.
 *
 *     name: Chest CT to the reading room
 *     trigger: study
 *     when: { all: [{ field: Modality, equals: CT }, { field: StudyDescription, matches: '*chest*' }] }
 *     do: [{ send: [READING] }, { label: [chest] }]
 *
 * A test without `each` holds where any value passes; with `each`, where there is a value and all of them pass. The
 * members of conditions and actions are checked by the node by hand, so that its answer names what is wrong.
 */

import { type Static, Type } from 'typebox';
import type { DeliveryPriority } from './deliveries.ts';
import { Id } from './id.ts';

/** A keyword of PS3.6, a path of them through sequences with points between, or one of `ruleFacts`. */
type Tested = { readonly field: string; readonly each?: true };

export type RuleTest = Tested &
  (
    | { readonly equals: string }
    | { readonly in: readonly string[] }
    /** `*` is any text and `?` any character. */
    | { readonly matches: string }
    | { readonly from?: string; readonly to?: string }
    | { readonly exists: boolean }
  );

export type RuleCondition =
  | RuleTest
  | { readonly all: readonly RuleCondition[] }
  | { readonly any: readonly RuleCondition[] }
  | { readonly not: RuleCondition };

const AeTitle = Type.String({ minLength: 1, maxLength: 16 });
const Values = Type.Array(Type.String({ minLength: 1, maxLength: 64 }), { minItems: 1, maxItems: 20 });
const strict = { additionalProperties: false } as const;

export const RulePrefetch = Type.Object(
  {
    /** AE title of a peer that answers C-FIND, and C-GET or C-MOVE. */
    from: AeTitle,
    /** As the study's, or a list; any where it is left out. */
    modality: Type.Optional(Type.Union([Type.Literal('same'), Values])),
    bodyPart: Type.Optional(Type.Union([Type.Literal('same'), Values])),
    /** Before the study's date. */
    withinDays: Type.Optional(Type.Integer({ minimum: 1, maximum: 36_500 })),
    /** The newest ones, at most so many. */
    maximum: Type.Integer({ minimum: 1, maximum: 50 }),
  },
  strict,
);
export type RulePrefetch = Static<typeof RulePrefetch>;

/** Without capitals, so that no two labels differ in what nobody sees. */
const RuleLabel = Type.String({ pattern: '^[\\p{Ll}\\p{Lo}\\p{N}][\\p{Ll}\\p{Lo}\\p{N} ._/-]{0,63}$' });

/** By the one member that says what is done; `send` may have `priority` and `deidentifiedBy` beside it. */
export const ruleActions = {
  /** AE titles of peers. */
  send: Type.Array(AeTitle, { minItems: 1, maxItems: 20, uniqueItems: true }),
  label: Type.Array(RuleLabel, { minItems: 1, maxItems: 20, uniqueItems: true }),
  prefetch: RulePrefetch,
  /** Into the trash with it, and no further rules. */
  drop: Type.Literal(true),
  /** No further rules. */
  stop: Type.Literal(true),
};

export type SendAction = {
  readonly send: readonly string[];
  readonly priority?: DeliveryPriority;
  /** Name of a project of de-identification: nothing leaves that it does not let pass. */
  readonly deidentifiedBy?: string;
};

export type RuleAction =
  | SendAction
  | { readonly label: readonly string[] }
  | { readonly prefetch: RulePrefetch }
  | { readonly drop: true }
  | { readonly stop: true };

export const RuleTrigger = Type.Union([Type.Literal('study'), Type.Literal('series')], { title: 'RuleTrigger' });
export type RuleTrigger = Static<typeof RuleTrigger>;

const ruleFields = {
  name: Type.String({ minLength: 1, maxLength: 120 }),
  enabled: Type.Boolean(),
  trigger: RuleTrigger,
  /** Always where it is left out. */
  when: Type.Optional(Type.Unsafe<RuleCondition>(Type.Object({}, { title: 'RuleCondition' }))),
  do: Type.Array(Type.Unsafe<RuleAction>(Type.Object({}, { title: 'RuleAction' })), { minItems: 1, maxItems: 20 }),
};

export const RuleDefinition = Type.Object(ruleFields, { ...strict, title: 'RuleDefinition' });
export type RuleDefinition = Static<typeof RuleDefinition>;

const Moment = Type.String({ format: 'date-time' });

export const Rule = Type.Object(
  {
    id: Id,
    /** Counts the changes of the rule. */
    version: Type.Integer({ minimum: 1 }),
    ...ruleFields,
    changedAt: Moment,
    fired: Type.Integer({ minimum: 0 }),
    lastFiredAt: Type.Optional(Moment),
  },
  { title: 'Rule' },
);
export type Rule = Static<typeof Rule>;

/** In the order in which they are applied. */
export const RuleList = Type.Object({ rules: Type.Array(Rule) }, { title: 'RuleList' });
export type RuleList = Static<typeof RuleList>;

/** A rule with who changed what, newest first. */
export const RuleDetail = Type.Object(
  {
    rule: Rule,
    versions: Type.Array(
      Type.Object({
        version: Type.Integer({ minimum: 1 }),
        changedAt: Moment,
        /** `user 7`, `token 3` or `isocenter rules import`. */
        changedBy: Type.String(),
        definition: RuleDefinition,
      }),
    ),
  },
  { title: 'RuleDetail' },
);
export type RuleDetail = Static<typeof RuleDetail>;

/** `version` is that on which the change is based; where it has been changed since, the answer is `rule-changed`. */
export const RuleUpdate = Type.Object(
  { ...ruleFields, version: Type.Integer({ minimum: 1 }) },
  { ...strict, title: 'RuleUpdate' },
);

/** Every rule, each once, in the new order. */
export const RuleOrder = Type.Object({ ids: Type.Array(Id, { maxItems: 1000 }) }, { ...strict, title: 'RuleOrder' });
