/**
 * `make verify NAME=…`: the long proofs. Each prints one JSON object with its seed, what it ran and what it found, and
 * ends with code 1 when anything was violated. `deid`, `fuzz` and `kill` resume where an interrupted run stopped
 * (`proofs/out/`).
 */

import { proofs } from './proofs.ts';

const [name, ...rest] = process.argv.slice(2);
const proof = proofs.find((candidate) => candidate.name === name);
if (proof === undefined) {
  console.error(
    `usage: make verify NAME=${proofs.map((candidate) => candidate.name).join('|')} [ARGS="--runs N --seed S"]`,
  );
  process.exit(2);
}
const result = await proof.run(rest);
process.stdout.write(`${JSON.stringify({ id: proof.name, ...result })}\n`);
process.exitCode = result.violations === 0 ? 0 : 1;
