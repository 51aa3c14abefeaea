/** Row types of rules, what they did, and labels, as `database/migrations/0009-routing.ts` makes them. */

import type { RuleDefinition } from '@isocenter/contract/rules';
import type { ColumnType, Generated, JSONColumnType } from 'kysely';

/** PostgreSQL bigint; the driver is set to read it as a number, which holds to 2^53. */
type Id = ColumnType<number, number, number>;

export type RoutingRuleTable = {
  id: Generated<number>;
  /** Rules are applied in this order; gaps do not count. */
  place: number;
  /** Counts the changes of the definition, from 1. */
  version: number;
  definition: JSONColumnType<RuleDefinition>;
  created_at: Date;
  changed_at: Date;
};

export type RoutingRuleVersionTable = {
  rule_id: Id;
  version: number;
  /** Null for the version that removed the rule. */
  definition: JSONColumnType<RuleDefinition | null, string | null>;
  changed_at: Date;
  /** `user 7`, `token 3`, or the name of a command. */
  changed_by: string;
};

export type RuleFiringTable = {
  settlement_id: Id;
  rule_id: Id;
  rule_version: number;
  fired_at: Date;
  actions: JSONColumnType<readonly FiredAction[]>;
};

/** What an action came to; never a value of a data set. */
export type FiredAction = {
  readonly kind: 'send' | 'label' | 'prefetch' | 'drop';
  readonly outcome:
    | 'done'
    | 'nothing-to-do'
    | 'destination-unknown'
    | 'destination-disabled'
    /** It was to be de-identified by a project that there is not any more. */
    | 'project-unknown'
    /** A drop that follows the commit. */
    | 'waiting'
    /** A legal hold keeps it. */
    | 'held';
};

export type StudyLabelTable = {
  study_instance_uid: string;
  /** `patient.identity_key`. */
  patient_key: string;
  label: string;
  added_at: Date;
};

export type RoutingTables = {
  routing_rule: RoutingRuleTable;
  routing_rule_version: RoutingRuleVersionTable;
  rule_firing: RuleFiringTable;
  study_label: StudyLabelTable;
};
