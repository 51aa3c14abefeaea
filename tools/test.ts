/**
 * `make test`: everything that must hold, in one go. Each check counts as one test; the last line is
 * `N passed, N failed` with `, N skipped` where something was skipped, and what was skipped is listed with its reason.
 *
 * usage: node tools/test.ts [VITEST-ARGUMENTS]
 */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';

const root = join(import.meta.dirname, '..');

type Check = { readonly name: string; readonly command: readonly [string, ...string[]] };

const checks: readonly Check[] = [
  { name: 'types', command: ['tsc', '--noEmit', '-p', 'tsconfig.json'] },
  { name: 'types of what runs in a browser', command: ['tsc', '--noEmit', '-p', 'tsconfig.browser.json'] },
  { name: 'types of the web application', command: ['tsc', '--noEmit', '-p', 'apps/web/tsconfig.json'] },
  { name: 'lint and format', command: ['biome', 'check', '--error-on-warnings', '.'] },
  { name: 'nothing unused', command: ['knip'] },
  { name: 'licences of what an installation runs', command: ['node', 'tools/licences.ts'] },
  { name: 'tables of the standard are up to date', command: ['node', 'tools/standard/generate.ts', '--check'] },
  { name: 'documentation of the configuration is up to date', command: ['node', 'tools/configuration.ts', '--check'] },
  { name: 'the conformance statement is up to date', command: ['node', 'tools/conformance.ts', '--check'] },
  { name: 'the lock file is complete', command: ['node', 'tools/lockfile.ts', '--check'] },
  { name: 'the web application builds', command: ['node', 'tools/prepare.js'] },
];

type Tally = { passed: number; failed: number; readonly skipped: string[] };

/** What is read of vitest's JSON report, whose shape is that of Jest. */
type Report = {
  readonly success: boolean;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message: string;
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
  }[];
};

const tally: Tally = { passed: 0, failed: 0, skipped: [] };
const waiting = [...checks];
await Promise.all([runWaiting(), runWaiting()]);
await runTests(process.argv.slice(2), tally);

if (tally.skipped.length > 0) console.log(`\nSkipped:\n${tally.skipped.map((line) => `  ${line}`).join('\n')}`);
const skipped = tally.skipped.length > 0 ? `, ${tally.skipped.length} skipped` : '';
console.log(`\n${tally.passed} passed, ${tally.failed} failed${skipped}`);
process.exitCode = tally.failed > 0 ? 1 : 0;

/** What none of them computes on two cores, two of them do. */
async function runWaiting(): Promise<void> {
  for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) await runCheck(check, tally);
}

async function runCheck({ name, command }: Check, counts: Tally): Promise<void> {
  const start = performance.now();
  const { code, output } = await run(command, 'pipe');
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  const reason = /^skipped: (.*)$/m.exec(output)?.[1];
  if (code === 0 && reason !== undefined) counts.skipped.push(`${name}: ${reason}`);
  else if (code === 0) counts.passed += 1;
  else counts.failed += 1;
  console.log(`${code !== 0 ? 'FAIL' : reason === undefined ? 'ok  ' : 'skip'} ${name} (${seconds} s)`);
  if (code !== 0) console.log(output.trimEnd().replace(/^/gm, '     '));
}

async function runTests(args: readonly string[], counts: Tally): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), 'isocenter-report-'));
  const file = join(dir, 'report.json');
  try {
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
    const { code } = await run(['vitest', 'run', ...reporters, ...args], 'inherit');
    const before = counts.failed;
    addReport(readReport(file), counts);
    // An error outside of any test fails the run and is in no test's result.
    if (code !== 0 && counts.failed === before) counts.failed += 1;
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

function readReport(file: string): Report | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined; // vitest ended before it wrote one, and its exit code says so.
  }
}

function addReport(report: Report | undefined, counts: Tally): void {
  for (const { name, status, assertionResults } of report?.testResults ?? []) {
    const path = relative(root, name);
    // A file that could not be loaded has no tests to fail.
    if (status === 'failed' && assertionResults.length === 0) counts.failed += 1;
    for (const { fullName, status: outcome } of assertionResults) {
      if (outcome === 'passed') counts.passed += 1;
      else if (outcome === 'failed') counts.failed += 1;
      else counts.skipped.push(`${path}: ${fullName.trim()}`);
    }
  }
}

async function run(
  [program, ...args]: readonly [string, ...string[]],
  output: 'pipe' | 'inherit',
): Promise<{ code: number | null; output: string }> {
  const env = { ...process.env, PATH: `${join(root, 'node_modules/.bin')}:${process.env.PATH}` };
  const child = spawn(program, args, { cwd: root, env, stdio: ['ignore', output, output] });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
    });
  }
  const [code] = await once(child, 'close');
  return { code, output: text };
}
