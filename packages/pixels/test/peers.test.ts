/**
 * Every file of the corpus that can be shown, rendered and held against peers: at least 99.9 % of the samples within
 * 1/255. Files without truth are listed as skipped with the reason; files that cannot be shown must say why.
 */

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { corpusAbsence, corpusDir, listCorpus } from '@isocenter/testkit/corpus';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bytesOf } from '../src/codecs/native.ts';
import { createFrameDecoder, type DecodedFrame } from '../src/decode.ts';
import { readDisplayParameters } from '../src/display-parameters.ts';
import { PixelsError } from '../src/errors.ts';
import { locateFrames } from '../src/frames.ts';
import { type RenderedImage, renderFrame } from '../src/render.ts';
import { type CorpusImage, openCorpusImage } from './corpus-image.ts';
import { openPeerBench, type PeerBench, windowOptions } from './peer-render.ts';
import { notDisplayable, type Truth, truthOf, windowInFunctionalGroups } from './peer-truth.ts';

const smallestShare = 0.999;
const largestStep = 1;

const require = createRequire(import.meta.url);
const decoder = createFrameDecoder({ loadWasm: async (name) => new Uint8Array(readFileSync(require.resolve(name))) });

const opened = listCorpus().flatMap(({ path }) => {
  if (path in notDisplayable) return [];
  const corpusImage = openIfImage(path);
  return corpusImage === undefined ? [] : [{ path, ...corpusImage }];
});

describe.skipIf(corpusDir === undefined)(
  `rendering of the corpus ${corpusDir === undefined ? corpusAbsence : ''}`,
  () => {
    let bench: PeerBench;
    beforeAll(async () => {
      bench = await openPeerBench();
    });
    afterAll(() => bench.close());

    const peersInstalled = ['dcm2pnm', 'dcmj2pnm', 'dcml2pnm', 'gdcmconv'].every(isInstalled);

    for (const entry of opened.filter(({ path }) => !isMoreOfTheSame(path))) {
      const truth = truthOf(entry.path, entry.image.transferSyntax);
      const reason =
        truth.kind === 'none' ? truth.reason : peersInstalled ? undefined : 'DCMTK or GDCM is not installed';
      if (reason !== undefined) {
        test.skip(`${entry.path} (left out: ${reason})`, () => undefined);
        continue;
      }
      test.concurrent(`${entry.path} looks as its ${truth.kind} truth`, async () => {
        await expectTruth(entry, truth, bench);
      });
    }

    test('covers each modality and each transfer syntax that has a codec', () => {
      const syntaxes = new Set(opened.map(({ image }) => image.transferSyntax.uid));
      expect([...syntaxes].filter((uid) => uid.startsWith('1.2.840.10008.1.2')).length).toBeGreaterThanOrEqual(20);
      expect(opened.length).toBeGreaterThanOrEqual(430);
    });

    test.each(Object.entries(notDisplayable))('%s is refused with %s', async (path, code) => {
      await expect(showFirst(path)).rejects.toMatchObject({ code });
    });
  },
);

/** Of a series of a hundred equal slices each tenth is held against the peers. */
function isMoreOfTheSame(path: string): boolean {
  const [, number] = /^dicom\/ge-fmri-series-150\/.*-(\d+)\.dcm$/.exec(path) ?? [];
  return number !== undefined && Number(number) % 10 !== 0;
}

function openIfImage(path: string): CorpusImage | undefined {
  try {
    return openCorpusImage(path);
  } catch (error) {
    // Not DICOM at all, or inflating beyond the budget: the parser's tests look at those.
    if (error instanceof PixelsError) throw error;
    return undefined;
  }
}

async function showFirst(path: string): Promise<void> {
  const entry = openCorpusImage(path);
  if (entry === undefined) throw new PixelsError('pixel-data-missing', 'no Pixel Data');
  await show(entry, 1);
}

async function show(entry: CorpusImage, frame: number): Promise<{ decoded: DecodedFrame; rendered: RenderedImage }> {
  const { value: table } = await locateFrames(entry.image, entry.description);
  const bytes = await table.read(frame);
  const decoded = await decoder.decodeFrame(bytes, entry.image.transferSyntax.uid, entry.description);
  const display = readDisplayParameters(entry.dataSet, entry.description, frame);
  return { decoded, rendered: renderFrame(decoded, display) };
}

async function expectTruth(entry: CorpusImage & { path: string }, truth: Truth, bench: PeerBench): Promise<void> {
  if (truth.kind === 'sha1') {
    const { decoded } = await show(entry, 1);
    expect(createHash('sha1').update(bytesOf(decoded.cells)).digest('hex')).toBe(truth.sha1);
    return;
  }
  const file = join(corpusDir ?? '', entry.path);
  const source = truth.kind === 'gdcm' ? await bench.decompress(file, truth.option) : file;
  const listed = 'frames' in truth ? truth.frames : undefined;
  for (const frame of listed ?? someFrames(entry.description.numberOfFrames)) {
    const { rendered } = await show(entry, frame);
    const expected = await renderTruth(entry, truth, { bench, source, frame });
    expect([rendered.width, rendered.height, rendered.channels]).toEqual([
      expected.width,
      expected.height,
      expected.channels,
    ]);
    expect(shareWithin(rendered.samples, expected.samples)).toBeGreaterThanOrEqual(smallestShare);
  }
}

async function renderTruth(
  entry: CorpusImage & { path: string },
  truth: Truth,
  at: { bench: PeerBench; source: string; frame: number },
): Promise<RenderedImage> {
  if (truth.kind === 'same-as') {
    const sibling = openCorpusImage(truth.path);
    if (sibling === undefined) throw new Error(`${truth.path} has no pixels`);
    return (await show(sibling, at.frame)).rendered;
  }
  const display = readDisplayParameters(entry.dataSet, entry.description, at.frame);
  const window = windowOptions(entry.description, display, windowInFunctionalGroups.test(entry.path));
  return at.bench.render(truth.kind === 'dcmtk' ? truth.tool : 'dcm2pnm', at.source, at.frame, window);
}

/** First, middle and last. */
function someFrames(count: number): readonly number[] {
  return [...new Set([1, Math.ceil(count / 2), count])];
}

function shareWithin(actual: Uint8Array, expected: Uint8Array): number {
  let outside = 0;
  for (let i = 0; i < actual.length; i++) {
    if (Math.abs((actual[i] ?? 0) - (expected[i] ?? 0)) > largestStep) outside++;
  }
  return 1 - outside / actual.length;
}

function isInstalled(program: string): boolean {
  try {
    execFileSync('which', [program], { stdio: 'ignore' });
    return true;
  } catch {
    // Absent: the tests that need it are reported as skipped.
    return false;
  }
}
