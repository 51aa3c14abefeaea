import { tagOf } from '@isocenter/dicom/dictionary';
import { getBytes, getString } from '@isocenter/dicom/values';
import { describe, expect, test } from 'vitest';
import { fetchSeriesHeaders, findNeededUris } from './series-headers.ts';

const palette = 'http://node.example/dicom-web/studies/1/bulkdata/00281201';
const instance = {
  '00080018': { vr: 'UI', Value: ['1.2.3'] },
  '00281201': { vr: 'OW', BulkDataURI: palette },
  '7FE00010': { vr: 'OW', BulkDataURI: 'http://node.example/dicom-web/studies/1/bulkdata/7FE00010' },
};

describe('headers of a series', () => {
  test('come with the tables that no picture is right without, but without pixels', async () => {
    const asked: string[] = [];
    const [header] = await fetchSeriesHeaders('/dicom-web/x/metadata', async (url) => {
      asked.push(url);
      return url.endsWith('/metadata')
        ? new Response(JSON.stringify([instance]))
        : new Response(new Uint8Array([1, 2, 3, 4]), { headers: { 'content-type': 'application/octet-stream' } });
    });
    if (header === undefined) throw new Error('The answer of this test has one instance.');
    expect(getString(header, tagOf('SOPInstanceUID'))).toBe('1.2.3');
    expect(getBytes(header, tagOf('RedPaletteColorLookupTableData'))).toEqual(new Uint8Array([1, 2, 3, 4]));
    expect(asked).toEqual(['/dicom-web/x/metadata', '/dicom-web/studies/1/bulkdata/00281201']);
  });

  test('ask nothing of addresses outside DICOMweb', async () => {
    const elsewhere = { '00281201': { vr: 'OW', BulkDataURI: 'https://other.example/table' } };
    const asked: string[] = [];
    await fetchSeriesHeaders('/dicom-web/x/metadata', async (url) => {
      asked.push(url);
      return new Response(JSON.stringify([elsewhere]));
    });
    expect(asked).toEqual(['/dicom-web/x/metadata']);
  });

  test('that are refused say with which status', async () => {
    const refuse = async () => new Response(null, { status: 403 });
    await expect(fetchSeriesHeaders('/x', refuse)).rejects.toMatchObject({ status: 403 });
  });
});

test('tables are found inside sequences too', () => {
  const nested = { '00283010': { vr: 'SQ', Value: [{ '00283006': { vr: 'OW', BulkDataURI: 'a' } }] } };
  expect([...findNeededUris([nested])]).toEqual(['a']);
});
