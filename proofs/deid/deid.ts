/**
 * `make verify NAME=deid`: the figures that de-identification is held to (`figures.ts`), each by its bench in a process of
 * its own, one after the other; an interrupted run goes on with the next bench. Violations: figures that miss their bar.
 *
 * Options: --runs N, per cent of the full size (100: 126 000 checks of headers, 2 000 strings in pictures, 5 000 reports,
 * 100 heads, 20 sets of leaks); --seed N; --sections a,b of leaks, planted, text, burned-in and faces; --fresh. The seeds
 * of `text` and `faces` are their benches' own, and are told with the figures.
 */

import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseProofArguments } from '../arguments.ts';
import { ProgressFile } from '../progress.ts';
import type { ProofResult } from '../proofs.ts';
import { type BenchRow, type Figure, figuresOf, type Section, sections } from './figures.ts';

const fullSize = 100;

type Progress = {
  readonly seed: number;
  readonly runs: number;
  readonly done: Readonly<Partial<Record<Section, readonly BenchRow[]>>>;
};

export async function proveDeid(args: readonly string[]): Promise<ProofResult> {
  const { wanted, rest } = takeSections(args);
  const given = parseProofArguments(rest, fullSize);
  const file = new ProgressFile<Progress>(wanted.length === sections.length ? 'deid' : `deid-${wanted.join('-')}`);
  const before = file.read(given);
  // Figures of another size are others.
  const { seed } = before ?? given;
  let progress: Progress = before?.runs === given.runs ? before : { seed, runs: given.runs, done: {} };
  const started = performance.now();
  for (const section of wanted) {
    if (progress.done[section] !== undefined) continue;
    const rows = await runBench(commandOf(section, seed, given.runs / fullSize));
    progress = { ...progress, done: { ...progress.done, [section]: rows } };
    file.write(progress);
  }
  const figures = wanted.flatMap((section) => figuresOf(section, progress.done[section] ?? []));
  file.remove();
  for (const figure of figures) process.stderr.write(`${lineOf(figure)}\n`);
  const violations = figures.filter(({ holds }) => !holds).length;
  const seconds = Math.round((performance.now() - started) / 1000);
  return { seed, runs: given.runs, violations, figures, seconds };
}

/** @throws RangeError for a section that there is not */
function takeSections(args: readonly string[]): {
  readonly wanted: readonly Section[];
  readonly rest: readonly string[];
} {
  const at = args.findIndex((argument) => /^--sections(?:=|$)/.test(argument));
  if (at < 0) return { wanted: sections, rest: args };
  const isJoined = args[at]?.includes('=') === true;
  const names = (isJoined ? args[at]?.split('=')[1] : args[at + 1])?.split(',') ?? [];
  const wanted = sections.filter((section) => names.includes(section));
  if (wanted.length !== names.length) throw new RangeError(`--sections must be of ${sections.join(', ')}`);
  return { wanted, rest: args.filter((_, place) => place < at || place > at + (isJoined ? 0 : 1)) };
}

function commandOf(section: Section, seed: number, size: number): readonly string[] {
  const of = (count: number): string => String(Math.max(1, Math.ceil(count * size)));
  const [run, own] = [join(root, 'bench/run.ts'), (name: string) => join(root, 'bench/deid', `${name}.ts`)];
  switch (section) {
    case 'planted':
      return [
        run,
        'planted',
        '--runners',
        'isocenter-pixels',
        '--patients',
        of(11),
        '--seed',
        String(seed),
        '--dciodvfy',
        of(200),
      ];
    case 'leaks':
      return [run, 'leaks', '--seeds', of(20), '--seed', String(seed), '--rounds', of(5), '--patients', of(4)];
    case 'text':
      return [own('text'), of(5000)];
    case 'burned-in':
      return [own('burned-in'), of(2000), String(seed), `--clean-every=${Math.max(1, Math.round(1 / size))}`];
    case 'faces':
      return [run, 'faces', of(100)];
  }
}

const root = join(import.meta.dirname, '../..');

/** @throws Error where the bench fails */
async function runBench(command: readonly string[]): Promise<readonly BenchRow[]> {
  const child = spawn(process.execPath, command, { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  const rows: BenchRow[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    // Besides figures, a bench says what it leaves out.
    if (line.startsWith('{')) rows.push(JSON.parse(line) as BenchRow);
    else process.stderr.write(`${line}\n`);
  }
  const code = await ended;
  if (code !== 0) throw new Error(`${command.slice(0, 2).join(' ')} ended with code ${code}`);
  return rows;
}

function lineOf({ holds, name, value, unit, bar }: Figure): string {
  return `${holds ? 'holds ' : 'MISSES'}  ${name}: ${value ?? 'not shown'} ${unit} (${bar})`;
}
