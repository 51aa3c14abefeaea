/**
 * Live tokens, remembered for half a second: a viewer asks for hundreds of frames in it. Revocation holds at once where this
 * process revokes, and within half a second where another does.
 */

import type { FoundToken } from './tokens.ts';

/** Half of what may pass between a revocation and the last request that it does not stop. */
export const rememberedMs = 500;

const maxRemembered = 1_000;

type Remembered = { readonly token: FoundToken; readonly from: number; readonly until: number };

export class RememberedTokens {
  readonly #now: () => Date;
  readonly #tokens = new Map<string, Remembered>();
  #forgotten = 0;

  constructor(now: () => Date) {
    this.#now = now;
  }

  /**
   * Returns a token, looked up where it is not remembered; what is none is never remembered.
   * @param hash of its secret, which itself is kept nowhere
   */
  async find(hash: string, lookUp: () => Promise<FoundToken | undefined>): Promise<FoundToken | undefined> {
    const at = this.#now().getTime();
    const known = this.#tokens.get(hash);
    // A clock that was set back makes nothing younger.
    if (known !== undefined && at >= known.from && at < known.until) return known.token;
    const before = this.#forgotten;
    const token = await lookUp();
    this.#tokens.delete(hash);
    if (token === undefined || this.#forgotten !== before) return token;
    if (this.#tokens.size >= maxRemembered) this.#tokens.clear();
    this.#tokens.set(hash, { token, from: at, until: Math.min(at + rememberedMs, token.expiresAt.getTime()) });
    return token;
  }

  /** Call it after every change and before its answer; what is being looked up meanwhile is not remembered either. */
  forget(): void {
    this.#forgotten += 1;
    this.#tokens.clear();
  }
}
