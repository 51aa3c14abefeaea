/** Every file of the corpus is written back as it was read, and every odd one says what is odd about it. */

import { corpusAbsence, corpusDir, listCorpus, readCorpusFile } from '@isocenter/testkit/corpus';
import { createInflater, inflate } from '@isocenter/testkit/inflate';
import { seededRandom } from '@isocenter/testkit/random';
import { describe, expect, it } from 'vitest';
import type { DataSet } from '../src/data-set.ts';
import { DicomError } from '../src/errors.ts';
import type { Finding } from '../src/finding.ts';
import { encodePart10, parsePart10 } from '../src/part10.ts';
import { Part10Reader } from '../src/part10-reader.ts';
import { tagFrom } from '../src/tag.ts';

/** What breaks the standard, as code and offset from the start of the file. Every file that is not here is well formed. */
const odd: { readonly [path: string]: readonly string[] } = {
  'dicom/cornerstone-ts/CTImage.dcm_JPEG2000LosslessOnlyTransferSyntax_1.2.840.10008.1.2.4.90.dcm': [
    'fragments-vr 7030',
  ],
  'dicom/cornerstone-ts/CTImage.dcm_JPEG2000TransferSyntax_1.2.840.10008.1.2.4.91.dcm': ['fragments-vr 7400'],
  'dicom/cornerstone-ts/CTImage.dcm_JPEGLSLossyTransferSyntax_1.2.840.10008.1.2.4.81.dcm': ['fragments-vr 7400'],
  'dicom/dcm4che/3gb-bulk-data-truncated': ['length-beyond-end 1908'],
  'dicom/dcm4che/no_preamble_dicm_in_data': ['no-preamble 0', 'no-file-meta 0'],
  'dicom/fo-dicom-mg-pt/GH364.dcm': ['meta-group-length 132', 'stray-delimiter 1136', 'odd-length 1782'],
  'dicom/highdicom/dx_image.dcm': ['odd-length 2154'],
  'dicom/pydicom-data/JLSL_RGB_ILV0.dcm': ['no-preamble 0', 'meta-group-length 0'],
  'dicom/pydicom/test_files/693_J2KI.dcm': ['fragments-vr 2006'],
  'dicom/pydicom/test_files/ExplVR_BigEndNoMeta.dcm': ['no-preamble 0', 'no-file-meta 0'],
  'dicom/pydicom/test_files/ExplVR_LitEndNoMeta.dcm': ['no-preamble 0', 'no-file-meta 0'],
  'dicom/pydicom/test_files/MR_small_jp2klossless.dcm': ['fragments-vr 1520'],
  'dicom/pydicom/test_files/MR_small_jpeg_ls_lossless.dcm': ['fragments-vr 1520'],
  'dicom/pydicom/test_files/MR_truncated.dcm': ['length-beyond-end 1488'],
  'dicom/pydicom/test_files/SC_rgb_jpeg.dcm': ['implicit-data-set 356'],
  'dicom/pydicom/test_files/SC_rgb_rle_16bit.dcm': ['fragments-vr 1306'],
  'dicom/pydicom/test_files/SC_rgb_rle_16bit_2frame.dcm': ['fragments-vr 1316'],
  // The last item of the directory ends 24 bytes before it says.
  'dicom/pydicom/test_files/dicomdirtests/DICOMDIR-nooffset': ['length-beyond-end 10860'],
  'dicom/pydicom/test_files/meta_missing_tsyntax.dcm': [
    'no-transfer-syntax 202',
    'reserved-group 202',
    'reserved-group 218',
    'reserved-group 234',
    'reserved-group 274',
    'odd-length 274',
  ],
  'dicom/pydicom/test_files/nested_priv_SQ.dcm': [
    'reserved-group 228',
    'reserved-group 244',
    'reserved-group 260',
    'reserved-group 300',
    'odd-length 300',
  ],
  'dicom/pydicom/test_files/no_meta_group_length.dcm': ['meta-group-length 132'],
  'dicom/pydicom/test_files/rtdose_rle.dcm': ['fragments-vr 1764'],
  'dicom/pydicom/test_files/rtdose_rle_1frame.dcm': ['fragments-vr 1754'],
  // Cut inside a sequence inside a sequence: both sequences, both items and the element are shorter than they say.
  'dicom/pydicom/test_files/rtplan_truncated.dcm': [
    'length-beyond-end 1410',
    'length-beyond-end 1418',
    'length-beyond-end 1770',
    'length-beyond-end 1778',
    'length-beyond-end 2092',
  ],
  'dicom/pydicom/test_files/rtstruct.dcm': ['no-preamble 0', 'no-file-meta 0'],
  'made/hostile/length_beyond_eof.dcm': ['length-beyond-end 518'],
  'made/hostile/phi_in_private_and_text.dcm': ['tag-order 490'],
  'made/hostile/preamble_html.dcm': ['preamble-executable 0'],
  'made/hostile/preamble_mz.dcm': ['preamble-executable 0'],
};

/** What is not read at all. */
const refused: { readonly [path: string]: string } = {
  // A byte too many stands before the data set.
  'dicom/pydicom/test_files/no_meta.dcm': 'not-dicom',
  'made/hostile/deflate_64MB.dcm': 'inflate-failed',
};

/** What the standard allows, but a reader had better know. */
const unknownSequence = 'dicom/pydicom/test_files/UN_sequence.dcm';

const files = listCorpus().map(({ path }) => path);
const readable = files.filter((path) => !(path in refused));
const title = (what: string) => `${what}${corpusDir ? '' : ` (${corpusAbsence})`}`;
const code = ({ code, offset }: Finding) => `${code} ${offset}`;

describe.skipIf(corpusDir === undefined)(title('the corpus'), () => {
  it('is written back to the byte, odd files too', () => {
    const differing = readable.filter((path) => {
      const bytes = readCorpusFile(path);
      return Buffer.compare(encodePart10(parsePart10(bytes, { inflate }).value), bytes) !== 0;
    });
    expect(differing).toEqual([]);
    expect(readable.length).toBe(536);
  });

  it('has exactly these odd files, with these findings at these offsets', () => {
    const found: { [path: string]: string[] } = {};
    for (const path of readable) {
      const { findings } = parsePart10(readCorpusFile(path), { inflate });
      const severe = findings.filter(({ severity }) => severity !== 'note');
      if (severe.length > 0) found[path] = severe.map(code);
    }
    expect(found).toEqual(odd);
  });

  it('notes a sequence that is written as UN', () => {
    const { findings } = parsePart10(readCorpusFile(unknownSequence));
    expect(findings.map(code)).toEqual(['un-sequence 358']);
  });

  it.each(Object.entries(refused))('refuses %s with the code %s', (path, expected) => {
    const parse = () => parsePart10(readCorpusFile(path), { inflate });
    expect(parse).toThrow(DicomError);
    expect(parse).toThrow(expect.objectContaining({ code: expected }));
  });

  it('is read as far as it goes when it is cut, at every byte of its small files', () => {
    const small = readable.map((path) => new Uint8Array(readCorpusFile(path))).filter(({ length }) => length < 2000);
    expect(small.length).toBeGreaterThan(20);
    for (const bytes of small) {
      for (let length = 0; length < bytes.length; length += 1) {
        const start = bytes.subarray(0, length);
        try {
          const { value } = parsePart10(start, { inflate });
          expect(Buffer.compare(encodePart10(value), start)).toBe(0);
        } catch (error) {
          // Only what is cut before its data set, or is deflated, cannot be read at all.
          expect(error).toBeInstanceOf(DicomError);
          expect(['empty-input', 'not-dicom', 'inflate-failed']).toContain((error as DicomError).code);
        }
      }
    }
  });

  it('gives the same header in chunks of any size as in one piece', () => {
    const random = seededRandom(1);
    for (const path of readable) {
      // A copy, because slices of a Node.js Buffer share its bytes.
      const bytes = new Uint8Array(readCorpusFile(path));
      const whole = parsePart10(bytes, { inflate, stopAt: tagFrom(0x7fe0, 0x0008) });
      const reader = new Part10Reader({ createInflater, budget: { maxValueBytes: 1 << 24, maxHeaderBytes: 1 << 28 } });
      const largest = random.pick([7, 100, 5000, 100_000]);
      for (let at = 0; at < bytes.length; ) {
        const chunk = bytes.slice(at, at + 1 + random.below(largest));
        at += chunk.length;
        if (reader.push(chunk) === 'complete') break;
        chunk.fill(0xaa);
      }
      reader.end();
      expect(reader.failed, path).toBeUndefined();
      expect(reader.transferSyntax, path).toBe(whole.value.transferSyntax);
      expect(reader.dataSetOffset, path).toBe(whole.value.dataSetOffset);
      expect(reader.header.findings.map(code), path).toEqual(whole.findings.map(code));
      expect(describeElements(reader.header.value), path).toEqual(describeElements(whole.value.dataSet));
    }
  });
});

/** One line for each element at any depth, with a sum over its bytes: cheap to compare. */
function describeElements(dataSet: DataSet, depth = 0): readonly string[] {
  return dataSet.elements
    .filter(({ tag }) => depth > 0 || tag < 0x7fe00008)
    .flatMap(({ tag, vr, value, source }) => {
      const line = `${depth} ${tag} ${vr} ${source?.offset} ${source?.lengthBytes} ${value.kind}`;
      if (value.kind === 'sequence') return [line, ...value.items.flatMap((item) => describeElements(item, depth + 1))];
      if (value.kind === 'fragments') return [`${line} ${value.fragments.length}`];
      if (value.kind === 'absent') return [line];
      return [`${line} ${value.bytes.reduce((sum, byte) => (sum * 31 + byte) | 0, 0)}`];
    });
}
