/** The worker thread that de-identifies one object of the archive after the other. Run by `outgoing.ts`. */

import { inflateRawSync } from 'node:zlib';
import type { LedgerEntry } from '@isocenter/deid/ledger';
import { HeaderReader } from '@isocenter/dicom/header-reader';
import { parsePart10 } from '@isocenter/dicom/part10';
import { move, transferableSymbol, valueSymbol } from 'piscina';
import { createStreamInflater } from '../archive/inflate.ts';
import type { ActionCounts, DeidObjectAnswer, DeidObjectTask } from './object-task.ts';
import { type Deidentify, openDeidentifier } from './open-deidentifier.ts';
import { openOptionsOf } from './picture-way.ts';
import { ofReleased } from './released.ts';

/** Belongs to the thread: objects of one study come together, and plans are compiled once for them. */
let opened: { readonly mark: string; readonly deidentify: Promise<Deidentify> } | undefined;

export async function runObject(task: DeidObjectTask): Promise<DeidObjectAnswer> {
  const { file, key, profile, pictures, rules, lists, released } = task;
  const ways = openOptionsOf(pictures);
  const options = { key, profile, lists, ...ways, ...(rules && { rules }) };
  const mark = JSON.stringify([Buffer.from(key).toString('base64'), profile, ways, rules, lists]);
  if (opened?.mark !== mark) opened = { mark, deidentify: openDeidentifier(options) };
  const result = await (await opened.deidentify)(file, ofReleased(released));
  if (result.kind === 'held') return { kind: 'held', reason: result.reason, findings: result.leaks ?? [] };
  const { studyInstanceUid, seriesInstanceUid, sopInstanceUid } = result;
  const whole = joined(result.chunks);
  const { dataSetOffset, transferSyntax } = parsePart10(whole, {
    inflate: (bytes, maxOutputLength) => inflateRawSync(bytes, { maxOutputLength }),
  }).value;
  const dataSet = whole.subarray(dataSetOffset);
  const header = new HeaderReader(transferSyntax, transferSyntax.deflated ? { inflater: createStreamInflater() } : {});
  header.push(dataSet);
  const { pixelDataOffset } = header;
  return moved({
    ...{ kind: 'done', dataSet, transferSyntaxUid: transferSyntax.uid, pixelDataOffset },
    ...{ studyInstanceUid, seriesInstanceUid, sopInstanceUid, actions: countsOf(result.ledger) },
  });
}

function countsOf(ledger: readonly LedgerEntry[]): ActionCounts {
  const counts = new Map<string, number>();
  for (const { action } of ledger) counts.set(action, (counts.get(action) ?? 0) + 1);
  return Object.fromEntries(counts);
}

function joined(chunks: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(chunks.reduce((sum, { length }) => sum + length, 0));
  let end = 0;
  for (const chunk of chunks) {
    whole.set(chunk, end);
    end += chunk.length;
  }
  return whole;
}

/** Hands the memory of an answer over instead of copying it. */
function moved(answer: Extract<DeidObjectAnswer, { kind: 'done' }>): DeidObjectAnswer {
  // The pool unwraps what `move` marks, so that the other side receives the answer itself.
  return move({ [transferableSymbol]: answer.dataSet.buffer, [valueSymbol]: answer }) as unknown as DeidObjectAnswer;
}
