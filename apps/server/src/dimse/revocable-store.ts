/**
 * An object that is on its way while its sender loses the right to store: what has come of it is dropped, as is what still comes,
 * and it is refused as it would have been at its beginning. The association stays usable.
 */

import { dimseStatus } from '@isocenter/dimse/status';
import type { StoreOutcome, StoreSink } from '@isocenter/dimse/verbs';

const notAuthorized: StoreOutcome = { status: dimseStatus.notAuthorized, errorComment: 'not authorized' };

/** Asked before each piece and at the end; false is kept. No promise where it is known at once. */
export type MayGoOn = () => Promise<boolean> | boolean;

export function revocable(opened: StoreSink | StoreOutcome, mayGoOn: MayGoOn): StoreSink | StoreOutcome {
  return 'write' in opened ? new RevocableStore(opened, mayGoOn) : opened;
}

class RevocableStore implements StoreSink {
  readonly #sink: StoreSink;
  readonly #mayGoOn: MayGoOn;
  #isRevoked = false;

  constructor(sink: StoreSink, mayGoOn: MayGoOn) {
    this.#sink = sink;
    this.#mayGoOn = mayGoOn;
  }

  write(chunk: Uint8Array): Promise<void> | undefined {
    if (this.#isRevoked) return undefined;
    const answer = this.#mayGoOn();
    return answer === true ? this.#sink.write(chunk) : this.#writeIf(answer, chunk);
  }

  async end(): Promise<StoreOutcome> {
    if (this.#isRevoked) return notAuthorized;
    if (await this.#mayGoOn()) return this.#sink.end();
    await this.#revoke();
    return notAuthorized;
  }

  async abort(): Promise<void> {
    if (!this.#isRevoked) await this.#sink.abort();
  }

  async #writeIf(answer: Promise<boolean> | boolean, chunk: Uint8Array): Promise<void> {
    if (await answer) await this.#sink.write(chunk);
    else await this.#revoke();
  }

  #revoke(): Promise<void> {
    this.#isRevoked = true;
    return this.#sink.abort();
  }
}
