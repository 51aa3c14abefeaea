/**
 * `make bench NAME=…`: measures this node beside its peers in one run and prints one JSON object a line.
 *
 * `ratio` above 1 always means that ours is better. The machine is shared, so trust ratios, not single figures.
 */

import { benchmarks } from './benchmarks.ts';

const [name, ...rest] = process.argv.slice(2);
const benchmark = benchmarks.find((candidate) => candidate.name === name);
if (benchmark === undefined) {
  console.error(`usage: make bench NAME=${benchmarks.map((candidate) => candidate.name).join('|')}`);
  process.exit(2);
}
await benchmark.run(rest);
