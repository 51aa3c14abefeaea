import type { AddressInfo } from 'node:net';
import { buildDataSet } from '@isocenter/dicom/build';
import { type DicomJson, toDicomJson } from '@isocenter/dicom/json';
import { writeNativeXml } from '@isocenter/dicom/native-xml';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DicomwebServer, imageAttributes, openDicomwebServer } from '../../test/dicomweb-server.ts';

let web: DicomwebServer;
let origin: string;

beforeAll(async () => {
  web = await openDicomwebServer();
  await web.server.app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = web.server.app.server.address() as AddressInfo; // a TCP server has an address object
  origin = `http://127.0.0.1:${port}`;
});

afterAll(() => web.close());

/**
 * A frame of 2 × 2 cells of 16 bits in RLE, PS3.5 Annex G: 64 bytes of header (two segments, at 64 and 70), then the high
 * bytes and the low bytes, each a literal run of four (count 3) and a byte of padding.
 */
const codestream = Buffer.from([
  ...[2, 0, 0, 0, 64, 0, 0, 0, 70, 0, 0, 0, ...new Array<number>(52).fill(0)],
  ...[3, 0, 0, 0, 0, 0],
  ...[3, 9, 8, 7, 6, 0],
]);
const native = Buffer.from([1, 0, 2, 0, 3, 0, 4, 0]);

type Part = { readonly type: string; readonly location?: string; readonly body: Buffer | string };

function metadataOf(changes: Parameters<typeof imageAttributes>[0], more: DicomJson = {}): DicomJson {
  return {
    ...toDicomJson(buildDataSet(imageAttributes({ PixelData: undefined, ...changes }))),
    '7FE00010': { vr: 'OW', BulkDataURI: 'pixels' },
    ...more,
  };
}

const metadata = (...dataSets: readonly unknown[]): Part => ({
  type: 'application/dicom+json',
  body: JSON.stringify(dataSets),
});

const multipart = 'multipart/related; type="application/dicom+json"; boundary=edge';

function bodyOf(parts: readonly Part[]): Buffer {
  const pieces = parts.flatMap(({ type, location, body }) => [
    Buffer.from(`--edge\r\nContent-Type: ${type}\r\n`),
    Buffer.from(location === undefined ? '\r\n' : `Content-Location: ${location}\r\n\r\n`),
    Buffer.from(body as Buffer), // text or bytes alike
    Buffer.from('\r\n'),
  ]);
  return Buffer.concat([...pieces, Buffer.from('--edge--\r\n')]);
}

async function store(parts: readonly Part[], path = '/dicom-web/studies', contentType = multipart) {
  const headers = { 'content-type': contentType };
  const answer = await web.ask('POST', path, undefined, { payload: bodyOf(parts), headers });
  return { status: answer.statusCode, json: answer.json() };
}

const frame = async (study: string, instance: string) => {
  const url = `/dicom-web/studies/${study}/series/2.25.200/instances/${instance}/frames/1`;
  return web.ask('GET', url, undefined, { headers: { accept: 'application/octet-stream; transfer-syntax=*' } });
};
const reasons = (json: DicomJson, key: string) =>
  ((json[key]?.Value ?? []) as DicomJson[]).map((item) => item['00081197']?.Value?.[0]);

describe('metadata with bulk data', () => {
  it('becomes an instance with native pixels', async () => {
    const { status, json } = await store([
      metadata(metadataOf({ SpecificCharacterSet: 'ISO_IR 192', PatientName: 'TEST^ZOË' })),
      { type: 'application/octet-stream', location: 'pixels', body: native },
    ]);
    expect(status).toBe(200);
    const address = 'https://node.example/dicom-web/studies/2.25.100/series/2.25.200/instances/2.25.1';
    expect(json['00081199'].Value[0]['00081190'].Value).toEqual([address]);
    expect((await frame('2.25.100', '2.25.1')).rawPayload).toEqual(native);
    const [found] = (await web.ask('GET', '/dicom-web/studies/2.25.100/metadata')).json();
    expect(found['00100010'].Value).toEqual([{ Alphabetic: 'TEST^ZOË' }]);
    expect(found['00080005'].Value).toEqual(['ISO_IR 192']);
  });

  it('keeps every byte of pixels that come over a connection in many chunks', async () => {
    const pixels = Buffer.alloc(512 * 512 * 2, Buffer.from(Array.from({ length: 251 }, (_, at) => at + 1)));
    const image = metadataOf({ StudyInstanceUID: '2.25.104', SOPInstanceUID: '2.25.41', Rows: 512, Columns: 512 });
    const answer = await fetch(`${origin}/dicom-web/studies`, {
      method: 'POST',
      headers: { 'content-type': multipart, authorization: `Bearer ${web.ask.secret}` },
      body: bodyOf([metadata(image), { type: 'application/octet-stream', location: 'pixels', body: pixels }]),
    });
    expect(answer.status).toBe(200);
    expect((await frame('2.25.104', '2.25.41')).rawPayload.equals(pixels)).toBe(true);
  });

  it('becomes instances with compressed frames, several in one request', async () => {
    const one = metadataOf({ StudyInstanceUID: '2.25.101', SOPInstanceUID: '2.25.11' });
    const many = metadataOf(
      { StudyInstanceUID: '2.25.101', SOPInstanceUID: '2.25.12', NumberOfFrames: 2 },
      { '7FE00010': { vr: 'OB', BulkDataURI: 'https://client.example/frames' } },
    );
    const type = 'image/dicom-rle; transfer-syntax=1.2.840.10008.1.2.5';
    const { status } = await store([
      metadata(one, many),
      { type, location: 'pixels', body: codestream },
      { type, location: 'https://client.example/frames', body: codestream },
      { type, location: 'https://client.example/frames', body: codestream },
    ]);
    expect(status).toBe(200);
    for (const instance of ['2.25.11', '2.25.12']) {
      expect((await frame('2.25.101', instance)).rawPayload).toEqual(codestream);
    }
  });

  it('fails one by one, with a reason', async () => {
    const study = { StudyInstanceUID: '2.25.102' };
    const { status, json } = await store([
      metadata(
        metadataOf({ ...study, SOPInstanceUID: '2.25.21' }),
        metadataOf({ ...study, SOPInstanceUID: '2.25.22' }, { '7FE00010': { vr: 'OW', BulkDataURI: 'elsewhere' } }),
        metadataOf({ ...study, SOPInstanceUID: '2.25.23' }, { '00280010': { vr: 'US', Value: ['x'] } }),
        metadataOf({ ...study, SOPInstanceUID: '2.25.24', SeriesInstanceUID: undefined }),
        'no data set',
      ),
      { type: 'application/octet-stream', location: 'pixels', body: native },
      { type: 'application/octet-stream', location: 'unused', body: native },
      { type: 'text/plain', body: 'MARKED' },
    ]);
    expect(status).toBe(202);
    expect(json['00081199'].Value).toHaveLength(1);
    expect(reasons(json, '00081198')).toEqual([0xc000, 0xc000, 0xa900]);
    expect(reasons(json, '0008119A')).toEqual([0xc000, 0xc000, 0xc000]);
    expect((await web.ask('GET', '/dicom-web/studies/2.25.102/instances')).json()).toHaveLength(1);
  });

  it('is refused where the frames are not those of the image, or of the study', async () => {
    const other = metadataOf({ StudyInstanceUID: '2.25.103', SOPInstanceUID: '2.25.31', NumberOfFrames: 2 });
    const type = 'image/dicom-rle';
    const tooFew = await store([metadata(other), { type, location: 'pixels', body: codestream }]);
    expect([tooFew.status, reasons(tooFew.json, '00081198')]).toEqual([409, [0xc000]]);
    const wrong = { type: 'image/jpeg; transfer-syntax=1.2.840.10008.1.2.5', location: 'pixels', body: codestream };
    expect((await store([metadata(metadataOf({ SOPInstanceUID: '2.25.32' })), wrong])).status).toBe(409);
    const bulk = { type: 'application/octet-stream', location: 'pixels', body: native };
    const elsewhere = await store([metadata(metadataOf({})), bulk], '/dicom-web/studies/2.25.999');
    expect([elsewhere.status, reasons(elsewhere.json, '00081198')]).toEqual([409, [0xa900]]);
  });

  it('that is no JSON, or nothing, is not well formed', async () => {
    const broken = await store([{ type: 'application/dicom+json', body: '[{MARKED' }]);
    expect([broken.status, broken.json.code]).toEqual([400, 'multipart-malformed']);
    expect(JSON.stringify(broken.json)).not.toContain('MARKED');
    const empty = await store([metadata()]);
    expect([empty.status, empty.json.code]).toEqual([400, 'multipart-malformed']);
  });

  it('longer than what is held is not taken', async () => {
    const body = Buffer.alloc((64 << 20) + 1);
    const long = { type: 'application/octet-stream', location: 'pixels', body };
    const { status, json } = await store([metadata(metadataOf({})), long]);
    expect([status, json.code]).toEqual([413, 'payload-too-large']);
  });
});

describe('metadata in XML', () => {
  const ofXml = 'multipart/related; type="application/dicom+xml"; boundary=edge';
  const storeXml = (parts: readonly Part[]) => store(parts, '/dicom-web/studies', ofXml);
  const xmlOf = (json: DicomJson): Part => ({
    type: 'application/dicom+xml; charset=utf-8',
    body: [...writeNativeXml(json)].join(''),
  });
  const pixels = (location = 'pixels'): Part => ({ type: 'application/octet-stream', location, body: native });
  const metadataIn = async (study: string, accept: string) => {
    const url = `/dicom-web/studies/${study}/metadata`;
    return (await web.ask('GET', url, undefined, { headers: { accept } })).json();
  };

  it('becomes the same instances as metadata in JSON, a part each', async () => {
    const about = {
      SpecificCharacterSet: 'ISO_IR 192',
      PatientName: 'TEST^ZOË=山田^太郎',
      PixelSpacing: ['0.50', '0.5'],
    };
    const study = { StudyInstanceUID: '2.25.110', ...about };
    const secret: DicomJson = { '00090010': { vr: 'LO', Value: ['A'] }, '00091001': { vr: 'LO', Value: ['own'] } };
    const { status, json } = await storeXml([
      xmlOf(metadataOf({ ...study, SOPInstanceUID: '2.25.111' }, secret)),
      xmlOf(metadataOf({ ...study, SOPInstanceUID: '2.25.112' }, { '7FE00010': { vr: 'OW', BulkDataURI: 'second' } })),
      pixels(),
      pixels('second'),
    ]);
    expect([status, json['00081199'].Value]).toEqual([200, expect.objectContaining({ length: 2 })]);
    for (const instance of ['2.25.111', '2.25.112']) {
      expect((await frame('2.25.110', instance)).rawPayload).toEqual(native);
    }
    const other = { ...study, StudyInstanceUID: '2.25.113' };
    const asJson = metadataOf({ ...other, SOPInstanceUID: '2.25.114' }, secret);
    expect((await store([metadata(asJson), pixels()])).status).toBe(200);
    const [first] = await metadataIn('2.25.110', 'application/dicom+json');
    const [same] = await metadataIn('2.25.113', 'application/dicom+json');
    expect(first['00100010'].Value).toEqual([{ Alphabetic: 'TEST^ZOË', Ideographic: '山田^太郎' }]);
    expect(first['00091001'].Value).toEqual(['own']);
    for (const key of ['00080018', '0020000D', '7FE00010', '00080016'])
      for (const one of [first, same]) delete one[key];
    expect(first).toEqual(same);
  });

  it('becomes an instance with compressed frames', async () => {
    const rle = metadataOf({ StudyInstanceUID: '2.25.115', SOPInstanceUID: '2.25.116' });
    const type = 'image/dicom-rle';
    expect((await storeXml([xmlOf(rle), { type, location: 'pixels', body: codestream }])).status).toBe(200);
    expect((await frame('2.25.115', '2.25.116')).rawPayload).toEqual(codestream);
  });

  it('fails one by one, with a reason', async () => {
    const study = { StudyInstanceUID: '2.25.117' };
    const whole = xmlOf(metadataOf({ ...study, SOPInstanceUID: '2.25.118' }));
    const missing = metadataOf(
      { ...study, SOPInstanceUID: '2.25.119' },
      { '7FE00010': { vr: 'OW', BulkDataURI: 'x' } },
    );
    const broken = String(xmlOf(metadataOf({ ...study, SOPInstanceUID: '2.25.120' })).body);
    const wrong = { ...whole, body: broken.replace('<Value number="1">', '<Value number="2">') };
    const { status, json } = await storeXml([whole, xmlOf(missing), wrong, { ...whole, body: '<html/>' }, pixels()]);
    expect(status).toBe(202);
    expect(json['00081199'].Value).toHaveLength(1);
    expect([...reasons(json, '00081198'), ...reasons(json, '0008119A')]).toEqual([0xc000, 0xc000, 0xc000]);
    expect((await web.ask('GET', '/dicom-web/studies/2.25.117/instances')).json()).toHaveLength(1);
  });

  it.each([
    ['no XML', '<NativeDicomModel><MARKED'],
    [
      'entities',
      '<!DOCTYPE x [<!ENTITY MARKED SYSTEM "file:///etc/passwd">]><NativeDicomModel>&MARKED;</NativeDicomModel>',
    ],
    ['another encoding', Buffer.from('<NativeDicomModel>MARKED\xe4</NativeDicomModel>', 'latin1')],
  ])('that is %s is not well formed', async (_, body) => {
    const { status, json } = await storeXml([{ type: 'application/dicom+xml', body }]);
    expect([status, json.code]).toEqual([400, 'multipart-malformed']);
    expect(JSON.stringify(json)).not.toContain('MARKED');
  });
});
