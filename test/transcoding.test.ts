/**
 * Peers that take one transfer syntax: what is stored reaches them in it, with the same elements and pixels, over C-MOVE,
 * C-GET and WADO-RS alike. DCMTK receives.
 */

import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  deflatedExplicitVrLittleEndian,
  explicitVrLittleEndian,
  findTransferSyntax,
  implicitVrLittleEndian,
  rleLossless,
  type TransferSyntax,
} from '@isocenter/dicom/transfer-syntax';
import { corpusDir } from '@isocenter/testkit/corpus';
import { splitFile } from '@isocenter/testkit/dicomweb-client';
import { findFreePort, startPeerListener } from '@isocenter/testkit/peer-listener';
import { absenceOf, findMissingPrograms, runPeer } from '@isocenter/testkit/peer-program';
import { buildPhantomStudy } from '@isocenter/testkit/phantom';
import { sendPhantom } from '@isocenter/testkit/phantom-delivery';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type EncodedObject, findDifferences } from './equal-objects.ts';
import { getImages } from './get-images.ts';
import { type RunningNode, startNode } from './running-node.ts';

const syntaxOf = (uid: string) => findTransferSyntax(uid) ?? explicitVrLittleEndian;
const jpegLs = syntaxOf('1.2.840.10008.1.2.4.80');
const jpeg2000 = syntaxOf('1.2.840.10008.1.2.4.90');
const htj2k = syntaxOf('1.2.840.10008.1.2.4.201');
const missing = findMissingPrograms('dcmsend', 'getscu', 'movescu', 'storescp');
/** Compressed images, where the corpus is present. */
const compressed = corpusDir === undefined ? [] : ['dicom/pydicom/test_files/JPEG2000.dcm'];

describe.skipIf(missing.length > 0)(`peers with one transfer syntax${absenceOf(missing)}`, () => {
  const study = buildPhantomStudy({ seed: 22, ctSlices: 3, usFrames: 3 });
  let node: RunningNode;
  let stored: ReadonlyMap<string, EncodedObject>;

  beforeAll(async () => {
    // The tests ask for images by their own UIDs alone.
    node = await startNode();
    await sendPhantom(study, { port: node.dicomPort, aet: node.aet });
    const files = compressed.map((path) => join(corpusDir ?? '', path));
    if (files.length > 0) await runPeer('dcmsend', ['-aec', node.aet, 'localhost', String(node.dicomPort), ...files]);
    const kept = files.map((file) => toObject(readFileSync(file)));
    stored = new Map([...(await retrieve('*')), ...kept]);
    expect(stored.size).toBe(4 + files.length);
  });
  afterAll(() => node?.close());

  const retrieve = async (transferSyntax: string) =>
    (
      await node.dicomweb.retrieve(
        `/studies/${study.studyInstanceUid}`,
        `multipart/related; type="application/dicom"; transfer-syntax=${transferSyntax}`,
      )
    ).map(({ body }) => toObject(body));

  /** Has every stored instance brought by one program after the other, into a folder. */
  async function collect(bring: (uid: string, dir: string) => Promise<unknown>) {
    const dir = mkdtempSync(join(tmpdir(), 'isocenter-transcoding-'));
    for (const uid of stored.keys()) await bring(uid, dir);
    const got = new Map(readdirSync(dir).map((name) => toObject(readFileSync(join(dir, name)))));
    rmSync(dir, { recursive: true });
    return got;
  }

  async function expectSame(got: ReadonlyMap<string, EncodedObject>, target: TransferSyntax): Promise<void> {
    expect([...got.keys()].sort()).toEqual([...stored.keys()].sort());
    for (const [uid, object] of got) {
      expect(object.transferSyntaxUid).toBe(target.uid);
      expect(await findDifferences(stored.get(uid) ?? object, object)).toEqual([]);
    }
  }

  const ask = (program: string, uid: string, args: readonly string[]) =>
    runPeer(program, [
      ...['-S', '-aec', node.aet, ...args],
      ...['-k', 'QueryRetrieveLevel=IMAGE', '-k', `SOPInstanceUID=${uid}`],
      ...['localhost', String(node.dicomPort)],
    ]);

  test.each([
    ['+xe', explicitVrLittleEndian],
    ['+xd', deflatedExplicitVrLittleEndian],
    ['+xt', jpegLs],
    ['+xr', rleLossless],
    // What cannot be made here gives way to the next that it offers.
    ['+xs', explicitVrLittleEndian],
  ] as const)('getscu %s gets everything', async (option, target) => {
    await expectSame(await collect((uid, dir) => ask('getscu', uid, ['+B', option, '-od', dir])), target);
  });

  test.each([implicitVrLittleEndian, rleLossless, jpegLs, jpeg2000, htj2k])(
    'a C-GET that offers $name alone gets everything',
    async (target) => {
      await expectSame(await getImages(node, [...stored.keys()], target), target);
    },
  );

  test('a C-GET that offers what cannot be made gets what is stored so, and the rest counted as failed', async () => {
    const lossy = findTransferSyntax('1.2.840.10008.1.2.4.91') ?? jpeg2000;
    const got = await getImages(node, [...stored.keys()], lossy);
    expect([...got.keys()]).toEqual(stored.size === 4 ? [] : [[...stored.keys()].at(-1)]);
  });

  test.each([
    ['+xi', implicitVrLittleEndian],
    ['+xe', explicitVrLittleEndian],
  ] as const)('storescp %s is sent everything', async (option, target) => {
    const port = await findFreePort();
    const aeTitle = `STORE${option.slice(1).toUpperCase()}`;
    const peer = { name: aeTitle, aeTitle, host: '127.0.0.1', port, verbs: ['echo'], note: '' };
    const rest = { conflictPolicy: 'first', checkAddress: true, enabled: true };
    expect((await node.api('POST', '/api/peers', { ...peer, ...rest })).status).toBe(201);
    const dir = mkdtempSync(join(tmpdir(), 'isocenter-storescp-'));
    const storescp = await startPeerListener('storescp', ['+B', option, '-od', dir, String(port)], port);
    try {
      for (const uid of stored.keys()) await ask('movescu', uid, ['-aem', aeTitle]);
      const got = new Map(readdirSync(dir).map((name) => toObject(readFileSync(join(dir, name)))));
      await expectSame(got, target);
    } finally {
      storescp.kill();
      rmSync(dir, { recursive: true });
    }
  });

  test.each([implicitVrLittleEndian, deflatedExplicitVrLittleEndian])(
    'WADO-RS gives the study in $name',
    async (target) => {
      const got = new Map(await retrieve(target.uid));
      expect(got.size).toBe(4);
      for (const [uid, object] of got) {
        expect(object.transferSyntaxUid).toBe(target.uid);
        expect(await findDifferences(stored.get(uid) ?? object, object)).toEqual([]);
      }
    },
  );
});

function toObject(file: Buffer): readonly [string, EncodedObject] {
  const { sopInstanceUid, transferSyntaxUid, dataSet } = splitFile(file);
  return [sopInstanceUid, { transferSyntaxUid, dataSet }];
}
