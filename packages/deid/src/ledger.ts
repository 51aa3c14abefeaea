/**
 * What was done to one instance: a path and an action for each attribute that did not stay as it was. It holds no values,
 * so that it can go wherever the instance goes.
 */

import { formatTag, type Tag } from '@isocenter/dicom/tag';
import type { Action } from './plan.ts';

export type LedgerEntry = {
  /** `(0040,0275)[0].(0008,0050)`: items count from 0. */
  readonly path: string;
  /**
   * `strip`: what was no picture was taken out of Pixel Data; `mask`: a part of the picture was painted over; `deface`:
   * faces were taken off; `reface`: their skin was moved to another surface; `clean`: identity was taken out of a text.
   */
  readonly action: Exclude<Action, 'check' | 'search'> | 'strip' | 'mask' | 'deface' | 'reface';
  /** Of a mask: its place in every frame, in pixels from the upper left corner. */
  readonly area?: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
  /** The name of the rule of the site that decided; without it the profile did. A rule keeps, too. */
  readonly rule?: string;
  /** More stays than the profile with its options lets through. */
  readonly beyondProfile?: true;
};

type RuleMark = Pick<LedgerEntry, 'rule' | 'beyondProfile'>;

export class Ledger {
  readonly #entries: LedgerEntry[] = [];
  readonly #place: string[] = [];
  #decision: RuleMark | undefined;

  get entries(): readonly LedgerEntry[] {
    return this.#entries;
  }

  add(tag: Tag, action: LedgerEntry['action'], area?: LedgerEntry['area']): void {
    const path = this.#place.join('') + formatTag(tag);
    this.#entries.push({ path, action, ...(area && { area }), ...this.#decision });
  }

  /** Names the rule that decides on what is added from here on, until the next element. */
  decidedBy(decision: RuleMark | undefined): void {
    this.#decision = decision;
  }

  /** Enters an item of a sequence; whoever enters it leaves it. */
  enter(tag: Tag, item: number): void {
    this.#place.push(`${formatTag(tag)}[${item}].`);
  }

  leave(): void {
    this.#place.pop();
  }
}
