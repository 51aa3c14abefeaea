/**
 * The rules of a site on top of the profile, as they are carried out: ordered, the first that matches an element decides
 * on it. Data only, so that they can be handed to a worker thread. They are read and checked by `parse-rules.ts`.
 */

import type { Tag } from '@isocenter/dicom/tag';
import type { Vr } from '@isocenter/dicom/vr';
import type { TermLists } from '../text/word-lists.ts';

export type SiteRules = {
  readonly rules: readonly SiteRule[];
  /** Words of the site for cleaning text: always replaced, never, or by what stands around them. */
  readonly lists: TermLists;
  /** The first 12 hexadecimal digits of the SHA-256 of the file, by which objects name what they were cleaned by. */
  readonly digest: string;
};

export type SiteRule = {
  readonly name: string;
  /** Matches where any of them does. */
  readonly selectors: readonly AttributeSelector[];
  readonly when?: RuleCondition;
  readonly action: RuleAction;
  /** Why more stays than the Basic profile lets through. */
  readonly because?: string;
};

/** A path from the data set to an element; `ReferencedStudySequence/*`. */
export type AttributeSelector = {
  /** As it was written. */
  readonly text: string;
  /** Outermost first; the last is of the element itself. */
  readonly steps: readonly SelectorStep[];
};

export type SelectorStep =
  /** `**`, and before a path that does not begin with `/`: any number of items. */
  | { readonly kind: 'any-depth' }
  | { readonly kind: 'any' }
  | { readonly kind: 'tag'; readonly tag: Tag }
  /** `60xx,xxxx`: each x any digit. */
  | { readonly kind: 'pattern'; readonly base: number; readonly mask: number }
  /** `(0019,"SIEMENS MR HEADER",0c)`; without `element` any of the creator's. */
  | { readonly kind: 'private'; readonly group: number; readonly creator: string; readonly element?: number }
  | { readonly kind: 'vr'; readonly vr: Vr };

export type RuleCondition =
  | { readonly all: readonly RuleCondition[] }
  | { readonly any: readonly RuleCondition[] }
  | { readonly not: RuleCondition }
  | RuleTest;

export type RuleTest = {
  /** The element itself, or a path from the data set through sequences. */
  readonly field: 'value' | readonly Tag[];
} & (
  | { readonly kind: 'in'; readonly texts: readonly string[] }
  /** `*` is any text, `?` any character. */
  | { readonly kind: 'matches'; readonly pattern: string }
  | { readonly kind: 'exists'; readonly exists: boolean }
);

/** Domains of `Pseudonyms.identifier`: equal values of one domain get equal pseudonyms. */
export const pseudonymDomains = ['patient-id', 'accession-number', 'study-id', 'order-id', 'other-id'] as const;

export type PseudonymDomain = (typeof pseudonymDomains)[number];

export type RuleAction =
  | { readonly kind: 'keep' | 'remove' | 'empty' | 'uid' | 'shift' | 'cap' | 'clean' }
  /** Nothing of the object is written. */
  | { readonly kind: 'hold' }
  | { readonly kind: 'replace'; readonly text: string }
  /** A keyed pseudonym, behind a prefix where there is one. */
  | { readonly kind: 'pseudonym'; readonly domain?: PseudonymDomain; readonly prefix: string };
