/**
 * A fresh proof, asked of whoever is signed in when the node wants one for something dangerous. However many requests
 * want it at once, there is one question, and all of them go on with its answer.
 */

export class StepUp {
  #asked: PromiseWithResolvers<boolean> | undefined;
  readonly #listeners = new Set<() => void>();

  /** Resolves with true once the proof was given, with false when it is declined. */
  ask(): Promise<boolean> {
    this.#asked ??= Promise.withResolvers<boolean>();
    this.#tell();
    return this.#asked.promise;
  }

  answer(isGiven: boolean): void {
    this.#asked?.resolve(isGiven);
    this.#asked = undefined;
    this.#tell();
  }

  readonly isAsked = (): boolean => this.#asked !== undefined;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}
