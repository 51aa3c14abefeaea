/**
 * Breaks small data sets and files at random and holds the readers to what they promise for any input: nothing is
 * thrown but `DicomError`, what was read is written back to the byte, budgets hold, the header read from a stream is
 * the header of the whole, and no input takes long.
 *
 * Every case follows from seed and number alone, so that a violation can be repeated with `--seed S --first N --runs 1 --fresh`.
 */

import { inflateRawSync } from 'node:zlib';
import type { DataSet } from '@isocenter/dicom/data-set';
import { encodeDataSet } from '@isocenter/dicom/encode';
import { DicomError } from '@isocenter/dicom/errors';
import type { Finding, Parsed } from '@isocenter/dicom/finding';
import { HeaderReader } from '@isocenter/dicom/header-reader';
import { stringifyDicomJson, toDicomJson } from '@isocenter/dicom/json';
import { parseDataSet } from '@isocenter/dicom/parse';
import { encodePart10, parsePart10 } from '@isocenter/dicom/part10';
import { Part10Reader } from '@isocenter/dicom/part10-reader';
import { tagFrom } from '@isocenter/dicom/tag';
import type { TransferSyntax } from '@isocenter/dicom/transfer-syntax';
import { validateElement } from '@isocenter/dicom/validate';
import { getNumbers, getStrings } from '@isocenter/dicom/values';
import { mutate } from '@isocenter/testkit/mutate';
import { type Random, seededRandom } from '@isocenter/testkit/random';
import { buildFuzzSeeds, type FuzzSeed } from './fuzz-data-set-seeds.ts';

export type FuzzOptions = {
  readonly seed: number;
  /** Inputs at most. */
  readonly runs: number;
  /** Time at most. */
  readonly seconds: number;
  /** Number of the first case; 0 unless told. */
  readonly first?: number;
};

export type FuzzResult = {
  readonly seed: number;
  readonly runs: number;
  readonly violations: number;
  /** Of the first violations: number of the case and what was broken. */
  readonly cases: readonly string[];
  readonly perSecond: number;
  readonly slowestMs: number;
  /** How many inputs each finding or error turned up in: shows what the mutants reach. */
  readonly reached: { readonly [code: string]: number };
};

/** Far above what a small input can take, far below what a person calls hanging. */
const slowMs = 500;
const tightBudget = { maxDepth: 3, maxElements: 12, maxFindings: 20, maxInflatedBytes: 4096 };
const streamBudget = { maxHeaderBytes: 6000, maxValueBytes: 40 };
const pixelDataFrom = tagFrom(0x7fe0, 0x0008);
const inflate = (deflated: Uint8Array, maxBytes: number) => inflateRawSync(deflated, { maxOutputLength: maxBytes });

/** Fuzzes until `runs` or `seconds` are used up. */
export function fuzzDataSets({ seed, runs, seconds, first = 0 }: FuzzOptions): FuzzResult {
  const seeds = buildFuzzSeeds();
  const reached = new Map<string, number>();
  const cases: string[] = [];
  const start = performance.now();
  let violations = 0;
  let slowestMs = 0;
  let done = 0;
  let before = start;
  while (done < runs && before - start < seconds * 1000) {
    const number = first + done;
    const broken = runCase(seeds, seededRandom(seed, number), reached);
    const now = performance.now();
    slowestMs = Math.max(slowestMs, now - before);
    const violation = broken ?? (now - before > slowMs && isSlow(seeds, seed, number) ? 'slow' : undefined);
    if (violation !== undefined) {
      violations += 1;
      if (cases.length < 20) cases.push(`data set ${number}: ${violation}`);
    }
    before = now;
    done += 1;
  }
  const perSecond = Math.round(done / Math.max(0.001, (before - start) / 1000));
  return { seed, runs: done, violations, cases, perSecond, slowestMs, reached: Object.fromEntries(reached) };
}

/** True where a case takes long every time; once, it may have been the machine that was busy. */
function isSlow(seeds: readonly FuzzSeed[], seed: number, number: number): boolean {
  return [1, 2, 3].every(() => {
    const start = performance.now();
    runCase(seeds, seededRandom(seed, number), new Map());
    return performance.now() - start > slowMs;
  });
}

/** Returns what was broken. */
function runCase(seeds: readonly FuzzSeed[], random: Random, reached: Map<string, number>): string | undefined {
  const seed = seeds[random.below(seeds.length)];
  if (seed === undefined) return 'no seed';
  const bytes = mutate(seed.bytes, random, seed);
  try {
    const findings = seed.kind === 'file' ? checkFile(bytes, random) : checkDataSet(bytes, seed.transferSyntax, random);
    for (const code of new Set(findings.map((finding) => finding.code)))
      reached.set(code, (reached.get(code) ?? 0) + 1);
    return undefined;
  } catch (error) {
    if (error instanceof Violation) return error.message;
    if (!(error instanceof DicomError)) return error instanceof Error ? (error.stack ?? error.message) : 'not an error';
    reached.set(error.code, (reached.get(error.code) ?? 0) + 1);
    return undefined;
  }
}

class Violation extends Error {}

function checkDataSet(bytes: Uint8Array, transferSyntax: TransferSyntax, random: Random): readonly Finding[] {
  const isTight = random.below(4) === 0;
  const parsed = parseDataSet(bytes, transferSyntax, isTight ? { budget: tightBudget } : {});
  checkBudget(parsed, isTight);
  if (!equal(encodeDataSet(parsed.value, transferSyntax), bytes)) throw new Violation('not written as it was read');
  if (random.below(4) === 0) checkStream(bytes, transferSyntax, random);
  if (random.below(8) === 0) readValues(parsed.value);
  if (random.below(16) === 0) stringifyDicomJson(toDicomJson(parsed.value));
  return parsed.findings;
}

function checkFile(bytes: Uint8Array, random: Random): readonly Finding[] {
  if (random.below(4) === 0) checkFileStream(bytes, random);
  const isTight = random.below(4) === 0;
  const parsed = parsePart10(bytes, isTight ? { inflate, budget: tightBudget } : { inflate });
  if (!equal(encodePart10(parsed.value), bytes)) throw new Violation('not written as it was read');
  return parsed.findings;
}

/** The header that comes piece by piece has the same elements; a tight budget leaves out values, but never fails otherwise. */
function checkStream(bytes: Uint8Array, transferSyntax: TransferSyntax, random: Random): void {
  const reader = new HeaderReader(transferSyntax, random.below(2) === 0 ? { budget: streamBudget } : {});
  pushAll(reader, bytes, random);
  const { value, findings } = reader.header;
  if (reader.failed !== undefined || findings.some((finding) => finding.severity === 'error')) return;
  const whole = parseDataSet(bytes, transferSyntax, { stopAt: pixelDataFrom });
  if (whole.findings.length !== findings.length || findings.some(({ code }) => code === 'tag-order')) return;
  const header = (dataSet: DataSet) => dataSet.elements.filter((element) => element.tag < pixelDataFrom);
  const tags = (dataSet: DataSet) =>
    header(dataSet)
      .map((element) => `${element.tag} ${element.vr}`)
      .join();
  if (tags(whole.value) !== tags(value)) throw new Violation('the streamed header differs');
}

function checkFileStream(bytes: Uint8Array, random: Random): void {
  const reader = new Part10Reader({ budget: streamBudget });
  pushAll(reader, bytes, random);
  if (reader.failed === undefined && reader.transferSyntax === undefined)
    throw new Violation('neither read nor failed');
}

function pushAll(reader: HeaderReader | Part10Reader, bytes: Uint8Array, random: Random): void {
  const largest = random.pick([1, 3, 20, 1000]);
  for (let at = 0; at < bytes.length; ) {
    // A copy that is overwritten afterwards shows whether a chunk is kept.
    const chunk = bytes.slice(at, at + 1 + random.below(largest));
    const answer = reader.push(chunk);
    at += chunk.length;
    chunk.fill(0xaa);
    if (answer === 'complete') return;
  }
  reader.end();
}

function checkBudget({ value, findings }: Parsed<DataSet>, isTight: boolean): void {
  if (!isTight) return;
  // The first of each kind is listed beyond it.
  const kinds = new Set(findings.map(({ code }) => code)).size;
  if (findings.length > tightBudget.maxFindings + kinds) throw new Violation('more findings than the budget');
  if (depthOf(value) > tightBudget.maxDepth) throw new Violation('deeper than the budget');
  if (countOf(value) > tightBudget.maxElements) throw new Violation('more elements than the budget');
}

function depthOf(dataSet: DataSet): number {
  return Math.max(
    0,
    ...dataSet.elements.map(({ value }) =>
      value.kind === 'sequence' ? 1 + Math.max(0, ...value.items.map(depthOf)) : 0,
    ),
  );
}

function countOf(dataSet: DataSet): number {
  let count = dataSet.elements.length;
  for (const { value } of dataSet.elements) {
    if (value.kind === 'sequence') for (const item of value.items) count += 1 + countOf(item);
  }
  return count;
}

function readValues(dataSet: DataSet): void {
  for (const element of dataSet.elements) {
    const { tag, value } = element;
    getStrings(dataSet, tag);
    getNumbers(dataSet, tag);
    validateElement(element, dataSet.characterSets);
    if (value.kind === 'sequence') for (const item of value.items) readValues(item);
  }
}

function equal(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && Buffer.compare(a, b) === 0;
}
