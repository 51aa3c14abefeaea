import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type DicomwebServer, imageAttributes, openDicomwebServer } from '../../test/dicomweb-server.ts';
import { requireAccess } from '../access/access.ts';

let web: DicomwebServer;

beforeAll(async () => {
  web = await openDicomwebServer({
    register: (app) => {
      app.get('/api/session/long', async ({ access }) => {
        await requireAccess(access, 'session:read');
        return { secret: 'x'.repeat(5000) };
      });
    },
  });
  for (const number of [1, 2, 3, 4]) {
    await web.store(imageAttributes({ SOPInstanceUID: `2.25.${number}`, InstanceNumber: number }));
  }
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
  const session = await get('/api/session/long', 'br, gzip');
  for (const answer of [files, archive, session]) {
    expect([answer.statusCode, answer.headers['content-encoding']]).toEqual([200, undefined]);
  }
});
