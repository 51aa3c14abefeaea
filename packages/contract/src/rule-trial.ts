/** The dry run of rules on a study: which would fire, and why. Nothing is done and nothing is kept. */

import { type Static, Type } from 'typebox';
import { Id } from './id.ts';
import { RuleDefinition, type RuleTest, RuleTrigger } from './rules.ts';

export const RuleTrialRequest = Type.Object(
  {
    studyId: Id,
    /** One that is not stored, to be tried alone; every stored rule where it is left out. */
    rule: Type.Optional(RuleDefinition),
  },
  { additionalProperties: false, title: 'RuleTrialRequest' },
);
export type RuleTrialRequest = Static<typeof RuleTrialRequest>;

/** One condition, in the order in which it is read; `depth` says inside which it stands. */
export const RuleReason = Type.Object(
  {
    depth: Type.Integer({ minimum: 0 }),
    kind: Type.Union([Type.Literal('all'), Type.Literal('any'), Type.Literal('not'), Type.Literal('test')]),
    holds: Type.Boolean(),
    test: Type.Optional(Type.Unsafe<RuleTest>(Type.Object({}))),
    /** What the study has, and whether each passes the test; the first few of them. */
    values: Type.Optional(Type.Array(Type.Object({ value: Type.String(), passes: Type.Boolean() }))),
    /** How many values there are in all. */
    valueCount: Type.Optional(Type.Integer({ minimum: 0 })),
  },
  { title: 'RuleReason' },
);
export type RuleReason = Static<typeof RuleReason>;

export const RuleTrialResult = Type.Object(
  {
    ruleId: Type.Optional(Id),
    name: Type.String(),
    trigger: RuleTrigger,
    /** Of a rule for series: which one was tried. */
    seriesId: Type.Optional(Id),
    outcome: Type.Union([
      Type.Literal('fires'),
      Type.Literal('does-not-hold'),
      Type.Literal('disabled'),
      /** A rule before it ends the list. */
      Type.Literal('stopped'),
    ]),
    reasons: Type.Array(RuleReason),
  },
  { title: 'RuleTrialResult' },
);
export type RuleTrialResult = Static<typeof RuleTrialResult>;

export const RuleTrial = Type.Object(
  {
    results: Type.Array(RuleTrialResult),
    /** Images whose headers were read for it, and how many there are. */
    headersRead: Type.Integer({ minimum: 0 }),
    instanceCount: Type.Integer({ minimum: 0 }),
  },
  { title: 'RuleTrial' },
);
export type RuleTrial = Static<typeof RuleTrial>;
