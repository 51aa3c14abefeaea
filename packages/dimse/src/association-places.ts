/**
 * How many associations there may be, in all and from one address: one count for all listeners of a node, so that what
 * one listener gives the other does not give again.
 */

export type PlaceLimits = {
  readonly total: number;
  /** From one IP address; default no limit but the total. */
  readonly perAddress?: number;
  /** Addresses that only the total holds for: this machine, or a balancer that everybody comes through. Default none. */
  readonly isExempt?: (address: string) => boolean;
};

export class AssociationPlaces {
  readonly total: number;
  readonly #perAddress: number;
  readonly #isExempt: (address: string) => boolean;
  readonly #byAddress = new Map<string, number>();
  #taken = 0;

  constructor({ total, perAddress = total, isExempt = () => false }: PlaceLimits) {
    this.total = total;
    this.#perAddress = Math.min(perAddress, total);
    this.#isExempt = isExempt;
  }

  /** Number of places that are taken. */
  get taken(): number {
    return this.#taken;
  }

  /** Returns how many an address may have. */
  limitOf(address: string): number {
    return this.#isExempt(address) ? this.total : this.#perAddress;
  }

  /** Returns how to give the place back, or undefined where none is left. */
  take(address: string): (() => void) | undefined {
    const ofAddress = this.#byAddress.get(address) ?? 0;
    if (this.#taken >= this.total || ofAddress >= this.limitOf(address)) return undefined;
    this.#taken += 1;
    this.#byAddress.set(address, ofAddress + 1);
    let isTaken = true;
    return () => {
      if (!isTaken) return;
      isTaken = false;
      this.#taken -= 1;
      const rest = (this.#byAddress.get(address) ?? 1) - 1;
      if (rest === 0) this.#byAddress.delete(address);
      else this.#byAddress.set(address, rest);
    };
  }
}
