/** What is wrong with a file of rules: where, a code that stays, and a sentence that says what would be right. */

import type { Position } from './yaml-reader.ts';

export type RuleProblemCode =
  | 'yaml-invalid'
  | 'file-too-large'
  | 'key-unknown'
  | 'key-missing'
  | 'value-invalid'
  | 'name-repeated'
  | 'attribute-unknown'
  | 'attribute-invalid'
  /** What de-identification writes by itself, or what an object is none without. */
  | 'attribute-protected'
  | 'path-not-a-sequence'
  | 'private-without-creator'
  | 'action-unknown'
  /** No value of this VR can become what the action makes. */
  | 'action-impossible'
  | 'condition-invalid'
  /** More stays than the Basic profile lets through, and nobody says why. */
  | 'because-missing'
  /** An earlier rule decides. */
  | 'rule-unreachable'
  /** The profile removes the sequence around it. */
  | 'sequence-removed';

export type RuleProblem = Position & { readonly code: RuleProblemCode; readonly message: string };

/** Returns nothing, so that whoever reports can leave with it. */
export type Report = (at: Position, code: RuleProblemCode, message: string) => undefined;
