import { buildDataSet } from '@isocenter/dicom/build';
import { encodeDataSet } from '@isocenter/dicom/encode';
import { explicitVrLittleEndian } from '@isocenter/dicom/transfer-syntax';
import { describe, expect, it } from 'vitest';
import { imageAttributes } from '../../test/dicomweb-server.ts';
import { openMemoryReads } from '../../test/memory-reads.ts';
import type { StoredInstance } from '../retrieval/instance-repository.ts';
import { readMetadata } from './metadata.ts';
import { createResourceUrls } from './resource-urls.ts';

const mebibyte = 1 << 20;

async function mostHeld(headerBytes: number): Promise<number> {
  const { reads, add, mostAtOnce } = openMemoryReads();
  const table = { vr: 'OW' as const, value: new Uint8Array(headerBytes) };
  const dataSet = encodeDataSet(
    buildDataSet(imageAttributes({ RedPaletteColorLookupTableData: table })),
    explicitVrLittleEndian,
  );
  const instances: StoredInstance[] = [];
  for (let number = 0; number < 12; number += 1) instances.push(add(dataSet, explicitVrLittleEndian));
  const urls = createResourceUrls(() => 'https://node.example');
  let count = 0;
  for await (const _ of readMetadata(reads, instances, { urls })) count += 1;
  expect(count).toBe(12);
  return mostAtOnce();
}

describe('metadata of many instances', () => {
  it('is read ahead, headers of 32 MiB together at most', async () => {
    expect(await mostHeld(1000)).toBeGreaterThan(8 * 1000);
    expect(await mostHeld(10 * mebibyte)).toBeLessThan(32 * mebibyte);
    expect(await mostHeld(40 * mebibyte)).toBeLessThan(41 * mebibyte);
  });
});
