/**
 * What the processes of one test run share: whoever comes first makes it, the others wait for it.
 */

import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** Of a machine that does much else. */
const timeoutMs = 120_000;

type Outcome<T> = { readonly made: T } | { readonly failure: string };

/**
 * Returns what `make` returned in the process that came first, as JSON brings it.
 * @param runDir folder of the test run
 * @param name of a file and a folder in it
 */
export async function onceInRun<T>(runDir: string, name: string, make: () => Promise<T>): Promise<T> {
  const answer = join(runDir, `${name}.json`);
  if (mkdirSync(join(runDir, `${name}.begun`), { recursive: true }) !== undefined) {
    const outcome: Outcome<T> = await make().then(
      (made) => ({ made }),
      (error: unknown) => ({ failure: String(error) }),
    );
    writeFileSync(`${answer}.draft`, JSON.stringify(outcome));
    renameSync(`${answer}.draft`, answer);
  }
  for (const deadline = Date.now() + timeoutMs; !existsSync(answer); await delay(20)) {
    if (Date.now() > deadline) throw new Error(`nobody made ${name} for this test run`);
  }
  const outcome: Outcome<T> = JSON.parse(readFileSync(answer, 'utf8'));
  if ('failure' in outcome) throw new Error(`${name} could not be made for this test run: ${outcome.failure}`);
  return outcome.made;
}
