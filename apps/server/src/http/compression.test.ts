import { Readable } from 'node:stream';
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type DicomwebServer, imageAttributes, openDicomwebServer } from '../../test/dicomweb-server.ts';
import { requireAccess } from '../access/access.ts';

let web: DicomwebServer;

beforeAll(async () => {
  web = await openDicomwebServer({
    register: (app) => {
      app.get('/api/untyped', async ({ access }, reply) => {
        await requireAccess(access, 'session:read');
        return reply.send(Readable.from([Buffer.alloc(5000)]));
      });
      app.get('/api/stream', async ({ access }, reply) => {
        await requireAccess(access, 'session:read');
        return reply.type('text/event-stream').send(Readable.from([Buffer.alloc(5000)]));
      });
      app.get('/api/session/long', async ({ access }) => {
        await requireAccess(access, 'session:read');
        return { secret: 'x'.repeat(5000) };
      });
    },
  });
  for (const number of [1, 2, 3, 4]) {
    await web.store(imageAttributes({ SOPInstanceUID: `2.25.${number}`, InstanceNumber: number }));
  }
  const pixels = { Rows: 64, Columns: 64, PixelData: { vr: 'OW' as const, value: new Uint8Array(8192) } };
  await web.store(imageAttributes({ SOPInstanceUID: '2.25.9', ...pixels }));
});

afterAll(() => web.close());

const study = '/dicom-web/studies/2.25.100';
const get = (url: string, encoding: string, headers: Record<string, string> = {}) =>
  web.ask('GET', url, undefined, { headers: { 'accept-encoding': encoding, ...headers } });

test.each([
  ['br', brotliDecompressSync],
  ['gzip', gunzipSync],
  ['deflate', inflateSync],
] as const)('search results and metadata come in %s for who accepts it', async (encoding, decompress) => {
  for (const url of ['/dicom-web/instances', `${study}/metadata`]) {
    const plain = await get(url, 'identity');
    const answer = await get(url, encoding);
    expect(plain.headers['content-encoding']).toBeUndefined();
    expect(answer.headers['content-encoding']).toBe(encoding);
    expect(String(answer.headers.vary).toLowerCase()).toContain('accept-encoding');
    expect(answer.rawPayload.length).toBeLessThan(plain.rawPayload.length / 2);
    expect(JSON.parse(decompress(answer.rawPayload).toString())).toEqual(plain.json());
  }
});

test('pixel data, files and what is about sessions come as they are', async () => {
  const files = await get(study, 'br, gzip', { accept: 'multipart/related; type="application/dicom"' });
  const archive = await get(study, 'br, gzip', { accept: 'application/zip' });
  const one = `${study}/series/2.25.200/instances/2.25.9`;
  const frame = await get(`${one}/frames/1`, 'br, gzip', { accept: 'application/octet-stream' });
  const bulk = await get(`${one}/bulkdata/7FE00010`, 'br, gzip', { accept: 'application/octet-stream' });
  const events = await get('/api/stream', 'br, gzip');
  const untyped = await get('/api/untyped', 'br, gzip');
  const session = await get('/api/session/long', 'br, gzip');
  for (const answer of [files, archive, frame, bulk, events, untyped, session]) {
    expect([answer.statusCode, answer.headers['content-encoding']]).toEqual([200, undefined]);
  }
});
