/** Which identifier became which: each always the same, and no two the same. */

export class ConsistentMapping {
  readonly #pairs = new Map<string, string>();
  readonly #taken = new Map<string, string>();

  get pairs(): ReadonlyMap<string, string> {
    return this.#pairs;
  }

  /** Notes a pair; false where it contradicts an earlier one. */
  admits(old: string, now: string): boolean {
    const known = this.#pairs.get(old);
    if (known !== undefined) return known === now;
    this.#pairs.set(old, now);
    if (now === '' || (this.#taken.get(now) ?? old) !== old) return false;
    this.#taken.set(now, old);
    return true;
  }
}
