import { buildDataSet } from '@isocenter/dicom/build';
import { encodeDataSet } from '@isocenter/dicom/encode';
import { explicitVrBigEndian } from '@isocenter/dicom/transfer-syntax';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DicomwebServer, imageAttributes, openDicomwebServer } from '../../test/dicomweb-server.ts';

const instance = '/dicom-web/studies/2.25.100/series/2.25.200/instances/2.25.1';
const big = '/dicom-web/studies/2.25.101/series/2.25.201/instances/2.25.2';
const pixels = Buffer.from([1, 0, 2, 0, 3, 0, 4, 0]);
/** Longer than what is kept of a header in memory, so that it is read and swapped on the way. */
const longBytes = 17 << 20;

let web: DicomwebServer;

beforeAll(async () => {
  web = await openDicomwebServer();
  await web.store(imageAttributes());
  const long = new Uint8Array(longBytes);
  new DataView(long.buffer).setUint16(longBytes - 2, 0x1234, true);
  const withoutPixels = { Rows: undefined, Columns: undefined, PixelData: undefined };
  const ids = { SOPInstanceUID: '2.25.2', SeriesInstanceUID: '2.25.201', StudyInstanceUID: '2.25.101' };
  const table = { RedPaletteColorLookupTableData: { vr: 'OW' as const, value: long } };
  const dataSet = buildDataSet(imageAttributes({ ...ids, ...withoutPixels, ...table }));
  await web.store(encodeDataSet(dataSet, explicitVrBigEndian), explicitVrBigEndian);
});

afterAll(() => web.close());

const ask = (url: string, headers: Record<string, string> = {}, method: 'GET' | 'POST' = 'GET') =>
  web.ask(method, url, undefined, { headers });
const bulk = `${instance}/bulkdata/7FE00010`;

describe('ranges of bulk data', () => {
  it.each([
    ['bytes=2-5', 'bytes 2-5/8', pixels.subarray(2, 6)],
    ['bytes=6-', 'bytes 6-7/8', pixels.subarray(6)],
    ['bytes=-3', 'bytes 5-7/8', pixels.subarray(5)],
    ['bytes=-100', 'bytes 0-7/8', pixels],
    ['bytes=4-99', 'bytes 4-7/8', pixels.subarray(4)],
  ])('%s', async (range, contentRange, expected) => {
    const answer = await ask(bulk, { range });
    expect(answer.statusCode).toBe(206);
    expect(answer.headers).toMatchObject({
      'content-range': contentRange,
      'content-type': 'application/octet-stream',
      'content-length': String(expected.length),
    });
    expect(answer.rawPayload).toEqual(expected);
  });

  it.each(['bytes=5-2', 'bytes=-', 'bytes=x-y', 'cells=0-1', 'bytes'])('%s is no range: all of it', async (range) => {
    const answer = await ask(bulk, { range });
    expect([answer.statusCode, answer.headers['accept-ranges']]).toEqual([200, 'bytes']);
    expect(answer.rawPayload).toEqual(pixels);
  });

  it('outside of the value, or several, are refused', async () => {
    const outside = await ask(bulk, { range: 'bytes=8-' });
    expect([outside.statusCode, outside.json().code]).toEqual([416, 'range-not-satisfiable']);
    expect(outside.headers['content-range']).toBe('bytes */8');
    const none = await ask(bulk, { range: 'bytes=-0' });
    expect(none.json().code).toBe('range-not-satisfiable');
    const several = await ask(bulk, { range: 'bytes=0-1, 4-5' });
    expect([several.statusCode, several.json().code]).toEqual([416, 'ranges-too-many']);
  });

  it('go on only where the value is the same', async () => {
    const { etag } = (await ask(bulk, { range: 'bytes=0-1' })).headers;
    const same = await ask(bulk, { range: 'bytes=2-', 'if-range': String(etag) });
    expect(same.statusCode).toBe(206);
    for (const other of ['"another"', `W/${etag}`, 'Wed, 21 Oct 2026 07:28:00 GMT']) {
      expect((await ask(bulk, { range: 'bytes=2-', 'if-range': other })).statusCode).toBe(200);
    }
  });

  it('begin anywhere in a value that is stored in the other byte order', async () => {
    const url = `${big}/bulkdata/00281201`;
    const last = await ask(url, { range: 'bytes=-2' });
    expect([last.statusCode, [...last.rawPayload]]).toEqual([206, [0x34, 0x12]]);
    const odd = await ask(url, { range: `bytes=${longBytes - 1}-` });
    expect([...odd.rawPayload]).toEqual([0x12]);
  });

  it('are for the value alone, not for parts around it', async () => {
    const parts = 'multipart/related; type="application/octet-stream"';
    const answer = await ask(bulk, { range: 'bytes=0-1', accept: parts });
    expect([answer.statusCode, answer.headers['accept-ranges']]).toEqual([200, undefined]);
  });
});

describe('what a client has already', () => {
  it.each([
    ['metadata of an instance', `${instance}/metadata`],
    ['metadata of a study', '/dicom-web/studies/2.25.100/metadata'],
    ['a picture', `${instance}/rendered`],
    ['a picture of a frame', `${instance}/frames/1/rendered`],
    ['a thumbnail', '/dicom-web/studies/2.25.100/thumbnail'],
    ['bulk data', bulk],
  ])('%s is not sent again', async (what, url) => {
    const headers: Record<string, string> = what === 'bulk data' ? { accept: 'application/octet-stream' } : {};
    const first = await ask(url, headers);
    expect(first.statusCode).toBe(200);
    const etag = String(first.headers.etag);
    const again = await ask(url, { ...headers, 'if-none-match': `"other", ${etag}` });
    expect([again.statusCode, again.body, again.headers.etag]).toEqual([304, '', etag]);
    expect((await ask(url, { ...headers, 'if-none-match': '"other"' })).statusCode).toBe(200);
  });

  it('is another picture in another size, form or window', async () => {
    const tags = new Set();
    for (const query of ['', '?viewport=4,4', '?window=1,2', '?accept=image/png', '?quality=50']) {
      tags.add((await ask(`${instance}/rendered${query}`)).headers.etag);
    }
    expect(tags.size).toBe(5);
  });

  it('changes with what is in the study, and is not kept by browsers', async () => {
    const url = '/dicom-web/studies/2.25.100/metadata';
    const before = await ask(url);
    expect(before.headers['cache-control']).toBe('no-store');
    await web.store(imageAttributes({ SOPInstanceUID: '2.25.3' }));
    expect((await ask(url, { 'if-none-match': String(before.headers.etag) })).statusCode).toBe(200);
  });

  it('is told to nobody who may not see it', async () => {
    const { etag } = (await ask(`${instance}/metadata`)).headers;
    const answer = await web.server.nobody('GET', `${instance}/metadata`, undefined, {
      headers: { 'if-none-match': String(etag) },
    });
    expect(answer.statusCode).toBe(401);
  });
});
