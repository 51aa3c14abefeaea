/**
 * The faces of all series of a Frame of Reference, in a worker thread: a series is in memory as a whole, one after the
 * other. What a series does not show by itself (a few thick slices, a slab) is taken off by where another one showed it.
 * Faces that are moved are moved alike in all series, so that one still lies on the other.
 */

import { inflateRawSync } from 'node:zlib';
import { type OfFile, parseInput } from '@isocenter/deid/deidentify-file';
import {
  type CleanedSeries,
  cleanSeriesFaces,
  type FaceCleaning,
  type FaceHeld,
} from '@isocenter/deid/faces/clean-series';
import type { FoundFace } from '@isocenter/deid/faces/face-region';
import { createKeyedRandom } from '@isocenter/deid/faces/keyed-random';
import { createFrameDecoder } from '@isocenter/pixels/decode';
import type { DeidAnswer, DeidResult, FaceSeries, FaceTask } from './deid-task.ts';
import { loadWasm } from './open-deidentifier.ts';

/** As much as is decoded at once; some five times as much is needed for a moment. */
const maxSeriesBytes = 2 ** 29;

export type FaceTools = {
  readonly key: Uint8Array;
  readonly cleaning: FaceCleaning;
  /** Into memory of its own. */
  read(path: string): Promise<Uint8Array | 'file-unreadable' | 'too-large'>;
  /** The ordinary way through de-identification. */
  deidentify(input: Uint8Array, ofFile: OfFile): Promise<DeidAnswer>;
};

type Look = { readonly inputs: readonly Uint8Array[]; readonly cleaned: CleanedSeries };

/** Answers in the order of series and files, and whether the Frame of Reference shows a face. */
export async function runFaceTask({ series }: FaceTask, tools: FaceTools): Promise<DeidResult> {
  const answers = new Map<FaceSeries, readonly DeidAnswer[]>();
  const rest: FaceSeries[] = [];
  const reasons = new Set<FaceHeld | undefined>();
  let face: FoundFace | undefined;
  // The finest first: it shows most.
  for (const one of [...series].sort((a, b) => b.sizeBytes - a.sizeBytes || (a.name < b.name ? -1 : 1))) {
    const alike = tools.cleaning === 'keep-lesions' && face !== undefined ? await lookAt(one, tools, face) : undefined;
    // Where the patient has moved in between, a series is looked at by itself.
    const look = alike?.cleaned.kind === 'changed' ? alike : await lookAt(one, tools);
    if (look.cleaned.kind === 'changed') {
      face ??= look.cleaned.face;
      answers.set(one, await writeChanged(look, tools));
    } else {
      rest.push(one);
      reasons.add(look.cleaned.kind === 'held' ? look.cleaned.reason : undefined);
    }
  }
  // A scout shows no more than the slices beside it do.
  const isHeadless = face === undefined && reasons.has(undefined) && [...reasons].every(isNoneOfHead);
  for (const one of rest) answers.set(one, await finish(one, { face, isHeadless }, tools));
  const all = series.flatMap((one) => answers.get(one) ?? []);
  return { answers: all, showsNoFace: isHeadless };
}

function isNoneOfHead(reason: FaceHeld | undefined): boolean {
  return reason === undefined || reason === 'face-not-slices';
}

type Found = { readonly face: FoundFace | undefined; readonly isHeadless: boolean };

async function finish(
  series: FaceSeries,
  { face, isHeadless }: Found,
  tools: FaceTools,
): Promise<readonly DeidAnswer[]> {
  const look = await lookAt(series, tools, face);
  if (look.cleaned.kind === 'changed') return writeChanged(look, tools);
  if (look.cleaned.kind === 'held' && !isHeadless) return series.paths.map(() => held(look));
  const answers: DeidAnswer[] = [];
  for (const input of look.inputs) answers.push(await tools.deidentify(input, {}));
  return answers;
}

function held({ cleaned }: Look): DeidAnswer {
  return { kind: 'held', reason: cleaned.kind === 'held' ? cleaned.reason : 'face-not-proven' };
}

async function writeChanged({ inputs, cleaned }: Look, tools: FaceTools): Promise<readonly DeidAnswer[]> {
  const answers: DeidAnswer[] = [];
  const faces = tools.cleaning === 'cut-off' ? 'deface' : 'reface';
  for (const at of inputs.keys()) {
    if (cleaned.kind === 'changed') answers.push(await tools.deidentify(cleaned.rewrite(at), { faces }));
  }
  return answers;
}

async function lookAt(series: FaceSeries, tools: FaceTools, face?: FoundFace): Promise<Look> {
  const none = (reason: FaceHeld): Look => ({ inputs: [], cleaned: { kind: 'held', reason } });
  if (series.sizeBytes > maxSeriesBytes) return none('face-series-too-large');
  const inputs: Uint8Array[] = [];
  for (const path of series.paths) {
    const input = await tools.read(path);
    if (typeof input === 'string') return none('face-slices-uneven');
    inputs.push(input);
  }
  const inflate = (bytes: Uint8Array, maxOutputLength: number) => inflateRawSync(bytes, { maxOutputLength });
  const files = inputs.map((input) => parseInput(input, inflate));
  if (!files.every((file) => typeof file !== 'string')) return none('face-slices-uneven');
  const decoder = createFrameDecoder({ loadWasm });
  const random = createKeyedRandom(tools.key, series.name);
  const options = { cleaning: tools.cleaning, random, plan: face };
  const cleaned = await cleanSeriesFaces(files, { decoder, inflate }, options);
  return { inputs, cleaned };
}
