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

  /** Returns the token of a secret, looked up where it is not remembered; secrets of none are never remembered. */
  async find(secret: string, lookUp: () => Promise<FoundToken | undefined>): Promise<FoundToken | undefined> {
    const at = this.#now().getTime();
    const known = this.#tokens.get(secret);
    // A clock that was set back makes nothing younger.
    if (known !== undefined && at >= known.from && at < known.until) return known.token;
    const before = this.#forgotten;
    const token = await lookUp();
    this.#tokens.delete(secret);
    if (token === undefined || this.#forgotten !== before) return token;
    if (this.#tokens.size >= maxRemembered) this.#tokens.clear();
    this.#tokens.set(secret, { token, from: at, until: Math.min(at + rememberedMs, token.expiresAt.getTime()) });
    return token;
  }

  /** Call it after every change and before its answer; what is being looked up meanwhile is not remembered either. */
  forget(): void {
    this.#forgotten += 1;
    this.#tokens.clear();
  }
}
