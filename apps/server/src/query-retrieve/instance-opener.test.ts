import { buildDataSet } from '@isocenter/dicom/build';
import { encodeDataSet } from '@isocenter/dicom/encode';
import { explicitVrLittleEndian, implicitVrLittleEndian, rleLossless } from '@isocenter/dicom/transfer-syntax';
import { afterAll, expect, test } from 'vitest';
import { imageAttributes } from '../../test/dicomweb-server.ts';
import { openMemoryReads } from '../../test/memory-reads.ts';
import { createRenderer } from '../rendering/renderer.ts';
import type { StoredInstance } from '../retrieval/instance-repository.ts';
import type { Reads } from '../retrieval/stored-data-set.ts';
import { InstanceOpener } from './instance-opener.ts';

const renderer = createRenderer({ threads: 1 });
afterAll(() => renderer.close());

const contextsIn = (...uids: readonly string[]) =>
  uids.map((transferSyntax, place) => ({ id: 2 * place + 1, abstractSyntax: '1.2', transferSyntax }));
const [explicit, implicit, rle] = [explicitVrLittleEndian.uid, implicitVrLittleEndian.uid, rleLossless.uid];

/** An archive with images in Explicit VR Little Endian, which counts the objects that are open in it. */
function openArchive() {
  const { reads, add } = openMemoryReads();
  let open = 0;
  const archive: Reads = {
    ...reads,
    async *read(location, range) {
      open += 1;
      try {
        yield* reads.read(location, range);
      } finally {
        open -= 1;
      }
    },
  };
  const addImage = (changes = {}) =>
    add(encodeDataSet(buildDataSet(imageAttributes(changes)), explicitVrLittleEndian), explicitVrLittleEndian);
  const bytesOf = (image: StoredInstance) => reads.read(image.location);
  return { opener: new InstanceOpener({ archive, renderer }), addImage, bytesOf, openCount: () => open };
}

async function concat(chunks: AsyncIterable<Uint8Array> | readonly Uint8Array[]): Promise<Buffer> {
  const bytes: number[] = [];
  for await (const chunk of chunks) bytes.push(...chunk);
  return Buffer.from(bytes);
}

test.each([
  ['as it is stored where that is taken', [implicit, explicit], explicit],
  ['in another encoding before it is encoded', [rle, implicit], implicit],
  ['encoded where nothing else is taken', ['1.2.840.10008.1.2.4.50', rle], rle],
])('opens an instance %s', async (_, taken, chosen) => {
  const { opener, addImage } = openArchive();
  const { transferSyntaxUid, close } = await opener.open(addImage(), contextsIn(...taken));
  expect(transferSyntaxUid).toBe(chosen);
  await close();
});

test('opens in the next syntax what the first turns out to have no place for, and says why where none has', async () => {
  const { opener, addImage } = openArchive();
  const wide = addImage({ BitsAllocated: 32, BitsStored: 32, HighBit: 31, Columns: 1 });
  const jpegLs = '1.2.840.10008.1.2.4.80';
  expect(await opener.open(wide, contextsIn(jpegLs, rle))).toMatchObject({ transferSyntaxUid: rle });
  const refused = opener.open(wide, contextsIn(jpegLs));
  await expect(refused).rejects.toMatchObject({ code: 'transcoding-not-possible', cause: { code: 'not-encodable' } });
  await expect(opener.open(wide, [])).rejects.toMatchObject({ code: 'context-not-accepted' });
});

test('holds what it opened ahead as it is stored', async () => {
  const { opener, addImage, bytesOf } = openArchive();
  const image = addImage({
    Rows: 300,
    Columns: 200,
    PixelData: Uint8Array.from({ length: 120_000 }, (_, at) => at * 7),
  });
  opener.openAhead(image, contextsIn(explicit));
  const { dataSet } = await opener.open(image, contextsIn(explicit));
  expect(await concat(dataSet)).toEqual(await concat(bytesOf(image)));
});

test('opens one ahead, again where the receiver takes it so no longer, and leaves nothing open', async () => {
  const { opener, addImage, openCount } = openArchive();
  const [one, other] = [addImage(), addImage()];
  opener.openAhead(one, contextsIn(explicit));
  const first = await opener.open(one, contextsIn(explicit));
  // It is small, and read whole before its turn.
  expect([first.transferSyntaxUid, openCount()]).toEqual([explicit, 0]);
  opener.openAhead(other, contextsIn(explicit));
  const second = await opener.open(other, contextsIn(implicit));
  expect(second.transferSyntaxUid).toBe(implicit);
  await first.close();
  await second.close();
  opener.openAhead(one, contextsIn(explicit));
  await opener.close();
  expect(openCount()).toBe(0);
});

test('meets what goes wrong ahead of its turn only then', async () => {
  const { opener, addImage } = openArchive();
  const [one, other] = [addImage(), addImage()];
  opener.openAhead(one, []);
  await expect(opener.open(one, [])).rejects.toMatchObject({ code: 'context-not-accepted' });
  opener.openAhead(one, []);
  expect(await opener.open(other, contextsIn(explicit))).toMatchObject({ transferSyntaxUid: explicit });
});
