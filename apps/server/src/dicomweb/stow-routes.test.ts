import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { type Attributes, buildDataSet } from '@isocenter/dicom/build';
import { encodeDataSet } from '@isocenter/dicom/encode';
import type { DicomJson } from '@isocenter/dicom/json';
import { encodeFileMeta } from '@isocenter/dicom/part10';
import { explicitVrLittleEndian } from '@isocenter/dicom/transfer-syntax';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DicomwebServer, imageAttributes, openDicomwebServer } from '../../test/dicomweb-server.ts';
import { whileLocked } from '../../test/locked-table.ts';

let web: DicomwebServer;
let port = 0;

beforeAll(async () => {
  web = await openDicomwebServer();
  await web.server.app.listen({ host: '127.0.0.1', port: 0 });
  port = (web.server.app.server.address() as AddressInfo).port; // a TCP server has an address object
});

afterAll(() => web.close());

const ctClass = '1.2.840.10008.5.1.4.1.1.2';

function fileOf(changes: Attributes): Buffer {
  const attributes = imageAttributes(changes);
  const meta = encodeFileMeta({
    sopClassUid: String(attributes.SOPClassUID),
    sopInstanceUid: String(attributes.SOPInstanceUID),
    transferSyntaxUid: explicitVrLittleEndian.uid,
    implementationClassUid: '2.25.999',
  });
  return Buffer.concat([meta, encodeDataSet(buildDataSet(attributes), explicitVrLittleEndian)]);
}

function bodyOf(parts: readonly (Buffer | string)[], partType = 'application/dicom'): Buffer {
  const head = Buffer.from(`--edge\r\nContent-Type: ${partType}\r\n\r\n`);
  const pieces = parts.flatMap((part) => [head, Buffer.from(part as Buffer), Buffer.from('\r\n')]); // text or bytes alike
  return Buffer.concat([...pieces, Buffer.from('--edge--\r\n')]);
}

const multipart = 'multipart/related; type="application/dicom"; boundary=edge';

async function store(payload: Buffer, path = '/dicom-web/studies', contentType = multipart) {
  const answer = await web.ask('POST', path, undefined, { payload, headers: { 'content-type': contentType } });
  return { status: answer.statusCode, headers: answer.headers, json: answer.body === '' ? {} : answer.json() };
}

const items = (json: DicomJson, key: string) => (json[key]?.Value ?? []) as DicomJson[];
const reasons = (json: DicomJson, key: string) => items(json, key).map((item) => item['00081197']?.Value?.[0]);
const stored = async (study: string) => {
  const answer = await web.ask('GET', `/dicom-web/studies/${study}/instances`);
  return answer.statusCode === 204 ? 0 : answer.json().length;
};

describe('storing', () => {
  it('answers each instance with where it is', async () => {
    const parts = [fileOf({}), fileOf({ SOPInstanceUID: '2.25.2' })];
    const { status, headers, json } = await store(bodyOf(parts));
    expect(status).toBe(200);
    expect(headers['content-type']).toMatch(/^application\/dicom\+json/);
    const study = 'https://node.example/dicom-web/studies/2.25.100';
    expect(json).toEqual({
      '00081190': { vr: 'UR', Value: [study] },
      '00081199': {
        vr: 'SQ',
        Value: ['2.25.1', '2.25.2'].map((uid) => ({
          '00081150': { vr: 'UI', Value: [ctClass] },
          '00081155': { vr: 'UI', Value: [uid] },
          '00081190': { vr: 'UR', Value: [`${study}/series/2.25.200/instances/${uid}`] },
        })),
      },
    });
    expect(await stored('2.25.100')).toBe(2);
  });

  it.each([
    ['application/dicom+xml', /^application\/dicom\+xml/],
    [
      'multipart/related; type="application/dicom+xml"',
      /^multipart\/related; type="application\/dicom\+xml"; boundary=/,
    ],
  ])('answers in XML who accepts %s', async (accept, contentType) => {
    const headers = { 'content-type': multipart, accept };
    const answer = await web.ask('POST', '/dicom-web/studies', undefined, { payload: bodyOf([fileOf({})]), headers });
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['content-type']).toMatch(contentType);
    expect(answer.body).toContain(
      '<DicomAttribute keyword="ReferencedSOPSequence" tag="00081199" vr="SQ"><Item number="1">',
    );
  });

  it('takes a single instance as the body', async () => {
    const file = fileOf({ StudyInstanceUID: '2.25.101', SOPInstanceUID: '2.25.11' });
    expect((await store(file, '/dicom-web/studies', 'application/dicom')).status).toBe(200);
    expect(await stored('2.25.101')).toBe(1);
  });

  it('takes the same instance again', async () => {
    const file = fileOf({ StudyInstanceUID: '2.25.102', SOPInstanceUID: '2.25.21' });
    expect((await store(bodyOf([file, file]))).status).toBe(200);
    expect(await stored('2.25.102')).toBe(1);
  });

  it('refuses instances of another study than that of the address', async () => {
    const parts = [
      fileOf({ StudyInstanceUID: '2.25.103', SOPInstanceUID: '2.25.31' }),
      fileOf({ StudyInstanceUID: '2.25.104', SOPInstanceUID: '2.25.32' }),
    ];
    const { status, json } = await store(bodyOf(parts), '/dicom-web/studies/2.25.103');
    expect(status).toBe(202);
    expect(items(json, '00081199')).toHaveLength(1);
    expect(items(json, '00081198')).toEqual([
      {
        '00081150': { vr: 'UI', Value: [ctClass] },
        '00081155': { vr: 'UI', Value: ['2.25.32'] },
        '00081197': { vr: 'US', Value: [0xa900] },
      },
    ]);
    expect(await stored('2.25.104')).toBe(0);
  });

  it('says what it could not understand and stores the rest', async () => {
    const good = fileOf({ StudyInstanceUID: '2.25.105', SOPInstanceUID: '2.25.41' });
    const disabled = fileOf({
      StudyInstanceUID: '2.25.105',
      SOPInstanceUID: '2.25.42',
      SOPClassUID: '1.2.840.10008.5.1.4.1.1.88.11',
    });
    const { status, json } = await store(
      bodyOf(['not DICOM at all', '', good.subarray(0, good.length - 4), disabled, good]),
    );
    expect(status).toBe(202);
    expect(reasons(json, '0008119A')).toEqual([0xc000, 0xc000, 0xc000]);
    expect(reasons(json, '00081198')).toEqual([0x0122]);
    expect(items(json, '00081199')).toHaveLength(1);
    expect(await stored('2.25.105')).toBe(1);
  });

  it('answers 409 where nothing could be stored', async () => {
    const { status, json } = await store(bodyOf(['not DICOM at all']));
    expect(status).toBe(409);
    expect(reasons(json, '0008119A')).toEqual([0xc000]);
  });

  it('keeps what came whole before a body broke', async () => {
    const good = fileOf({ StudyInstanceUID: '2.25.106', SOPInstanceUID: '2.25.51' });
    const body = bodyOf([good, fileOf({ StudyInstanceUID: '2.25.106', SOPInstanceUID: '2.25.52' })]);
    const { status, json } = await store(body.subarray(0, body.length - 20));
    expect(status).toBe(202);
    expect(reasons(json, '0008119A')).toEqual([0xc000]);
    expect(await stored('2.25.106')).toBe(1);
  });

  it('refuses parts of another type', async () => {
    const { status, json } = await store(bodyOf([fileOf({})], 'application/octet-stream'));
    expect(status).toBe(409);
    expect(reasons(json, '0008119A')).toEqual([0xc000]);
  });

  it('answers what was stored whatever the audit trail does', async () => {
    const file = fileOf({ StudyInstanceUID: '2.25.108', SOPInstanceUID: '2.25.71' });
    const { status } = await whileLocked(web.server.database, 'audit_entry', () => store(bodyOf([file])));
    expect(status).toBe(200);
  });

  describe('of a patient not met before, while the database goes away,', () => {
    const fileOfNew = (patient: string) => fileOf({ PatientID: patient, StudyInstanceUID: '2.25.109' });
    const storeWithoutDatabase = async (body: Buffer) => {
      // So that the index does not wait for the table, too.
      await web.archive.reader.settled();
      return whileLocked(web.server.database, 'patient', async (loseWaiting) => {
        const [answer] = await Promise.all([store(body), loseWaiting()]);
        return answer;
      });
    };

    it('is refused for now', async () => {
      const { status, json } = await storeWithoutDatabase(bodyOf([fileOfNew('TEST-2')]));
      expect(status).toBe(503);
      expect(reasons(json, '0008119A')).toEqual([0xa700]);
    });

    it('does no harm to the parts that follow', async () => {
      const known = fileOf({ StudyInstanceUID: '2.25.100' });
      expect((await store(bodyOf([known]))).status).toBe(200);
      const { status, json } = await storeWithoutDatabase(bodyOf([fileOfNew('TEST-3'), known]));
      expect(status).toBe(202);
      expect(reasons(json, '0008119A')).toEqual([0xa700]);
      expect(items(json, '00081199')).toHaveLength(1);
    });

    it('says so of a body that breaks off after that, too', async () => {
      const body = bodyOf([fileOfNew('TEST-4')]);
      const { status, json } = await storeWithoutDatabase(body.subarray(0, body.length - 8));
      expect(status).toBe(409);
      expect(reasons(json, '0008119A')).toEqual([0xa700, 0xc000]);
    });
  });

  it('leaves nothing behind of a transfer that breaks off', async () => {
    const file = fileOf({ StudyInstanceUID: '2.25.107', SOPInstanceUID: '2.25.61' });
    const socket = connect(port, '127.0.0.1');
    const head = `POST /dicom-web/studies HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${web.ask.secret}\r\nContent-Type: ${multipart}\r\nContent-Length: 99999\r\n\r\n`;
    socket.write(`${head}--edge\r\nContent-Type: application/dicom\r\n\r\n`);
    socket.write(file);
    await new Promise((resolve) => socket.write('', resolve));
    const closed = new Promise((resolve) => socket.once('close', resolve));
    socket.destroy();
    await closed;
    expect(await stored('2.25.107')).toBe(0);
  });

  it.each([
    [400, 'multipart-malformed', '--edge--', multipart],
    [400, 'multipart-malformed', 'nothing here', multipart],
    [400, 'multipart-malformed', '', 'multipart/related; type="application/dicom"'],
    [413, 'multipart-too-large', `--edge\r\nA: ${'x'.repeat(20_000)}\r\n\r\n`, multipart],
    [415, 'unsupported-media-type', '', 'multipart/related; type="application/xml"; boundary=edge'],
    [415, 'unsupported-media-type', 'x', 'text/plain'],
  ])('%i %s', async (status, code, body, contentType) => {
    const answer = await store(Buffer.from(body), '/dicom-web/studies', contentType);
    expect([answer.status, answer.json.code]).toEqual([status, code]);
  });

  it('is offered where OPTIONS asks for the methods of a resource', async () => {
    const allowed = async (path: string) => {
      const headers = { authorization: `Bearer ${web.ask.secret}` };
      const answer = await web.server.app.inject({ method: 'OPTIONS', url: `/dicom-web${path}`, headers });
      return answer.headers.allow;
    };
    expect(await allowed('/studies')).toBe('GET, HEAD, POST, OPTIONS');
    expect(await allowed('/studies/2.25.1')).toBe('GET, HEAD, POST, OPTIONS');
    expect(await allowed('/studies/2.25.1/series')).toBe('GET, HEAD, OPTIONS');
  });

  it('is described where OPTIONS asks for the capabilities, with every other resource', async () => {
    const headers = { authorization: `Bearer ${web.ask.secret}`, accept: 'application/vnd.sun.wadl+xml' };
    for (const url of ['/dicom-web', '/dicom-web/']) {
      const answer = await web.server.app.inject({ method: 'OPTIONS', url, headers });
      expect([answer.statusCode, answer.headers['content-type']]).toEqual([200, 'application/vnd.sun.wadl+xml']);
      const ids = answer.body.match(/ id="\w+"/g) ?? [];
      expect(ids).toHaveLength(new Set(ids).size);
      for (const id of ['SearchForStudies', 'StoreStudyInstances', 'RetrieveBulkdata', 'RetrieveInstancePixelData']) {
        expect(ids).toContain(` id="${id}"`);
      }
    }
    const nobody = await web.server.app.inject({ method: 'OPTIONS', url: '/dicom-web/' });
    expect(nobody.statusCode).toBe(401);
  });

  it('is for nobody who has not signed in, and notes who did', async () => {
    const headers = { 'content-type': multipart };
    const answer = await web.server.nobody('POST', '/dicom-web/studies', undefined, { payload: bodyOf([]), headers });
    expect(answer.statusCode).toBe(401);
    await web.server.audit.flush();
    const rows = await web.server.database.db.selectFrom('audit_entry').selectAll().execute();
    expect(rows.some(({ action, details }) => action === 'instance:store' && details.edge === 'stow-rs')).toBe(true);
    expect(web.server.log.join('\n')).not.toMatch(/TEST-1|2\.25\.10\d/);
  });
});
