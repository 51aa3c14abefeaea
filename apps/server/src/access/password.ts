/**
 * Passwords as they are kept and compared: argon2id, RFC 9106, with parameters of OWASP's first recommendation.
 *
 * An account that does not exist, or has no password, costs the same work as one that does, so that the time of an
 * answer tells nothing. Only a few hashes are computed at once: they share the thread pool with the disk.
 */

import { randomBytes } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import { AccessError } from './errors.ts';

/** KiB, passes, lanes: 19 MiB, about 40 ms. argon2id is the library's default. */
const parameters = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

const maxAtOnce = 2;

/** Callers; beyond them a flood of sign-ins is refused before it costs memory. */
const maxWaiting = 64;

export class PasswordHasher {
  #running = 0;
  readonly #waiting: (() => void)[] = [];
  #nobody: Promise<string> | undefined;

  /** Returns the PHC string to keep. */
  hash(password: string): Promise<string> {
    return this.#limited(() => hash(normalised(password), parameters));
  }

  /**
   * True where the password belongs to the hash; false, after the same work, where there is no hash.
   * @throws AccessError `rate-limited` when too many callers wait already
   */
  async verify(kept: string | null | undefined, password: string): Promise<boolean> {
    this.#nobody ??= hash(randomBytes(32), parameters);
    const nobody = await this.#nobody;
    const matches = await this.#limited(() => verify(kept ?? nobody, normalised(password)));
    return matches && kept !== null && kept !== undefined;
  }

  async #limited<T>(work: () => Promise<T>): Promise<T> {
    if (this.#running >= maxAtOnce) {
      if (this.#waiting.length >= maxWaiting) throw new AccessError('rate-limited', { retryAfterSeconds: 5 });
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    } else {
      this.#running += 1;
    }
    try {
      return await work();
    } finally {
      // Whoever waits takes this place over; without anybody it becomes free.
      const next = this.#waiting.shift();
      if (next === undefined) this.#running -= 1;
      else next();
    }
  }
}

/** The same password typed on another keyboard is the same password, NIST SP 800-63B §5.1.1.2. */
function normalised(password: string): string {
  return password.normalize('NFKC');
}
