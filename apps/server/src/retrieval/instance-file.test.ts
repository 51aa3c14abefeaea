import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { buildDataSet } from '@isocenter/dicom/build';
import { type Keyword, tagOf } from '@isocenter/dicom/dictionary';
import { encodeDataSet } from '@isocenter/dicom/encode';
import { type DicomJson, toDicomJson } from '@isocenter/dicom/json';
import { parsePart10 } from '@isocenter/dicom/part10';
import { tagFrom } from '@isocenter/dicom/tag';
import {
  deflatedExplicitVrLittleEndian,
  explicitVrBigEndian,
  explicitVrLittleEndian,
  implicitVrLittleEndian,
} from '@isocenter/dicom/transfer-syntax';
import { findElement, getBytes } from '@isocenter/dicom/values';
import { fromHex } from '@isocenter/testkit/hex';
import { describe, expect, it } from 'vitest';
import { imageAttributes } from '../../test/dicomweb-server.ts';
import { openMemoryReads } from '../../test/memory-reads.ts';
import { fileIn, type InstanceFile } from './instance-file.ts';
import type { StoredInstance } from './instance-repository.ts';
import { type Reads, readHeader } from './stored-data-set.ts';
import { openDataSet } from './transcode.ts';

const mebibyte = 1 << 20;
const noPixels = (): AsyncGenerator<Uint8Array> => {
  throw new Error('these objects are not compressed');
};
const noCodec = { decodeToNative: noPixels, encodeToFragments: noPixels };
const values = (lengthBytes: number) => Uint8Array.from({ length: lengthBytes }, (_, at) => at % 251);

const explicitFile = (archive: Reads, instance: StoredInstance) =>
  fileIn({ archive, renderer: noCodec }, instance, explicitVrLittleEndian.uid);

async function bytesOf(file: InstanceFile): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  // Copies: a chunk is valid only until the next is asked for.
  for await (const chunk of file.chunks()) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

describe('a file in Explicit VR Little Endian', () => {
  it.each([
    ['OW', explicitVrBigEndian],
    ['OB', explicitVrBigEndian],
    ['OW', implicitVrLittleEndian],
  ] as const)('takes no more memory for more pixels of %s', async (vr, transferSyntax) => {
    const { reads, add, longestRange } = openMemoryReads();
    const pixels = values(8 * mebibyte);
    const attributes = imageAttributes({
      PixelData: { vr, value: pixels },
      DataSetTrailingPadding: { vr: 'OB', value: values(10) },
    });
    const instance = add(encodeDataSet(buildDataSet(attributes), transferSyntax), transferSyntax);
    const bytes = await bytesOf(await explicitFile(reads, instance));
    const { transferSyntax: syntax, dataSet } = parsePart10(bytes).value;
    expect(syntax.uid).toBe(explicitVrLittleEndian.uid);
    const written = (keyword: Keyword) => {
      const value = findElement(dataSet, tagOf(keyword))?.value;
      return value?.kind === 'bytes' ? Buffer.from(value.bytes) : undefined;
    };
    expect(written('PixelData')?.equals(pixels)).toBe(true);
    expect(written('Rows')).toEqual(Buffer.of(2, 0));
    expect(written('DataSetTrailingPadding')).toEqual(Buffer.from(values(10)));
    expect(longestRange()).toBeLessThan(4096);
  });

  it('has the pixels of an object in Explicit VR that was sent as Implicit VR', async () => {
    const { reads, add } = openMemoryReads();
    // With two letters in place of its VR and as many bytes, Pixel Data would be a value of 22 351 bytes in implicit VR.
    const pixels = values(30_000);
    const padding = { vr: 'OB' as const, value: values(30_000) };
    const attributes = imageAttributes({
      PixelData: { vr: 'OW', value: pixels },
      DataSetTrailingPadding: padding,
    });
    const instance = add(encodeDataSet(buildDataSet(attributes), explicitVrLittleEndian), implicitVrLittleEndian);
    const { dataSet } = parsePart10(await bytesOf(await explicitFile(reads, instance))).value;
    expect(getBytes(dataSet, tagOf('PixelData'))).toEqual(pixels);
    expect(getBytes(dataSet, tagOf('DataSetTrailingPadding'))).toEqual(padding.value);
  });

  it('is not made where it would lose what could not be read', async () => {
    const { reads, add } = openMemoryReads();
    /* (0008,1111), 12 bytes { 4 bytes { 4 bytes that are no element } } */
    const broken = fromHex('0800 1111 0c000000 feff 00e0 04000000 deaddead');
    const image = encodeDataSet(buildDataSet(imageAttributes()), implicitVrLittleEndian);
    const instance = add(new Uint8Array(Buffer.concat([broken, image])), implicitVrLittleEndian);
    const making = explicitFile(reads, instance);
    await expect(making).rejects.toMatchObject({ code: 'transcoding-not-possible' });
  });

  it('is not made of more elements than are read, as an earlier release took in', async () => {
    const { reads, add } = openMemoryReads();
    /* (0040,9096) SQ { no elements } × 1 000 001, before Pixel Data */
    const items = Buffer.alloc(8 * 1_000_001, Buffer.from('feff00e000000000', 'hex'));
    const length = Buffer.alloc(4);
    length.writeUInt32LE(items.length);
    const before = encodeDataSet(buildDataSet(imageAttributes({ PixelData: undefined })), implicitVrLittleEndian);
    const after = encodeDataSet(
      buildDataSet({ RealWorldValueLUTData: [1], PixelData: { vr: 'OW', value: values(8) } }),
      implicitVrLittleEndian,
    );
    const dataSet = Buffer.concat([before, Buffer.from('40009690', 'hex'), length, items, after]);
    const added = add(new Uint8Array(dataSet), implicitVrLittleEndian);
    const instance = { ...added, pixelDataOffset: dataSet.length - 16 };
    const making = explicitFile(reads, instance);
    await expect(making).rejects.toMatchObject({ code: 'transcoding-not-possible' });
    expect(findElement(await readHeader(reads, instance), tagOf('SOPInstanceUID'))).toBeDefined();
  });

  it.each([
    [
      'after',
      implicitVrLittleEndian,
      { DataSetTrailingPadding: { vr: 'OB' as const, value: new Uint8Array(33 * mebibyte) } },
    ],
    [
      'before',
      explicitVrBigEndian,
      { RedPaletteColorLookupTableData: { vr: 'OW' as const, value: new Uint8Array(33 * mebibyte) } },
    ],
    [
      'in place of',
      explicitVrBigEndian,
      { PixelData: undefined, EncapsulatedDocument: { vr: 'OB' as const, value: new Uint8Array(33 * mebibyte) } },
    ],
  ])('is not made where more than is held stands %s the pixels', async (_, transferSyntax, changes) => {
    const { reads, add, longestRange } = openMemoryReads();
    const instance = add(encodeDataSet(buildDataSet(imageAttributes(changes)), transferSyntax), transferSyntax);
    const making = explicitFile(reads, instance);
    await expect(making).rejects.toMatchObject({ code: 'transcoding-not-possible' });
    expect(longestRange()).toBeLessThan(4096);
  });
});

describe('a file in another encoding', () => {
  /** Elements whose encodings differ: text, numbers, a long value, private ones known and unknown, items, a group length. */
  const attributes = imageAttributes({
    '00080000': { vr: 'UL', value: 4 },
    ImageComments: 'TEST',
    ReferencedImageSequence: [{ ReferencedSOPInstanceUID: '2.25.9', '00290010': { vr: 'LO', value: 'TEST' } }],
    '00290010': { vr: 'LO', value: 'TEST' },
    '00291001': { vr: 'UN', value: Uint8Array.of(1, 2, 3, 4) },
    '00291002': { vr: 'DS', value: '1.5' },
    PixelData: { vr: 'OW', value: values(2 * mebibyte) },
    DataSetTrailingPadding: { vr: 'OB', value: values(10) },
  });
  const sources = [explicitVrLittleEndian, implicitVrLittleEndian, explicitVrBigEndian, deflatedExplicitVrLittleEndian];
  const targets = [explicitVrLittleEndian, implicitVrLittleEndian, deflatedExplicitVrLittleEndian];
  const pairs = sources.flatMap((from) => targets.filter((to) => to !== from).map((to) => [from, to] as const));

  it.each(pairs.map(([from, to]) => ({ from, to, name: `${from.name} as ${to.name}` })))(
    '$name says the same',
    async ({ from, to }) => {
      const { reads, add } = openMemoryReads();
      const instance = add(encodeDataSet(buildDataSet(attributes), from, { deflate: deflateRawSync }), from);
      const bytes = await bytesOf(await fileIn({ archive: reads, renderer: noCodec }, instance, to.uid));
      expect(bytes.length & 1).toBe(0);
      const { value, findings } = parsePart10(bytes, { inflate: (deflated) => inflateRawSync(deflated) });
      expect(value.transferSyntax.uid).toBe(to.uid);
      expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
      const { '00080000': _, ...expected } = toDicomJson(buildDataSet(attributes));
      // Without VRs, private elements are unknown; their bytes are all there is.
      const isImplicit = from === implicitVrLittleEndian || to === implicitVrLittleEndian;
      const known = (json: DicomJson) => ({
        ...json,
        ...(isImplicit && { '00290010': 0, '00291002': 0, '00081140': 0 }),
      });
      expect(known(toDicomJson(value.dataSet))).toEqual(known(expected));
      expect(getBytes(value.dataSet, tagFrom(0x0029, 0x1002))).toEqual(Uint8Array.from(Buffer.from('1.5 ')));
    },
  );

  it('keeps a sequence that stands as UN of undefined length, PS3.5 §6.2.2', async () => {
    const { reads, add } = openMemoryReads();
    /* (0029,1010) UN, undefined length { item { (0029,1011) implicit VR, 2 bytes } } */
    const unknown = fromHex('2900 1010 554e 0000 ffffffff feff00e0 0a000000 2900 1110 02000000 0708 feffdde0 00000000');
    const before = encodeDataSet(buildDataSet(imageAttributes({ PixelData: undefined })), explicitVrLittleEndian);
    const after = encodeDataSet(buildDataSet({ PixelData: { vr: 'OW', value: values(8) } }), explicitVrLittleEndian);
    const dataSet = Buffer.concat([before, unknown, after]);
    const instance = add(new Uint8Array(dataSet), explicitVrLittleEndian);
    const file = await fileIn({ archive: reads, renderer: noCodec }, instance, implicitVrLittleEndian.uid);
    const written = await bytesOf(file);
    /* (0029,1010) 18 bytes { item { (0029,1011) 2 bytes } } */
    expect(written.includes(Buffer.from(fromHex('2900 1010 12000000 feff00e0 0a000000 2900 1110 02000000 0708')))).toBe(
      true,
    );
  });

  it('ends its reading where its reader leaves', async () => {
    const { reads, add } = openMemoryReads();
    const instance = add(encodeDataSet(buildDataSet(attributes), implicitVrLittleEndian), implicitVrLittleEndian);
    const deps = { archive: reads, renderer: noCodec };
    for (const target of targets) {
      const dataSet = await openDataSet(deps, instance, target.uid);
      for await (const _ of dataSet) break;
      const unread = await openDataSet(deps, instance, target.uid);
      await unread.close();
      let chunks = 0;
      for await (const _ of unread) chunks += 1;
      expect(chunks).toBe(1);
    }
  });
});
