/** Where an interrupted proof goes on: what it had reached, in a file of `proofs/out`. */

import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ProofArguments } from './arguments.ts';

export class ProgressFile<Progress extends { readonly seed: number }> {
  readonly #path: string;

  constructor(name: string) {
    this.#path = join(import.meta.dirname, 'out', `${name}.json`);
  }

  /**
   * Returns what an interrupted run had reached; undefined where there is none, or a new one is wanted.
   * @throws RangeError where another seed is asked for than the interrupted run has
   */
  read({ fresh, seed, isSeedGiven }: ProofArguments): Progress | undefined {
    if (fresh || !existsSync(this.#path)) return undefined;
    const progress = JSON.parse(readFileSync(this.#path, 'utf8')) as Progress; // written below
    if (isSeedGiven && seed !== progress.seed) {
      throw new RangeError(
        `a run with seed ${progress.seed} was interrupted: resume it without --seed, or add --fresh`,
      );
    }
    return progress;
  }

  write(progress: Progress): void {
    mkdirSync(join(this.#path, '..'), { recursive: true });
    writeFileSync(this.#path, JSON.stringify(progress));
  }

  remove(): void {
    rmSync(this.#path, { force: true });
  }
}
