/**
 * Frames of the corpus with bytes changed, cut off or repeated: whatever comes out is a frame of the size that the data
 * set says or a `PixelsError`, in bounded time.
 */

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { corpusAbsence, corpusDir } from '@isocenter/testkit/corpus';
import { seededRandom } from '@isocenter/testkit/random';
import { describe, expect, test } from 'vitest';
import { createFrameDecoder } from '../src/decode.ts';
import { PixelsError } from '../src/errors.ts';
import { locateFrames } from '../src/frames.ts';
import { openCorpusImage } from './corpus-image.ts';

const runs = 60;

/** Small frames of every codec. */
const files = [
  'dicom/pydicom/test_files/MR_small_RLE.dcm',
  'dicom/pydicom/test_files/MR_small_jp2klossless.dcm',
  'dicom/pydicom/test_files/SC_rgb_gdcm_KY.dcm',
  'dicom/pydicom/test_files/MR_small_jpeg_ls_lossless.dcm',
  'dicom/pydicom/test_files/SC_rgb_jls_lossy_line.dcm',
  'dicom/pydicom/test_files/SC_rgb_dcmtk_+eb+cy+n1.dcm',
  'dicom/pydicom/test_files/JPEG-lossy.dcm',
  'dicom/cornerstone-ts/CTImage.dcm_JPEGProcess10_12TransferSyntax_1.2.840.10008.1.2.4.55.dcm',
  'dicom/pydicom/test_files/SC_rgb_jpeg_gdcm.dcm',
  'dicom/pydicom-data/liver_deflate.dcm',
  'made/htj2k/us8rgb_lossy.dcm',
  'dicom/dcm4che/will-jxl.dcm',
];

const require = createRequire(import.meta.url);

describe.skipIf(corpusDir === undefined)(`damaged frames ${corpusDir === undefined ? corpusAbsence : ''}`, () => {
  test.each(files)('%s', async (path) => {
    const entry = openCorpusImage(path);
    if (entry === undefined) throw new Error('no image');
    const decoder = createFrameDecoder({
      loadWasm: async (name) => new Uint8Array(readFileSync(require.resolve(name))),
    });
    const { value: table } = await locateFrames(entry.image, entry.description);
    const frame = await table.read(1);
    const { rows, columns, samplesPerPixel } = entry.description;
    const random = seededRandom(20260115);
    for (let i = 0; i < runs; i++) {
      try {
        const decoded = await decoder.decodeFrame(
          damage(frame, random),
          entry.image.transferSyntax.uid,
          entry.description,
        );
        expect(decoded.cells.length).toBe(rows * columns * samplesPerPixel);
      } catch (error) {
        expect(error).toBeInstanceOf(PixelsError);
      }
    }
    const whole = await decoder.decodeFrame(frame, entry.image.transferSyntax.uid, entry.description);
    expect(whole.findings).toEqual([]);
  });
});

function damage(frame: Uint8Array, random: ReturnType<typeof seededRandom>): Uint8Array {
  const damaged = frame.slice();
  const kind = random.below(4);
  if (kind === 0) return damaged.subarray(0, random.below(frame.length));
  // The head holds sizes and tables, so half of the changes go there.
  const reach = random.below(2) === 0 ? Math.min(frame.length, 200) : frame.length;
  for (let changes = 1 + random.below(6); changes > 0; changes--) damaged[random.below(reach)] = random.below(256);
  if (kind === 1) damaged.copyWithin(random.below(frame.length), random.below(frame.length));
  return damaged;
}
