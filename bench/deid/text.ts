/**
 * De-identification of report text on planted reports: recall by kind with its 95 % interval (Wilson), blind and with the
 * record's identifiers; precision; eponyms kept and the same names removed; reports a second on one core.
 *
 * usage: node bench/deid/text.ts [REPORTS] [--from SEED]   5000 from seed 1 unless told; --misses prints what was missed
 * or too much
 */

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { findIdentity, type IdentitySpan } from '@isocenter/deid/text/find-identity';
import { createTermSet } from '@isocenter/deid/text/term-set';
import { createWordLists } from '@isocenter/deid/text/word-lists';
import { buildEponymSentences, buildPlantedReport, hasCorpus, type PlantedReport } from './planted-reports.ts';

type Tally = { planted: number; found: number };

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { from: { type: 'string', default: '1' }, misses: { type: 'boolean', default: false } },
});
const count = Number(positionals[0] ?? 5000);
const from = Number(options.from);
const showsMisses = options.misses;
const lists = createWordLists();
const print = (id: string, value: number, unit: string, more: object = {}): void =>
  console.log(JSON.stringify({ id: `deid-text-${id}`, value, unit, ...more }));

measure('blind', (report) => findIdentity(report.text, { lists }));
measure('known', (report) => findIdentity(report.text, { lists, terms: termsOf(report) }));
measureEponyms();
measureNotes();

function measure(name: string, find: (report: PlantedReport) => readonly IdentitySpan[]): void {
  const tallies = new Map<string, Tally>();
  let [predicted, wrong, timeMs] = [0, 0, 0];
  for (let seed = from; seed < from + count; seed += 1) {
    const report = buildPlantedReport(seed);
    const began = performance.now();
    const spans = find(report);
    timeMs += performance.now() - began;
    for (const planted of report.spans) {
      const found = isCovered(report.text, planted, spans);
      for (const kind of ['all', planted.kind]) {
        const tally = tallies.get(kind) ?? { planted: 0, found: 0 };
        tallies.set(kind, { planted: tally.planted + 1, found: tally.found + (found ? 1 : 0) });
      }
      if (!found && showsMisses) tell(`${name} missed ${planted.kind}`, report.text, planted);
    }
    predicted += spans.length;
    for (const span of spans)
      if (!report.spans.some(({ start, end }) => start < span.end && span.start < end)) {
        wrong += 1;
        if (showsMisses) tell(`${name} too much ${span.kind}`, report.text, span);
      }
  }
  const of = { reports: count, seeds: `${from}-${from + count - 1}`, corpusNames: hasCorpus };
  for (const [kind, { planted, found }] of tallies)
    print(`${name}-recall-${kind}`, found / planted, 'fraction', {
      ...of,
      planted,
      missed: planted - found,
      interval: wilson(found, planted),
    });
  print(`${name}-precision`, 1 - wrong / predicted, 'fraction', { ...of, spans: predicted, wrong });
  print(`${name}-speed`, (count / timeMs) * 1000, 'reports/s on one core', of);
}

function measureEponyms(): void {
  const sentences = buildEponymSentences();
  for (const isPerson of [false, true]) {
    const asked = sentences.filter((sentence) => sentence.isPerson === isPerson);
    const right = asked.filter(({ text, name }) => {
      const spans = findIdentity(text, { lists });
      const at = text.indexOf(name);
      const ok = isPerson ? isCovered(text, { start: at, end: at + name.length }, spans) : spans.length === 0;
      if (!ok && showsMisses) tell(isPerson ? 'name stays' : 'eponym goes', text, { start: 0, end: text.length });
      return ok;
    }).length;
    print(isPerson ? 'eponym-names-removed' : 'eponyms-kept', right / asked.length, 'fraction', {
      sentences: asked.length,
      interval: wilson(right, asked.length),
    });
  }
}

/** The notes of the corpus, whose identity others planted. */
function measureNotes(): void {
  const file = join(import.meta.dirname, '../../../shared/corpus/made/phi-notes/notes.jsonl');
  if (!existsSync(file)) {
    console.log('skipped: the corpus is absent');
    return;
  }
  type Note = { readonly text: string; readonly phi: readonly { readonly start: number; readonly end: number }[] };
  // A file of the corpus, whose form its README tells.
  const notes = readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Note);
  let [planted, found, predicted, wrong] = [0, 0, 0, 0];
  for (const { text, phi } of notes) {
    const spans = findIdentity(text, { lists });
    planted += phi.length;
    found += phi.filter((span) => isCovered(text, span, spans)).length;
    predicted += spans.length;
    wrong += spans.filter((span) => !phi.some(({ start, end }) => start < span.end && span.start < end)).length;
  }
  print('phi-notes-recall', found / planted, 'fraction', { planted, interval: wilson(found, planted) });
  print('phi-notes-precision', 1 - wrong / predicted, 'fraction', { spans: predicted, wrong });
}

function termsOf({ known }: PlantedReport): ReturnType<typeof createTermSet> {
  return createTermSet([
    { kind: 'patient-name', value: known.patient },
    ...known.persons.map((value) => ({ kind: 'other-person' as const, value })),
    { kind: 'patient-id', value: known.id },
    { kind: 'accession-number', value: known.accession },
    { kind: 'birth-date', value: known.birth },
  ]);
}

/** Every letter and digit of it. */
function isCovered(
  text: string,
  planted: { readonly start: number; readonly end: number },
  spans: readonly { readonly start: number; readonly end: number }[],
): boolean {
  for (let at = planted.start; at < planted.end; at += 1)
    if (/[\p{L}\p{N}]/u.test(text[at] ?? '') && !spans.some(({ start, end }) => start <= at && at < end)) return false;
  return true;
}

function wilson(found: number, planted: number): readonly [number, number] {
  const [z, p] = [1.96, found / planted];
  const middle = p + (z * z) / (2 * planted);
  const half = z * Math.sqrt((p * (1 - p)) / planted + (z * z) / (4 * planted * planted));
  const whole = 1 + (z * z) / planted;
  return [(middle - half) / whole, (middle + half) / whole];
}

function tell(what: string, text: string, { start, end }: { readonly start: number; readonly end: number }): void {
  console.error(
    `${what}: ${JSON.stringify(`${text.slice(Math.max(0, start - 25), start)}[${text.slice(start, end)}]${text.slice(end, end + 12)}`)}`,
  );
}
