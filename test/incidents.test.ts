/**
 * What has happened to others, each as a test with the name of its incident: the table of known incidents of PACS and
 * DICOM software. `bad-input.test.ts` has the wider families (bombs, nesting, memory over many rounds), `hardness.test.ts`
 * of `packages/dimse` the flooding and slow associations, `access-matrix.test.ts` who may ask what.
 *
 * Rows of the table that have nothing to hold on to here yet, and why:
 * - Traversal in ZIP and TAR entries (pydicom CVE-2026-32711, in part): the node reads no archive; archives are opened in the
 *   browser, whose reader has tests of its own. A DICOMDIR is refused and its references are not followed, here and by
 *   `isocenter import`, which walks folders and follows no symbolic link: `folder-import.test.ts` has that, with names like
 *   those below.
 * - XXE, billion laughs and unmarshalling in HL7, CDA and FHIR (Mirth CVE-2023-43208, in part): there is no listener for
 *   them; that XML and serialised objects are not even looked at over HTTP is tested below.
 * - Callbacks and retrieve URLs that others name (OHIF CVE-2026-12473, in part): no route takes an address of a web page;
 *   addresses of peers are tested below.
 */

import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { explicitVrLittleEndian } from '@isocenter/dicom/transfer-syntax';
import { makeDataDir } from '@isocenter/testkit/isocenter-process';
import { canReadResidentMemory, readResidentMemory } from '@isocenter/testkit/resident-memory';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningNode, startNode } from './running-node.ts';
import { asFile, associate, buildSmallObject, newUid, storeOverDimse } from './small-object.ts';

const megabyte = 1024 * 1024;
const launcher = resolve(import.meta.dirname, '../apps/server/bin/isocenter.js');

let node: RunningNode;

beforeAll(async () => {
  node = await startNode();
});

afterAll(() => node.close());

const authorized = () => ({ authorization: `Bearer ${node.token}` });

async function importFile(body: Uint8Array, headers: Record<string, string> = {}) {
  const response = await fetch(`${node.httpUrl}/api/imports`, {
    method: 'POST',
    headers: { ...authorized(), 'content-type': 'application/octet-stream', ...headers },
    body: Buffer.from(body),
  });
  return { status: response.status, body: await response.text() };
}

/** Sends a request as it stands, which asks for the end of the connection, and resolves with all that is answered. */
async function askRaw(head: string): Promise<string> {
  const { hostname, port } = new URL(node.httpUrl);
  const socket = connect({ host: hostname, port: Number(port) });
  socket.write(head);
  return text(socket);
}

const isAlive = async () => expect((await fetch(`${node.httpUrl}/readyz`)).status).toBe(200);

describe('Orthanc, CVE-2026-5437 to 5445', () => {
  test('a gzip bomb is not inflated: encoded bodies are not taken', async () => {
    const bomb = gzipSync(Buffer.alloc(64 * megabyte));
    for (const path of ['/api/imports', '/dicom-web/studies']) {
      const response = await fetch(node.httpUrl + path, {
        method: 'POST',
        headers: { ...authorized(), 'content-encoding': 'gzip', 'content-type': 'application/octet-stream' },
        body: bomb,
      });
      expect(response.status).toBeGreaterThanOrEqual(400);
      expect(response.status).toBeLessThan(500);
    }
    await isAlive();
  });

  test.skipIf(!canReadResidentMemory)('a Content-Length of 4 GB reserves nothing', async () => {
    const before = readResidentMemory(node.pid).nowBytes;
    const sockets = await Promise.all(
      ['/api/imports', '/dicom-web/studies', '/api/peers'].flatMap((path) =>
        Array.from({ length: 8 }, async () => {
          const { hostname, port } = new URL(node.httpUrl);
          const socket = connect({ host: hostname, port: Number(port) });
          socket.on('error', () => undefined);
          const head = `POST ${path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${node.token}\r\n`;
          socket.write(`${head}Content-Type: application/octet-stream\r\nContent-Length: 4294967295\r\n\r\nabc`);
          await isAlive();
          return socket;
        }),
      ),
    );
    expect(readResidentMemory(node.pid).nowBytes - before).toBeLessThan(96 * megabyte);
    for (const socket of sockets) socket.destroy();
    await isAlive();
  });

  test.each([
    ['65535 × 65535 pixels of 16 bits, and 512 bytes', { Rows: 65_535, Columns: 65_535 }],
    ['two thousand million frames', { NumberOfFrames: '2147483647' }],
    [
      'rows and columns of 32 bits',
      { Rows: { vr: 'UL', value: 0x10000001 }, Columns: { vr: 'UL', value: 0x10000001 } },
    ],
    ['no bits at all', { BitsAllocated: 0, BitsStored: 0, HighBit: 0 }],
    ['as many samples as there are numbers', { SamplesPerPixel: 65_535 }],
  ] as const)('an image that claims %s gives no picture and no memory of others', async (_, claim) => {
    const object = buildSmallObject(claim as Parameters<typeof buildSmallObject>[0]); // wrong VRs are the point
    expect((await importFile(object.file)).status).toBeLessThan(500);
    const { studyInstanceUid, seriesInstanceUid, sopInstanceUid } = object;
    const at = `/dicom-web/studies/${studyInstanceUid}/series/${seriesInstanceUid}/instances/${sopInstanceUid}`;
    for (const path of [`${at}/rendered`, `${at}/frames/1`, `${at}/frames/2147483647`]) {
      const response = await fetch(node.httpUrl + path, { headers: { ...authorized(), accept: '*/*' } });
      const { byteLength } = await response.arrayBuffer();
      if (response.status === 200) expect(byteLength).toBeLessThan(64 * 1024);
      else expect(response.status).toBeLessThan(500);
    }
    await isAlive();
  });
});

describe('Orthanc, CVE-2025-0896, and the exposed PACS of 2019 and 2023', () => {
  test('a node that others can reach and that has no TLS does not start', async () => {
    const data = makeDataDir();
    const env = { ...process.env, ISOCENTER__DATA__DIR: data.path, ISOCENTER__HTTP__HOST: '0.0.0.0' };
    const ended = await new Promise<{ code: unknown; output: string }>((found) =>
      execFile(process.execPath, [launcher, 'up'], { env }, (error, stdout, stderr) =>
        found({ code: error?.code, output: stdout + stderr }),
      ),
    );
    data.remove();
    expect(ended.code).not.toBe(0);
    expect(ended.output).toContain('http.host: an address that other machines can reach needs');
  });

  test('nothing is answered to who has not signed in', async () => {
    for (const path of ['/dicom-web/studies', '/api/studies', '/api/peers', '/api/audit', '/metrics']) {
      expect((await fetch(node.httpUrl + path)).status).toBe(401);
    }
  });

  test('DICOM listens on loopback until it is told otherwise, and being told is a warning', async () => {
    const { body } = await node.api('GET', '/api/about');
    expect(body.dicom.loopbackOnly).toBe(true);
    const { body: told } = await node.api('GET', '/api/dangers');
    expect(told.dangers.map(({ code }: { code: string }) => code)).not.toContain('dicom-clear-text');
    const open = await startNode({
      env: { ISOCENTER__DICOM__HOST: '0.0.0.0', ISOCENTER__DICOM__ALLOW_LOOPBACK: 'false' },
    });
    try {
      const { body: warned } = await open.api('GET', '/api/dangers');
      expect(warned.dangers.map(({ code }: { code: string }) => code)).toContain('dicom-clear-text');
      expect(open.output()).toContain('dicom-clear-text');
      await expect(associate(open)).rejects.toMatchObject({ code: 'association-rejected' });
    } finally {
      await open.close();
    }
  });
});

describe('paths made of what others say: Orthanc CVE-2023-33466, DCMTK CVE-2026-50003 and 52868, pynetdicom CVE-2026-56445', () => {
  const mark = `incident${randomBytes(6).toString('hex')}`;
  const names = [
    `../../../../${mark}`,
    `/tmp/${mark}`,
    `..\\..\\${mark}`,
    `C:\\${mark}`,
    `${mark}:stream`,
    `a/${mark}/../../b`,
    `../../${mark}\0.dcm`,
    // Past the 255 bytes of a name and the 4 096 of a path.
    `../../${mark}${'a'.repeat(300)}`,
    `${'../'.repeat(1_400)}tmp/${mark}`,
    // FULLWIDTH SOLIDUS, TWO DOT LEADER, and what reads backwards.
    `..\u{ff0f}..\u{ff0f}${mark}`,
    `\u{2025}/\u{2025}/${mark}`,
    `../\u{202e}${mark}`,
    // By way of a symbolic link to the root, and to the folder of the node.
    `/proc/self/root/tmp/${mark}`,
    `/proc/self/cwd/${mark}`,
    `../../${mark.toUpperCase()}`,
  ];
  /** Nothing of the name is anywhere that a path from it could lead to. */
  const leavesNoFile = () => {
    const everywhere = [tmpdir(), '/', process.cwd(), join(node.dataDir, '..')].flatMap((folder) =>
      readdirSync(folder),
    );
    const inside = readdirSync(node.dataDir, { recursive: true }).map(String);
    expect([...everywhere, ...inside].filter((name) => name.toLowerCase().includes(mark))).toEqual([]);
  };

  test('values of a data set', async () => {
    const objects = names.map((name) =>
      buildSmallObject({ PatientID: name, PatientName: name, StudyID: name.slice(0, 16), SeriesDescription: name }),
    );
    expect((await storeOverDimse(node, objects)).map(({ status }) => status)).toEqual(names.map(() => 0));
    for (const { file } of objects) expect((await importFile(file)).status).toBeLessThan(300);
    leavesNoFile();
  });

  test('UIDs of command and data set', async () => {
    for (const name of names) {
      // Our encoder writes no such UID, so it stands in for another of as many bytes.
      const stand = 'Q'.repeat(Buffer.byteLength(name));
      const object = buildSmallObject({ SOPInstanceUID: stand, StudyInstanceUID: stand });
      const named = (bytes: Uint8Array) =>
        Buffer.from(
          Buffer.from(bytes).toString('latin1').replaceAll(stand, Buffer.from(name).toString('latin1')),
          'latin1',
        );
      const association = await associate(node);
      // A command is ISO 646, which our SCU sees to.
      const sopInstanceUid = name.replaceAll(/[^ -~]/gu, '?');
      const { status } = await association.store({ ...object, dataSet: named(object.dataSet), sopInstanceUid });
      expect(status).not.toBe(0);
      await association.release();
      expect((await importFile(named(object.file))).status).toBe(422);
    }
    leavesNoFile();
  });

  test('AE titles', async () => {
    for (const name of ['../../evil', '/etc/passwd', 'a/b']) {
      const association = await associate(node, { callingAet: `${name}` });
      expect((await association.store(buildSmallObject())).status).toBe(0);
      await association.release();
    }
    expect(
      readdirSync(node.dataDir, { recursive: true })
        .map(String)
        .filter((name) => /evil|passwd/.test(name)),
    ).toEqual([]);
  });

  test('names of files, and paths of the address', async () => {
    for (const name of names) {
      const headers = { 'x-file-name': encodeURIComponent(name) };
      // The contract takes 1 024 characters of it.
      const expected = headers['x-file-name'].length > 1024 ? 400 : 201;
      expect((await importFile(buildSmallObject().file, headers)).status).toBe(expected);
    }
    leavesNoFile();
    for (const path of [
      '/../../etc/passwd',
      '/%2e%2e/%2e%2e/etc/passwd',
      '/assets/..%2f..%2f..%2fetc%2fpasswd',
      '//etc/passwd',
    ]) {
      const answer = await askRaw(`GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
      expect(answer).toMatch(/^HTTP\/1\.1 [234]\d\d /);
      expect(answer).not.toContain('root:x:0');
    }
  });
});

test('pydicom CVE-2026-32711: a DICOMDIR, which names files, is not taken', async () => {
  const directory = '1.2.840.10008.1.3.10';
  const object = buildSmallObject({ SOPClassUID: directory });
  const file = asFile(object.dataSet, { sopClassUid: directory, sopInstanceUid: newUid() }, explicitVrLittleEndian);
  expect(await importFile(file)).toMatchObject({ status: 422, body: expect.stringContaining('dicomdir') });
});

/**
 * As far as the way over HTTP and through the node goes. The 10⁶ malformed files of the table, and a hundred times that, are the
 * proof: `make verify NAME=fuzz` reads 10⁸ inputs, files with broken meta information among them, and bounds the growth.
 */
test.skipIf(!canReadResidentMemory)(
  'GDCM CVE-2026-3650: file meta information with odd VRs leaks nothing, however often it comes',
  async () => {
    const { file } = buildSmallObject();
    const round = async (from: number) => {
      for (let number = from; number < from + 300; number += 1) {
        const broken = Buffer.from(file);
        // VR of an element of group 0002, behind preamble, prefix and the group length of 12 bytes.
        broken[132 + 12 + 4] = number % 256;
        broken[132 + 12 + 5] = (number * 7) % 256;
        expect((await importFile(broken)).status).toBeLessThan(500);
      }
    };
    await round(0);
    const before = readResidentMemory(node.pid).nowBytes;
    for (let number = 1; number <= 3; number += 1) await round(number * 300);
    expect(readResidentMemory(node.pid).nowBytes - before).toBeLessThan(48 * megabyte);
  },
);

describe('OHIF CVE-2026-12473: what is asked for elsewhere on somebody’s word', () => {
  test('pages may speak with their own node only', async () => {
    const policy = (await fetch(`${node.httpUrl}/studies`)).headers.get('content-security-policy') ?? '';
    const connectSources = /connect-src ([^;]*)/.exec(policy)?.[1] ?? /default-src ([^;]*)/.exec(policy)?.[1] ?? '';
    expect(connectSources).toContain("'self'");
    expect(connectSources).not.toMatch(/https?:|\*/);
  });

  test('a peer at an address where machines keep their secrets is not called', async () => {
    const more = { verbs: ['echo'], conflictPolicy: 'first', checkAddress: true, enabled: true, note: '' };
    const peer = { name: 'Metadata', aeTitle: 'METADATA', host: '169.254.169.254', port: 80, ...more };
    const { body } = await node.api('POST', '/api/peers', peer);
    for (const what of ['echo', 'test-find', 'test-store']) {
      expect((await node.api('POST', `/api/peers/${body.id}/${what}`)).body).toMatchObject({ code: 'host-refused' });
    }
  });
});

test('Mirth CVE-2023-43208: XML and serialised objects are looked at neither before nor after sign-in', async () => {
  const laughs = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;</x>';
  const javaObject = Buffer.from('aced0005737200', 'hex');
  for (const headers of [{}, authorized()]) {
    for (const path of ['/api/session', '/api/users', '/api/imports', '/dicom-web/studies']) {
      for (const [type, body] of [
        ['application/xml', laughs],
        ['application/x-java-serialized-object', javaObject],
      ] as const) {
        const response = await fetch(node.httpUrl + path, {
          method: 'POST',
          headers: { ...headers, 'content-type': type },
          body,
        });
        expect([400, 401, 415]).toContain(response.status);
      }
    }
  }
});

test('CVE-2019-11687: a file that is also a program is neither kept nor given back as one', async () => {
  const object = buildSmallObject();
  const polyglot = Buffer.from(object.file);
  polyglot.write('MZ\x90\x00\x03 PE program', 0, 'latin1');
  expect((await importFile(polyglot)).status).toBe(201);
  const { studyInstanceUid, seriesInstanceUid, sopInstanceUid } = object;
  const at = `/dicom-web/studies/${studyInstanceUid}/series/${seriesInstanceUid}/instances/${sopInstanceUid}`;
  const response = await fetch(node.httpUrl + at, {
    headers: { ...authorized(), accept: 'application/dicom; transfer-syntax=*' },
  });
  expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  const given = Buffer.from(await response.arrayBuffer());
  expect(given.includes('DICM')).toBe(true);
  expect(given.includes('PE program')).toBe(false);
});
