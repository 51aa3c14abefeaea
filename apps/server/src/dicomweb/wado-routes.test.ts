import { deflateRawSync } from 'node:zlib';
import { type Attributes, buildDataSet } from '@isocenter/dicom/build';
import { encodeDataSet } from '@isocenter/dicom/encode';
import type { DicomJson } from '@isocenter/dicom/json';
import { toDicomJson } from '@isocenter/dicom/json';
import { parsePart10 } from '@isocenter/dicom/part10';
import { tagFrom } from '@isocenter/dicom/tag';
import {
  deflatedExplicitVrLittleEndian,
  explicitVrBigEndian,
  explicitVrLittleEndian,
  findTransferSyntax,
  implicitVrLittleEndian,
  rleLossless,
  type TransferSyntax,
} from '@isocenter/dicom/transfer-syntax';
import { createFrameDecoder } from '@isocenter/pixels/decode';
import type { ImageDescription } from '@isocenter/pixels/image-description';
import type { LightMyRequestResponse } from 'fastify';
import { unzipSync } from 'fflate/node';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DicomwebServer, imageAttributes, openDicomwebServer } from '../../test/dicomweb-server.ts';
import { parseMediaType } from './media-type.ts';
import { readMultipart } from './multipart-reader.ts';

type Part = { readonly contentType: string; readonly location: string | undefined; readonly bytes: Buffer };

const root = '/dicom-web/studies/2.25.100';
const instance = (number: number) => `${root}/series/2.25.200/instances/2.25.${number}`;
const asReceived = 'multipart/related; type="application/dicom"; transfer-syntax=*';
/**
 * A frame of 2 × 2 cells of 16 bits in RLE, PS3.5 Annex G: 64 bytes of header (two segments, at 64 and 70), then the high
 * bytes and the low bytes, each a literal run of four (count 3) and a byte of padding.
 */
const codestream = Uint8Array.of(
  ...[2, 0, 0, 0, 64, 0, 0, 0, 70, 0, 0, 0, ...new Array<number>(52).fill(0)],
  ...[3, 0, 0, 0, 0, 0],
  ...[3, 9, 8, 7, 6, 0],
);
const decoded = Uint8Array.of(9, 0, 8, 0, 7, 0, 6, 0);
/** Of the images in the study, to a decoder. */
const description: ImageDescription = {
  rows: 2,
  columns: 2,
  numberOfFrames: 1,
  samplesPerPixel: 1,
  photometricInterpretation: 'MONOCHROME2',
  planarConfiguration: 0,
  bitsAllocated: 16,
  bitsStored: 16,
  highBit: 15,
  signed: false,
  sampleKind: 'integer',
};
const stored = new Map<number, Uint8Array>();

let web: DicomwebServer;

beforeAll(async () => {
  web = await openDicomwebServer();
  const store = async (number: number, syntax = explicitVrLittleEndian, changes = {}) => {
    const attributes = imageAttributes({ SOPInstanceUID: `2.25.${number}`, InstanceNumber: number, ...changes });
    const bytes = encodeDataSet(buildDataSet(attributes), syntax, { deflate: (plain) => deflateRawSync(plain) });
    stored.set(number, await web.store(bytes, syntax));
  };
  await store(1);
  await store(2, implicitVrLittleEndian, { DataSetTrailingPadding: { vr: 'OB', value: new Uint8Array(6) } });
  await store(3, explicitVrBigEndian);
  await store(4, deflatedExplicitVrLittleEndian);
  stored.set(5, await web.store(imageOf({ SOPInstanceUID: '2.25.5', InstanceNumber: 5 }, [codestream]), rleLossless));
  await store(6, explicitVrLittleEndian, {
    SeriesInstanceUID: '2.25.201',
    NumberOfFrames: 3,
    PixelData: { vr: 'OW', value: Uint8Array.from({ length: 24 }, (_, at) => at) },
    ReferencedImageSequence: [{}, { '00420011': { vr: 'OB', value: new Uint8Array(2000).fill(7) } }],
  });
  await store(7, explicitVrLittleEndian, {
    SOPClassUID: '1.2.840.10008.5.1.4.1.1.104.1',
    SeriesInstanceUID: '2.25.202',
    Rows: undefined,
    Columns: undefined,
    PixelData: undefined,
    EncapsulatedDocument: { vr: 'OB', value: new Uint8Array(200_000).fill(5) },
  });
});

afterAll(() => web.close());

/** An image with encapsulated frames. */
function imageOf(changes: Attributes, frames: readonly Uint8Array[]): Uint8Array {
  const image = buildDataSet(imageAttributes(changes));
  const fragments = { kind: 'fragments' as const, fragments: [new Uint8Array(), ...frames] };
  const elements = image.elements.map((element) =>
    element.tag === tagFrom(0x7fe0, 0x0010) ? { ...element, vr: 'OB' as const, value: fragments } : element,
  );
  return encodeDataSet({ ...image, elements }, rleLossless);
}

const get = (url: string, accept?: string) =>
  web.ask('GET', url, undefined, { headers: accept === undefined ? {} : { accept } });

async function partsOf(answer: LightMyRequestResponse, status = 200): Promise<Part[]> {
  expect(answer.statusCode, answer.body.slice(0, 300)).toBe(status);
  const boundary = parseMediaType(String(answer.headers['content-type']))?.parameters.get('boundary') ?? '';
  const parts: Part[] = [];
  async function* source() {
    yield answer.rawPayload;
  }
  for await (const part of readMultipart(source(), boundary)) {
    const chunks: Uint8Array[] = [];
    for await (const chunk of part.body) chunks.push(chunk);
    const { headers } = part;
    const bytes = Buffer.concat(chunks);
    parts.push({ contentType: headers.get('content-type') ?? '', location: headers.get('content-location'), bytes });
  }
  return parts;
}

/** What a file says, whatever its encoding. */
function contentOf(bytes: Uint8Array): { syntax: string; json: DicomJson } {
  const { transferSyntax, dataSet } = parsePart10(bytes).value;
  return { syntax: transferSyntax.uid, json: toDicomJson(dataSet) };
}

describe('instances', () => {
  it('come as received where that is asked for, with a file meta information of our own', async () => {
    const answer = await get(root, asReceived);
    const parts = await partsOf(answer);
    expect(answer.headers['content-type']).toMatch(/^multipart\/related; type="application\/dicom"; boundary=/);
    expect(answer.headers['content-length']).toBe(String(answer.rawPayload.length));
    expect(parts).toHaveLength(7);
    for (const { contentType, bytes } of parts) {
      const number = Number(contentOfLenient(bytes)?.slice(5));
      const original = Buffer.from(stored.get(number) ?? []);
      expect(bytes.subarray(bytes.length - original.length).equals(original)).toBe(true);
      expect(contentType).toMatch(/^application\/dicom; transfer-syntax=1\.2\.840\.10008\.1\.2/);
    }
  });

  it('come in an archive, as received, under names of our own', async () => {
    for (const answer of [await get(root, 'application/zip'), await get(`${root}?accept=application/zip`)]) {
      expect(answer.statusCode).toBe(200);
      expect(answer.headers).toMatchObject({
        'content-type': 'application/zip',
        'content-length': String(answer.rawPayload.length),
        'content-disposition': 'attachment; filename="images.zip"',
      });
      const files = unzipSync(answer.rawPayload);
      expect(Object.keys(files)).toHaveLength(7);
      expect(Object.keys(files)[0]).toBe('SE001/IM000001.dcm');
      const parts = await partsOf(await get(root, asReceived));
      expect(Object.values(files).map((file) => Buffer.from(file))).toEqual(parts.map(({ bytes }) => bytes));
    }
    expect((await get(root, 'application/zip; transfer-syntax=1.2.840.10008.1.2.1')).statusCode).toBe(406);
  });

  it('come in Explicit VR Little Endian with equal elements and pixels where nothing is asked for', async () => {
    const reference = contentOf(await fileOf(instance(1)));
    for (const number of [2, 3, 4]) {
      const { syntax, json } = contentOf(await fileOf(instance(number)));
      expect(syntax).toBe(explicitVrLittleEndian.uid);
      const { FFFCFFFC: _padding, ...rest } = json;
      expect(rest).toEqual({
        ...reference.json,
        '00080018': { vr: 'UI', Value: [`2.25.${number}`] },
        '00200013': { vr: 'IS', Value: [number] },
      });
    }
    const { syntax, json } = contentOf(await fileOf(instance(5)));
    expect(syntax).toBe(explicitVrLittleEndian.uid);
    expect(json['7FE00010']?.InlineBinary).toBe(Buffer.from(decoded).toString('base64'));
  });

  it('keep what stands after the pixels when they are rewritten', async () => {
    const { json } = contentOf(await fileOf(instance(2)));
    expect(json.FFFCFFFC).toEqual({ vr: 'OB', InlineBinary: 'AAAAAAAA' });
  });

  it('come as one part where one is asked for', async () => {
    const answer = await get(instance(1), 'application/dicom; transfer-syntax=*');
    expect(answer.headers['content-type']).toBe(`application/dicom; transfer-syntax=${explicitVrLittleEndian.uid}`);
    expect(answer.headers['content-length']).toBe(String(answer.rawPayload.length));
    expect(contentOf(answer.rawPayload).json['00080018']?.Value).toEqual(['2.25.1']);
  });

  it('come from a series, those that can be had in what is accepted', async () => {
    expect(await partsOf(await get(`${root}/series/2.25.201`))).toHaveLength(1);
    const only = ({ uid }: TransferSyntax) => `multipart/related; type="application/dicom"; transfer-syntax=${uid}`;
    const answer = await get(`${root}/series/2.25.200`, only(explicitVrBigEndian));
    const parts = await partsOf(answer, 206);
    expect(answer.headers.warning).toBe('299 isocenter "4 instances cannot be had so"');
    expect(parts.map(({ contentType }) => contentType)).toEqual([
      `application/dicom; transfer-syntax=${explicitVrBigEndian.uid}`,
    ]);
    const encoded = await partsOf(await get(`${root}/series/2.25.200`, only(rleLossless)));
    const contents = encoded.map(({ bytes }) => contentOf(bytes));
    expect(contents.map(({ syntax }) => syntax)).toEqual(new Array(5).fill(rleLossless.uid));
    expect(contents.map(({ json }) => [json['00280100'], json['00280101'], json['00280102']])).toEqual(
      new Array(5).fill([16, 16, 15].map((bits) => ({ vr: 'US', Value: [bits] }))),
    );
  });

  it('come in the most wanted transfer syntax that they can be had in', async () => {
    const wanted = ['1.2.840.10008.1.2.4.50;q=0.9', '1.2.840.10008.1.2;q=0.3', `${rleLossless.uid};q=0.5`];
    const accept = wanted.map((syntax) => `multipart/related; type="application/dicom"; transfer-syntax=${syntax}`);
    const [part] = await partsOf(await get(instance(1), accept.join(', ')));
    expect(contentOf(part?.bytes ?? Buffer.of()).syntax).toBe(rleLossless.uid);
  });

  describe('that cannot be turned', () => {
    const study = '/dicom-web/studies/2.25.101';
    const explicitOnly = `multipart/related; type="application/dicom"; transfer-syntax=${explicitVrLittleEndian.uid}`;
    const syntaxesOf = (parts: readonly Part[]) => parts.map(({ bytes }) => contentOf(bytes).syntax);

    beforeAll(async () => {
      const video = findTransferSyntax('1.2.840.10008.1.2.4.102');
      if (video === undefined) throw new Error('MPEG-4 is a transfer syntax');
      const changes = { StudyInstanceUID: '2.25.101', SeriesInstanceUID: '2.25.301' };
      await web.store(imageOf({ ...changes, SOPInstanceUID: '2.25.401' }, [new Uint8Array(64)]), video);
      // Says RLE and holds none: that shows when it is decoded.
      await web.store(imageOf({ ...changes, SOPInstanceUID: '2.25.402' }, [new Uint8Array(64)]), rleLossless);
      await web.store(imageAttributes({ ...changes, SOPInstanceUID: '2.25.403' }), implicitVrLittleEndian);
    });

    it('come as received where no transfer syntax was named, or any is taken', async () => {
      const [video, rle] = ['1.2.840.10008.1.2.4.102', rleLossless.uid];
      const asIs = [video, rle, explicitVrLittleEndian.uid];
      expect(syntaxesOf(await partsOf(await get(study))).toSorted()).toEqual(asIs.toSorted());
      const any = await get(study, `${explicitOnly}, ${asReceived};q=0.5`);
      expect(syntaxesOf(await partsOf(any)).toSorted()).toEqual(asIs.toSorted());
    });

    it('are left out where one transfer syntax is taken, which the answer says', async () => {
      const answer = await get(study, explicitOnly);
      expect(syntaxesOf(await partsOf(answer, 206))).toEqual([explicitVrLittleEndian.uid]);
      expect(answer.headers.warning).toBe('299 isocenter "2 instances cannot be had so"');
    });

    it('are a problem where nothing else is there', async () => {
      for (const uid of ['2.25.401', '2.25.402']) {
        const answer = await get(`${study}/series/2.25.301/instances/${uid}`, explicitOnly);
        expect(answer.statusCode).toBe(406);
      }
    });
  });

  it('are found under UIDs that are none', async () => {
    await web.store(imageAttributes({ StudyInstanceUID: '1.02.x', SOPInstanceUID: '2.25.8-x' }));
    const [answer] = (await get('/dicom-web/studies?StudyInstanceUID=1.02.x')).json();
    const [part] = await partsOf(
      await get(answer['00081190'].Value[0].replace('https://node.example', ''), asReceived),
    );
    expect(part?.bytes.length).toBeGreaterThan(500);
  });

  it('answer HEAD with headers only', async () => {
    const headers = { accept: asReceived };
    const answer = await web.server.app.inject({
      method: 'HEAD',
      url: root,
      headers: { ...headers, authorization: `Bearer ${web.ask.secret}` },
    });
    expect(answer.statusCode).toBe(200);
    expect(Number(answer.headers['content-length'])).toBeGreaterThan(200_000);
    expect(answer.rawPayload).toHaveLength(0);
  });

  it.each([
    [404, 'not-found', '/dicom-web/studies/2.25.999', undefined],
    [404, 'not-found', `${root}/series/2.25.999`, undefined],
    [404, 'not-found', `${root}/series/2.25.201/instances/2.25.1`, undefined],
    [400, 'uid-invalid', '/dicom-web/studies/a%2Cb', undefined],
    [406, 'not-acceptable', root, 'application/dicom'],
    [406, 'not-acceptable', root, 'image/jpeg'],
    [406, 'not-acceptable', instance(1), 'application/dicom; transfer-syntax=1.2.840.10008.1.2.4.50'],
    [
      406,
      'not-acceptable',
      instance(1),
      'multipart/related; type="application/dicom"; transfer-syntax=1.2.840.10008.1.2.4.50',
    ],
  ])('%i %s %s %s', async (status, code, url, accept) => {
    const answer = await get(url, accept);
    expect([answer.statusCode, answer.json().code]).toEqual([status, code]);
  });
});

describe('metadata', () => {
  it('is every element of the header, with addresses for what is long', async () => {
    const answer = await get(`${root}/series/2.25.201/metadata`, 'application/dicom+json');
    const [json] = answer.json();
    expect(answer.headers['content-type']).toMatch(/^application\/dicom\+json/);
    expect(json['00100010']).toEqual({ vr: 'PN', Value: [{ Alphabetic: 'TEST^ONE' }] });
    const base = `https://node.example${root}/series/2.25.201/instances/2.25.6/bulkdata`;
    expect(json['7FE00010']).toEqual({ vr: 'OW', BulkDataURI: `${base}/7FE00010` });
    expect(json['00081140'].Value[1]['00420011']).toEqual({ vr: 'OB', BulkDataURI: `${base}/00081140/1/00420011` });
  });

  it('comes in XML, one part an instance, or one instance alone', async () => {
    const parts = await partsOf(await get(`${root}/metadata`, 'multipart/related; type="application/dicom+xml"'));
    expect(parts.map(({ contentType }) => contentType)).toEqual(Array(7).fill('application/dicom+xml'));
    const alone = await get(`${root}/series/2.25.201/instances/2.25.6/metadata`, 'application/dicom+xml');
    expect(alone.headers['content-type']).toMatch(/^application\/dicom\+xml/);
    expect(alone.rawPayload.equals(parts[5]?.bytes ?? Buffer.alloc(0))).toBe(true);
    const uri = `https://node.example${root}/series/2.25.201/instances/2.25.6/bulkdata/00081140/1/00420011`;
    expect(alone.body).toContain(
      `<Item number="2"><DicomAttribute keyword="EncapsulatedDocument" tag="00420011" vr="OB"><BulkData uri="${uri}"/>`,
    );
    expect((await get(`${root}/metadata`, 'application/dicom+xml')).statusCode).toBe(406);
  });

  it('is an array of all instances of a study', async () => {
    const all: DicomJson[] = (await get(`${root}/metadata`)).json();
    expect(all).toHaveLength(7);
    for (const json of all) expect(json['0020000D']?.Value).toEqual(['2.25.100']);
    expect(all.map((json) => json['7FE00010']?.vr)).toEqual(['OW', 'OW', 'OW', 'OW', 'OB', 'OW', undefined]);
  });

  it('names addresses that work', async () => {
    const bulk = async (url: string) => get(url.replace('https://node.example', ''), 'application/octet-stream');
    for (const one of [6, 7]) {
      const [json] = (await get(`${root}/series/2.25.20${one - 5}/metadata`)).json();
      for (const uri of urisOf(json)) expect((await bulk(uri)).statusCode).toBe(200);
    }
    const base = `${root}/series/2.25.201/instances/2.25.6/bulkdata`;
    expect((await bulk(`${base}/7FE00010`)).rawPayload).toHaveLength(24);
    expect((await bulk(`${base}/00081140/1/00420011`)).rawPayload).toEqual(Buffer.alloc(2000, 7));
    const document = await bulk(`${root}/series/2.25.202/instances/2.25.7/bulkdata/00420011`);
    expect(document.rawPayload).toEqual(Buffer.alloc(200_000, 5));
    expect(document.headers['content-length']).toBe('200000');
  });

  it('is in little endian byte order whatever the object is in', async () => {
    const table = { vr: 'OW' as const, value: Uint8Array.from({ length: 2000 }, (_, at) => at % 251) };
    const attributes = imageAttributes({
      StudyInstanceUID: '2.25.102',
      SOPInstanceUID: '2.25.501',
      RedPaletteColorLookupTableData: table,
      ReferencedImageSequence: [{ '00660016': { vr: 'OF', value: table.value } }],
    });
    await web.store(encodeDataSet(buildDataSet(attributes), explicitVrBigEndian), explicitVrBigEndian);
    const [json] = (await get('/dicom-web/studies/2.25.102/metadata')).json();
    const uris = urisOf(json).filter((uri) => !uri.endsWith('7FE00010'));
    expect(uris).toHaveLength(2);
    for (const uri of uris) {
      const answer = await get(uri.replace('https://node.example', ''), 'application/octet-stream');
      expect(answer.rawPayload.equals(table.value)).toBe(true);
    }
  });

  it.each(['00081140/2/00420011', '00081140/1', '00420011', 'x', '00100010/0/00100010', ''])(
    'has nothing at %j',
    async (path) => {
      const answer = await get(`${root}/series/2.25.201/instances/2.25.6/bulkdata/${path}`);
      expect(answer.statusCode).toBe(404);
    },
  );
});

describe('frames', () => {
  const multiframe = `${root}/series/2.25.201/instances/2.25.6/frames`;

  it('are cut out of native pixels in the order asked for', async () => {
    const parts = await partsOf(await get(`${multiframe}/3,1`));
    expect(parts.map(({ bytes }) => [...bytes])).toEqual([
      [16, 17, 18, 19, 20, 21, 22, 23],
      [0, 1, 2, 3, 4, 5, 6, 7],
    ]);
    expect(parts[0]?.contentType).toBe('application/octet-stream');
  });

  it('of big endian and deflated images come in little endian', async () => {
    for (const number of [3, 4]) {
      const [part] = await partsOf(await get(`${instance(number)}/frames/1`));
      expect([...(part?.bytes ?? [])]).toEqual([1, 0, 2, 0, 3, 0, 4, 0]);
    }
  });

  it('come as stored or decoded, as is accepted', async () => {
    const url = `${instance(5)}/frames/1`;
    const [asStored] = await partsOf(
      await get(url, 'multipart/related; type="application/octet-stream"; transfer-syntax=*'),
    );
    expect([...(asStored?.bytes ?? [])]).toEqual([...codestream]);
    expect(asStored?.contentType).toBe(`application/octet-stream; transfer-syntax=${rleLossless.uid}`);
    const [rle] = await partsOf(await get(url, 'multipart/related; type="image/dicom-rle"'));
    expect(rle?.contentType).toBe(`image/dicom-rle; transfer-syntax=${rleLossless.uid}`);
    const [native] = await partsOf(await get(url));
    expect([...(native?.bytes ?? [])]).toEqual([...decoded]);
    const single = await get(url, 'application/octet-stream');
    expect([...single.rawPayload]).toEqual([...decoded]);
  });

  it.each([
    ['image/jls', '1.2.840.10008.1.2.4.80'],
    ['image/jp2', '1.2.840.10008.1.2.4.90'],
    ['image/jphc', '1.2.840.10008.1.2.4.201'],
    ['image/dicom-rle', '1.2.840.10008.1.2.5'],
  ])('are encoded as %s where they are stored otherwise', async (type, uid) => {
    const decoder = createFrameDecoder();
    for (const number of [1, 3, 5]) {
      const answer = await get(`${instance(number)}/frames/1`, type);
      expect(answer.statusCode).toBe(200);
      expect(answer.headers['content-type']).toBe(`${type}; transfer-syntax=${uid}`);
      const { cells } = await decoder.decodeFrame(answer.rawPayload, uid, description);
      expect([...cells]).toEqual(number === 5 ? [9, 8, 7, 6] : [1, 2, 3, 4]);
    }
    const parts = await partsOf(await get(`${multiframe}/2,3`, `multipart/related; type="${type}"`));
    const [second] = parts.map(({ bytes }) => new Uint8Array(bytes));
    const { cells } = await decoder.decodeFrame(second ?? new Uint8Array(), uid, description);
    expect(Buffer.from(new Uint16Array(cells).buffer)).toEqual(Buffer.from([8, 9, 10, 11, 12, 13, 14, 15]));
    expect(parts).toHaveLength(2);
  });

  it('that no codec has a place for come in what else is accepted, or are a problem', async () => {
    const bits = {
      BitsAllocated: 1,
      BitsStored: 1,
      HighBit: 0,
      PixelData: { vr: 'OB' as const, value: Uint8Array.of(5, 0) },
    };
    const ids = { StudyInstanceUID: '2.25.103', SeriesInstanceUID: '2.25.203', SOPInstanceUID: '2.25.30' };
    await web.store(imageAttributes({ ...ids, ...bits }));
    const url = '/dicom-web/studies/2.25.103/series/2.25.203/instances/2.25.30';
    const [native] = await partsOf(await get(`${url}/frames/1`, 'multipart/related; type="image/jls", */*; q=0.1'));
    expect(native?.contentType).toBe('application/octet-stream');
    for (const [address, accept] of [
      [`${url}/frames/1`, 'image/jls'],
      [url, `application/dicom; transfer-syntax=${rleLossless.uid}`],
    ] as const) {
      const answer = await get(address, accept);
      expect([answer.statusCode, answer.json().code]).toEqual([406, 'transcoding-not-possible']);
    }
  });

  it.each([
    [404, 'frame-not-found', `${multiframe}/4`],
    [404, 'frame-not-found', `${multiframe}/1,4`],
    [404, 'frame-not-found', `${root}/series/2.25.202/instances/2.25.7/frames/1`],
    [400, 'frame-list-invalid', `${multiframe}/0`],
    [400, 'frame-list-invalid', `${multiframe}/1,,2`],
    [400, 'frame-list-invalid', `${multiframe}/x`],
  ])('%i %s %s', async (status, code, url) => {
    const answer = await get(url);
    expect([answer.statusCode, answer.json().code]).toEqual([status, code]);
  });
});

describe('bulk data', () => {
  const octets = 'multipart/related; type="application/octet-stream"';
  const sorted = (uris: readonly (string | undefined)[]) => uris.toSorted((a = '', b = '') => (a < b ? -1 : 1));

  it('of a study, series or instance is every value that its metadata names, under that address', async () => {
    for (const url of [root, `${root}/series/2.25.201`, `${root}/series/2.25.202/instances/2.25.7`]) {
      const all: DicomJson[] = (await get(`${url}/metadata`)).json();
      const parts = await partsOf(await get(`${url}/bulkdata`));
      expect(sorted(parts.map(({ location }) => location))).toEqual(sorted(all.flatMap(urisOf)));
      for (const { location = '', contentType, bytes } of parts) {
        const alone = await get(location.replace('https://node.example', ''), 'application/octet-stream');
        expect([alone.rawPayload.equals(bytes), contentType]).toEqual([true, 'application/octet-stream']);
      }
      const same = await partsOf(await get(url, octets));
      expect(same).toEqual(parts);
    }
  });

  it('of an object without any is not there', async () => {
    await web.store(imageAttributes({ StudyInstanceUID: '2.25.104', PixelData: undefined }));
    for (const which of ['bulkdata', 'pixeldata']) {
      expect((await get(`/dicom-web/studies/2.25.104/${which}`)).statusCode).toBe(404);
    }
  });

  it('that is Pixel Data comes by itself', async () => {
    const ofStudy = await partsOf(await get(`${root}/pixeldata`));
    expect(ofStudy.map(({ location }) => location?.split('/').at(-3))).toEqual(
      [1, 2, 3, 4, 5, 6].map((number) => `2.25.${number}`),
    );
    expect(ofStudy[4]?.bytes.equals(decoded)).toBe(true);
    const url = `${root}/series/2.25.201/instances/2.25.6/pixeldata`;
    const [multipart] = await partsOf(await get(url));
    const range = await web.ask('GET', url, undefined, { headers: { range: 'bytes=2-4' } });
    expect([range.statusCode, range.headers['content-range'], [...range.rawPayload]]).toEqual([
      206,
      'bytes 2-4/24',
      [2, 3, 4],
    ]);
    expect(multipart?.location).toBe(`https://node.example${url.replace('pixeldata', 'bulkdata/7FE00010')}`);
  });

  it('of several compressed frames is one value, or a part for each codestream', async () => {
    const changes = { StudyInstanceUID: '2.25.105', SOPInstanceUID: '2.25.601', NumberOfFrames: 2 };
    await web.store(imageOf(changes, [codestream, codestream]), rleLossless);
    const url = '/dicom-web/studies/2.25.105/series/2.25.200/instances/2.25.601/bulkdata/7FE00010';
    const twice = Buffer.concat([decoded, decoded]);
    expect((await get(url, 'application/octet-stream')).rawPayload.equals(twice)).toBe(true);
    const [whole, ...more] = await partsOf(await get('/dicom-web/studies/2.25.105/bulkdata'));
    expect([whole?.bytes.equals(twice), more.length]).toEqual([true, 0]);
    const rle = await get('/dicom-web/studies/2.25.105', 'multipart/related; type="image/dicom-rle"');
    expect(rle.headers['content-type']).toMatch(/^multipart\/related; type="image\/dicom-rle"/);
    const frames = await partsOf(rle);
    expect(frames.map(({ location }) => location)).toEqual(Array(2).fill(`https://node.example${url}`));
    expect(frames.every(({ bytes }) => bytes.equals(codestream))).toBe(true);
    expect((await get(url, 'image/dicom-rle')).statusCode).toBe(406);
  });

  it('that cannot be decoded is left out of what has more, and is a problem where it is all there is', async () => {
    const study = '/dicom-web/studies/2.25.107';
    const broken = { StudyInstanceUID: '2.25.107', SOPInstanceUID: '2.25.612' };
    await web.store(imageOf(broken, [new Uint8Array(64)]), rleLossless);
    for (const which of ['bulkdata', 'pixeldata']) {
      const answer = await get(`${study}/${which}`);
      expect([answer.statusCode, answer.json().code]).toEqual([406, 'not-renderable']);
    }
    for (const number of [1, 3]) {
      await web.store(imageAttributes({ ...broken, SOPInstanceUID: `2.25.61${number}` }), implicitVrLittleEndian);
    }
    const parts = await partsOf(await get(`${study}/pixeldata`));
    expect(parts.map(({ location }) => location?.split('/').at(-3))).toEqual(['2.25.611', '2.25.613']);
  });

  it('that cannot be had as is accepted is left out, which the answer says, or is a problem', async () => {
    const video = await get('/dicom-web/studies/2.25.101/pixeldata', 'multipart/related; type="video/mp4"');
    expect((await partsOf(video, 206)).map(({ contentType }) => contentType)).toEqual([
      'video/mp4; transfer-syntax=1.2.840.10008.1.2.4.102',
    ]);
    expect(video.headers.warning).toBe('299 isocenter "the Pixel Data of 2 instances cannot be had so"');
    const none = await get('/dicom-web/studies/2.25.105', 'multipart/related; type="video/mp4"');
    expect([none.statusCode, none.json().code]).toEqual([406, 'not-acceptable']);
  });
});

describe('pictures', () => {
  const multiframe = `${root}/series/2.25.201/instances/2.25.6`;
  const sizeOf = async (bytes: Buffer) => {
    const { format, width, height } = await sharp(bytes).metadata();
    return { format, width, height };
  };

  it('are made as is asked for', async () => {
    const png = await get(`${multiframe}/frames/3/rendered?window=10,20&viewport=8,8`, 'image/png');
    expect(png.headers['content-type']).toBe('image/png');
    expect(await sizeOf(png.rawPayload)).toEqual({ format: 'png', width: 8, height: 8 });
    const gif = await get(`${multiframe}/frames/3/rendered?window=10,20&viewport=8,8`, 'image/gif');
    expect(gif.headers['content-type']).toBe('image/gif');
    const [ofGif, ofPng] = await Promise.all(
      [gif, png].map(({ rawPayload }) => sharp(rawPayload).greyscale().raw().toBuffer()),
    );
    expect(ofGif).toEqual(ofPng);
    const jpeg = await get(`${instance(5)}/rendered?quality=70`);
    expect(jpeg.headers['content-type']).toBe('image/jpeg');
    expect(await sizeOf(jpeg.rawPayload)).toEqual({ format: 'jpeg', width: 2, height: 2 });
  });

  it('show a region of which parts are left out, up to the edge', async () => {
    const asked = async (viewport: string) =>
      (await get(`${instance(1)}/rendered?viewport=${viewport}`, 'image/png')).rawPayload;
    expect(await asked('8,8,,,2,2')).toEqual(await asked('8,8'));
    expect(await asked('8,8,1')).toEqual(await asked('8,8,1,0,1,2'));
    expect(await asked('8,8,-1,0')).toEqual(await asked('8,8,1,0,1,2'));
    expect(await asked('8,8,,,-2')).not.toEqual(await asked('8,8'));
  });

  it('say which annotations they have no room for', async () => {
    const asked = `${instance(1)}/rendered?annotation=technique,patient`;
    const small = await get(asked);
    expect([small.statusCode, small.headers.warning]).toEqual([
      200,
      '299 isocenter "The following annotation values are not supported: patient,technique"',
    ]);
    const large = await get(`${asked}&viewport=200,200`);
    const plain = await get(`${instance(1)}/rendered?viewport=200,200`);
    expect([large.headers.warning, large.headers.etag === plain.headers.etag]).toEqual([undefined, false]);
    expect(large.rawPayload.equals(plain.rawPayload)).toBe(false);
    const [first] = await partsOf(await get(`${root}/rendered?annotation=patient,technique&viewport=200,200`));
    expect(first?.bytes.equals(large.rawPayload)).toBe(true);
  });

  it('show the frame in the middle where none is named', async () => {
    const query = 'window=127.5,256,linear-exact';
    const whole = await get(`${multiframe}/rendered?${query}`, 'image/png');
    const middle = await get(`${multiframe}/frames/2/rendered?${query}`, 'image/png');
    expect(whole.rawPayload.equals(middle.rawPayload)).toBe(true);
  });

  it('come in parts where several frames are asked for', async () => {
    const parts = await partsOf(await get(`${multiframe}/frames/1,2/rendered`));
    expect(parts.map(({ contentType }) => contentType)).toEqual(['image/jpeg', 'image/jpeg']);
  });

  it('of studies and series come in parts, one of each image that can be shown', async () => {
    const one = await get(`${instance(1)}/rendered?viewport=8,8`, 'image/png');
    const parts = await partsOf(await get(`${root}/rendered?viewport=8,8`, 'image/png'));
    const series = await partsOf(await get(`${root}/series/2.25.200/rendered`));
    expect(parts.map(({ location }) => location)).toEqual(
      [...[1, 2, 3, 4, 5].map(instance), multiframe].map((url) => `https://node.example${url}/rendered`),
    );
    expect(parts[0]?.bytes.equals(one.rawPayload)).toBe(true);
    expect(await sizeOf(parts[5]?.bytes ?? Buffer.alloc(0))).toEqual({ format: 'png', width: 8, height: 8 });
    expect(series.map(({ contentType }) => contentType)).toEqual(new Array(5).fill('image/jpeg'));
    // Of these three one is a video, and one has a broken codestream.
    const shown = await partsOf(await get('/dicom-web/studies/2.25.101/rendered'));
    expect(shown.map(({ location }) => location?.split('/').at(-2))).toEqual(['2.25.403']);
  });

  it('of thumbnails are small at every level', async () => {
    const urls = [root, `${root}/series/2.25.201`, instance(1), `${instance(1)}/frames/1`];
    for (const url of urls) {
      const answer = await get(`${url}/thumbnail?viewport=64,32`);
      expect(await sizeOf(answer.rawPayload)).toEqual({ format: 'jpeg', width: 32, height: 32 });
    }
  });

  it.each([
    [406, 'not-renderable', `${root}/series/2.25.202/instances/2.25.7/rendered`, undefined],
    [406, 'not-renderable', `${root}/series/2.25.202/rendered`, undefined],
    [404, 'not-found', '/dicom-web/studies/2.25.999/rendered', undefined],
    [400, 'rendering-parameter-invalid', `${root}/rendered?window=1`, undefined],
    [400, 'rendering-parameter-invalid', `${root}/rendered?annotation=`, undefined],
    [400, 'rendering-parameter-invalid', `${instance(1)}/rendered?annotation=patient,doctor`, undefined],
    [400, 'rendering-parameter-invalid', `${instance(1)}/rendered?quality=`, undefined],
    [400, 'rendering-parameter-invalid', `${instance(1)}/rendered?viewport=8`, undefined],
    [400, 'rendering-parameter-invalid', `${instance(1)}/rendered?viewport=,8`, undefined],
    [400, 'rendering-parameter-invalid', `${instance(1)}/rendered?viewport=8,8,0,0,1,1,1`, undefined],
    [400, 'rendering-parameter-invalid', `${instance(1)}/thumbnail?viewport=8,8,0,0`, undefined],
    [406, 'not-acceptable', `${root}/rendered`, 'application/dicom'],
    [404, 'not-found', `${root}/series/2.25.202/thumbnail`, undefined],
    [400, 'rendering-parameter-invalid', `${instance(1)}/rendered?window=1`, undefined],
    [406, 'not-acceptable', `${instance(1)}/rendered`, 'application/dicom'],
  ])('%i %s %s', async (status, code, url, accept) => {
    const answer = await get(url, accept);
    expect([answer.statusCode, answer.json().code]).toEqual([status, code]);
  });
});

describe('documents', () => {
  const url = (number: number) => `/dicom-web/studies/2.25.106/series/2.25.200/instances/2.25.${number}/rendered`;
  const noImage = { StudyInstanceUID: '2.25.106', Rows: undefined, Columns: undefined, PixelData: undefined };

  beforeAll(async () => {
    await web.store(
      imageAttributes({
        ...noImage,
        SOPClassUID: '1.2.840.10008.5.1.4.1.1.88.33',
        SOPInstanceUID: '2.25.701',
        ValueType: 'CONTAINER',
        ContentSequence: [{ ValueType: 'TEXT', TextValue: 'all <well>' }],
      }),
    );
    await web.store(
      imageAttributes({
        ...noImage,
        SOPClassUID: '1.2.840.10008.5.1.4.1.1.104.1',
        SOPInstanceUID: '2.25.702',
        MIMETypeOfEncapsulatedDocument: 'application/pdf',
        EncapsulatedDocument: { vr: 'OB', value: new TextEncoder().encode('%PDF-1.7 test\0') },
        EncapsulatedDocumentLength: 13,
      }),
    );
  });

  it('that are reports come as a page or as text', async () => {
    const browser = 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8';
    for (const accept of [undefined, browser]) {
      const page = await get(url(701), accept);
      expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
      expect(page.headers['content-security-policy']).toBe("default-src 'none'; frame-ancestors 'self'; sandbox");
      expect(page.body).toContain('all &lt;well&gt;');
    }
    const text = await get(url(701), 'text/plain');
    expect([text.headers['content-type'], text.body.includes('all <well>')]).toEqual([
      'text/plain; charset=utf-8',
      true,
    ]);
    expect((await get(url(701), 'image/jpeg')).statusCode).toBe(406);
  });

  it('that are longer reports than people write have no page', async () => {
    const content = [{ ValueType: 'TEXT', TextValue: 'x'.repeat(2 ** 21) }];
    const report = { SOPClassUID: '1.2.840.10008.5.1.4.1.1.88.33', SOPInstanceUID: '2.25.703', ValueType: 'CONTAINER' };
    await web.store(imageAttributes({ ...noImage, ...report, ContentSequence: content }));
    const answer = await get(url(703));
    expect([answer.statusCode, answer.json().code]).toEqual([406, 'not-renderable']);
  });

  it('that are PDF come as the file that was encapsulated, in ranges as well', async () => {
    const pdf = await get(url(702), 'application/pdf');
    expect([pdf.headers['content-type'], pdf.body]).toEqual(['application/pdf', '%PDF-1.7 test']);
    const range = await web.ask('GET', url(702), undefined, { headers: { range: 'bytes=-4' } });
    expect([range.statusCode, range.headers['content-range'], range.body]).toEqual([206, 'bytes 9-12/13', 'test']);
    expect((await get(url(702), 'text/html')).statusCode).toBe(406);
  });

  it('of another kind are not rendered', async () => {
    const answer = await get(`${root}/series/2.25.202/instances/2.25.7/rendered`);
    expect(answer.json().code).toBe('not-renderable');
  });
});

describe('who may retrieve', () => {
  it('is nobody who has not signed in', async () => {
    for (const path of ['', '/metadata', '/rendered', '/thumbnail']) {
      expect((await web.server.nobody('GET', `${root}${path}`)).statusCode).toBe(401);
    }
  });

  it('is noted in the audit trail by internal id', async () => {
    const rows = await web.server.database.db.selectFrom('audit_entry').selectAll().execute();
    expect(JSON.stringify(rows)).toContain('wado-rs');
    expect(JSON.stringify(rows)).not.toMatch(/2\.25\.100|TEST-1/);
  });
});

async function fileOf(url: string): Promise<Buffer> {
  const [part] = await partsOf(await get(url));
  if (part === undefined) throw new Error('no part came');
  return part.bytes;
}

/** SOP Instance UID from the file meta information, which is there whatever the data set is. */
function contentOfLenient(bytes: Uint8Array): string | undefined {
  return /2\.25\.\d/.exec(Buffer.from(bytes.subarray(0, 400)).toString('latin1'))?.[0];
}

function urisOf(json: DicomJson): string[] {
  return Object.values(json).flatMap((attribute) => [
    ...(attribute.BulkDataURI === undefined ? [] : [attribute.BulkDataURI]),
    ...(attribute.vr === 'SQ' ? (attribute.Value ?? []).flatMap((item) => urisOf(item as DicomJson)) : []),
  ]);
}
