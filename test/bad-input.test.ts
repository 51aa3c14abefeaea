/**
 * What is broken or hostile gets a clear code over every way in, and nothing of it stays: not in the lists, not on the
 * disk, not in memory. The node goes on.
 */

import { readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { constants, deflateRawSync } from 'node:zlib';
import type { Attributes } from '@isocenter/dicom/build';
import { deflatedExplicitVrLittleEndian } from '@isocenter/dicom/transfer-syntax';
import { corpusAbsence, corpusDir, readCorpusFile } from '@isocenter/testkit/corpus';
import { splitFile } from '@isocenter/testkit/dicomweb-client';
import { canReadResidentMemory, readResidentMemory } from '@isocenter/testkit/resident-memory';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningNode, startNode } from './running-node.ts';
import { asFile, associate, buildSmallObject, mrImageStorage, newUid } from './small-object.ts';

const basicTextSr = '1.2.840.10008.5.1.4.1.1.88.11';
const mediaStorageDirectory = '1.2.840.10008.1.3.10';

/** Statuses of C-STORE, PS3.4 Table B.2-1, and failure reasons of STOW-RS, PS3.18 Table I.2-2. */
const cannotUnderstand = 0xc000;
const dataSetDoesNotMatch = 0xa900;
const notSupported = 0x0122;

/** Tag, VR and reserved bytes of Encapsulated Document and of Pixel Data in Explicit VR Little Endian. */
const documentHeader = [0x42, 0, 0x11, 0, 0x4f, 0x42, 0, 0];
const pixelDataHeader = [0xe0, 0x7f, 0x10, 0, 0x4f, 0x57, 0, 0];

type BadInput = {
  readonly name: string;
  /** The data set that follows a sound command or sound file meta information. */
  readonly dataSet: Uint8Array;
  readonly isDeflated?: true;
  readonly status: number;
  readonly failureReason: number;
  /** Code of the problem that an import is answered with. */
  readonly problem: string;
};

const unreadable = { status: cannotUnderstand, failureReason: cannotUnderstand };
const unidentified = { status: cannotUnderstand, failureReason: dataSetDoesNotMatch, problem: 'missing-identifiers' };
const unwanted = { status: notSupported, failureReason: notSupported };

const badInputs: readonly BadInput[] = [
  { name: 'text', dataSet: Buffer.from('This is no data set. '.repeat(50)), ...unreadable, problem: 'truncated' },
  { name: 'a data set of no bytes', dataSet: new Uint8Array(0), ...unreadable, problem: 'empty-file' },
  { name: 'an object that ends in its pixels', dataSet: cutObject(512), ...unreadable, problem: 'truncated' },
  { name: 'one of 3 MB that does', dataSet: cutObject(3_000_000), ...unreadable, problem: 'truncated' },
  { name: 'an element longer than all', dataSet: lyingObject(), ...unreadable, problem: 'truncated' },
  { name: 'sequences 1 000 deep', dataSet: nestedObject(1_000), ...unreadable, problem: 'budget-exceeded' },
  { name: 'sequences 100 000 deep', dataSet: nestedObject(100_000), ...unreadable, problem: 'budget-exceeded' },
  {
    name: 'a deflated gigabyte',
    dataSet: deflated({}, documentHeader, 1024),
    isDeflated: true,
    ...unreadable,
    problem: 'budget-exceeded',
  },
  { name: 'an object without UIDs', dataSet: withValues({ StudyInstanceUID: '' }), ...unidentified },
  { name: 'a UID that is a path', dataSet: withValues({ StudyInstanceUID: '../../tmp/evil' }), ...unidentified },
  {
    name: 'an object of a SOP Class that is switched off',
    dataSet: withValues({ SOPClassUID: basicTextSr }),
    ...unwanted,
    problem: 'sop-class-disabled',
  },
  {
    name: 'a directory',
    dataSet: withValues({ SOPClassUID: mediaStorageDirectory }),
    ...unwanted,
    problem: 'dicomdir',
  },
];

let node: RunningNode;
beforeAll(async () => {
  node = await startNode({ env: { ISOCENTER__DICOM__REFUSED_SOP_CLASSES: basicTextSr } });
});
afterAll(() => node?.close());

describe.each(badInputs)('$name', (input) => {
  test('is refused over C-STORE, and the association goes on', async () => {
    const association = await openFor(input);
    expect(await storeBad(association, input)).toBe(input.status);
    expect(await association.echo()).toBe(0);
    await association.release();
  });

  test('is refused over STOW-RS with a reason', async () => {
    const { status, response } = await node.dicomweb.store([{ body: fileOf(input) }]);
    expect(status).toBe(409);
    expect(JSON.stringify(response)).toContain(`"00081197":{"vr":"US","Value":[${input.failureReason}]}`);
  });

  test('is refused as an import with a code', async () => {
    expect(await importFile(fileOf(input))).toEqual({ status: 422, code: input.problem });
  });
});

describe('files that are none', () => {
  test.each([
    ['of another kind', Buffer.from('GIF89a'), 'not-dicom'],
    ['without a byte', new Uint8Array(0), 'empty-file'],
    ['of zeros', new Uint8Array(5000), 'not-dicom'],
    ['with a preamble and nothing more', Buffer.concat([new Uint8Array(128), Buffer.from('DICM')]), 'not-dicom'],
  ])('%s have a code', async (_, file, code) => {
    expect(await importFile(file)).toEqual({ status: 422, code });
    expect((await node.dicomweb.store([{ body: file }])).status).toBe(409);
  });
});

test('a SOP Class that is switched off is not even negotiated', async () => {
  const association = await associate(node, { sopClassUids: [basicTextSr, mrImageStorage] });
  expect(association.acceptedContexts.map(({ abstractSyntax }) => abstractSyntax)).not.toContain(basicTextSr);
  expect(association.acceptedContexts.map(({ abstractSyntax }) => abstractSyntax)).toContain(mrImageStorage);
  await association.release();
});

test('a transfer that breaks off leaves nothing behind', async () => {
  const before = blobBytes();
  const { studyInstanceUid, dataSet, ...object } = buildSmallObject(ofLength(4_000_000));
  const association = await associate(node);
  async function* half() {
    yield dataSet.subarray(0, dataSet.length / 2);
    throw new Error('the sender gives up');
  }
  await expect(association.store({ ...object, dataSet: half() })).rejects.toThrow('the sender gives up');
  const stow = fetch(`${node.httpUrl}/dicom-web/studies`, {
    method: 'POST',
    headers: { authorization: `Bearer ${node.token}`, 'content-type': 'application/dicom' },
    body: ReadableStream.from(half()),
    duplex: 'half',
  } as RequestInit);
  await expect(stow).rejects.toThrow();
  expect(await node.dicomweb.listInstances(studyInstanceUid)).toEqual([]);
  await untilEqual(blobBytes, before);
});

test('names and ids that look like paths or pages stay values, and make no file', async () => {
  const object = buildSmallObject({ PatientID: '../../../../tmp/evil', PatientName: '..\\..\\evil^<b>x</b>' });
  const outside = dirname(dirname(node.dataDir));
  const before = readdirSync(outside);
  const headers = { 'x-file-name': encodeURIComponent('../../../../tmp/evil.dcm') };
  expect((await importFile(object.file, headers)).status).toBe(201);
  const [found] = await node.dicomweb.search(`/studies?StudyInstanceUID=${object.studyInstanceUid}`);
  expect(found?.['00100020']?.Value).toEqual(['../../../../tmp/evil']);
  const added = readdirSync(outside).filter((name) => !before.includes(name));
  expect(added.filter((name) => name.includes('evil'))).toEqual([]);
  expect(readdirSync(node.dataDir, { recursive: true }).filter((name) => String(name).includes('evil'))).toEqual([]);
});

describe.skipIf(corpusDir === undefined)(`hostile files${corpusDir ? '' : ` (${corpusAbsence})`}`, () => {
  test.each(['preamble_mz.dcm', 'preamble_html.dcm'])('%s never gives its preamble back', async (name) => {
    const file = readCorpusFile(`made/hostile/${name}`);
    expect(file.subarray(0, 128).some((byte) => byte !== 0)).toBe(true);
    expect((await importFile(file)).status).toBeLessThan(300);
    expect((await node.dicomweb.store([{ body: file }])).status).toBe(200);
    const { sopInstanceUid } = splitFile(Buffer.from(file));
    const at = (await node.dicomweb.listInstances()).find((listed) => listed.sopInstanceUid === sopInstanceUid);
    const path = `${node.httpUrl}/dicom-web/studies/${at?.studyInstanceUid}/series/${at?.seriesInstanceUid}/instances/${at?.sopInstanceUid}`;
    const authorization = `Bearer ${node.token}`;
    const answer = await fetch(path, {
      headers: { authorization, accept: 'application/dicom; transfer-syntax=*' },
    });
    expect(splitFile(Buffer.from(await answer.arrayBuffer())).preamble.every((byte) => byte === 0)).toBe(true);
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  });

  test('deflate_64MB.dcm is no reason to wait for anything', async () => {
    expect((await importFile(readCorpusFile('made/hostile/deflate_64MB.dcm'))).status).toBeLessThan(300);
    expect((await node.dicomweb.listInstances()).length).toBeGreaterThan(0);
  });
});

test('pixels of 64 MB in 64 kB are an object like others, given out as it came', async () => {
  const studyInstanceUid = newUid();
  const dataSet = deflated({ StudyInstanceUID: studyInstanceUid }, pixelDataHeader, 64);
  const file = asFile(
    dataSet,
    { sopClassUid: mrImageStorage, sopInstanceUid: newUid() },
    deflatedExplicitVrLittleEndian,
  );
  expect(await importFile(file)).toEqual({ status: 201 });
  const [part] = await node.dicomweb.retrieve(`/studies/${studyInstanceUid}`, '*/*');
  expect(splitFile(part?.body ?? Buffer.alloc(0)).dataSet.equals(dataSet)).toBe(true);
  const metadata = await fetch(`${node.httpUrl}/dicom-web/studies/${studyInstanceUid}/metadata`, {
    headers: { authorization: `Bearer ${node.token}` },
  });
  expect(metadata.status).toBe(200);
});

test.skipIf(!canReadResidentMemory)('memory and disk stay flat however often all this comes', async () => {
  const round = async () => {
    for (const input of badInputs) {
      const association = await openFor(input);
      await Promise.all([
        storeBad(association, input),
        node.dicomweb.store([{ body: fileOf(input) }]),
        importFile(fileOf(input)),
      ]);
      await association.release();
    }
  };
  // What the collector has not taken yet counts as resident, so the lowest of three rounds is what is held.
  const held = async () => {
    const readings: number[] = [];
    for (let rounds = 0; rounds < 3; rounds += 1) {
      await round();
      readings.push(readResidentMemory(node.pid).nowBytes);
    }
    return Math.min(...readings);
  };
  // The heap finds its size in the first rounds.
  for (const _ of [1, 2, 3]) await round();
  const before = { bytes: blobBytes(), listed: await node.dicomweb.listInstances() };
  let heldBefore = await held();
  // A heap that grows once, and a collector that is late, come to rest; what is never let go grows with every round.
  let growth = Number.POSITIVE_INFINITY;
  for (let tries = 0; tries < 4 && growth >= 48 << 20; tries += 1) {
    const heldNow = await held();
    growth = heldNow - heldBefore;
    heldBefore = heldNow;
  }
  expect(growth).toBeLessThan(48 << 20);
  expect(blobBytes()).toBe(before.bytes);
  expect(await node.dicomweb.listInstances()).toEqual(before.listed);
  expect((await fetch(`${node.httpUrl}/readyz`)).status).toBe(200);
});

function openFor({ isDeflated }: BadInput) {
  const { uid } = deflatedExplicitVrLittleEndian;
  return associate(node, isDeflated === true ? { transferSyntaxUids: [uid] } : {});
}

async function storeBad(association: Awaited<ReturnType<typeof associate>>, { dataSet, isDeflated }: BadInput) {
  const { sopClassUid, transferSyntaxUid } = buildSmallObject();
  const syntax = isDeflated === true ? deflatedExplicitVrLittleEndian.uid : transferSyntaxUid;
  const identity = { sopClassUid, sopInstanceUid: newUid(), transferSyntaxUid: syntax };
  return (await association.store({ ...identity, dataSet })).status;
}

function fileOf({ dataSet, isDeflated }: BadInput): Uint8Array {
  const identity = { sopClassUid: mrImageStorage, sopInstanceUid: newUid() };
  return asFile(dataSet, identity, ...(isDeflated === true ? [deflatedExplicitVrLittleEndian] : []));
}

async function importFile(file: Uint8Array, headers: Record<string, string> = {}) {
  const response = await fetch(`${node.httpUrl}/api/imports`, {
    method: 'POST',
    headers: { authorization: `Bearer ${node.token}`, 'content-type': 'application/octet-stream', ...headers },
    body: Buffer.from(file),
  });
  const { code }: { code?: string } = JSON.parse(await response.text());
  return { status: response.status, ...(code !== undefined && { code }) };
}

/** What lies on the disk for objects, in bytes. */
function blobBytes(): number {
  const dir = join(node.dataDir, 'blobs');
  return readdirSync(dir, { recursive: true })
    .map((name) => statSync(join(dir, String(name))))
    .reduce((sum, { size }) => sum + size, 0);
}

/** Waits for the node to notice that a connection is gone. */
async function untilEqual<T>(read: () => T, expected: T): Promise<void> {
  await expect.poll(read, { interval: 20 }).toBe(expected);
}

function ofLength(pixelBytes: number): Attributes {
  const [rows, columns] = [pixelBytes / 2 / 16, 16];
  return {
    Rows: Math.min(rows, 65_535),
    Columns: columns,
    PixelData: { vr: 'OW', value: new Uint8Array(pixelBytes) },
  };
}

function cutObject(pixelBytes: number): Uint8Array {
  return buildSmallObject(ofLength(pixelBytes)).dataSet.slice(0, -100);
}

function withValues(changes: Attributes): Uint8Array {
  return buildSmallObject(changes).dataSet;
}

/** A sound beginning, then Encapsulated Document (0042,0011) OB that says it is 4 GB long, PS3.5 Table 7.1-1. */
function lyingObject(): Uint8Array {
  const { dataSet } = buildSmallObject({ PixelData: undefined });
  return Buffer.concat([
    dataSet,
    Buffer.from([0x42, 0, 0x11, 0, 0x4f, 0x42, 0, 0, 0xf0, 0xff, 0xff, 0xff, 1, 2, 3, 4]),
  ]);
}

/** A sound beginning, then Content Sequence (0040,A730) in an item in Content Sequence, all of undefined length. */
function nestedObject(depth: number): Uint8Array {
  const { dataSet } = buildSmallObject({ PixelData: undefined, Rows: undefined, Columns: undefined });
  const open = [
    0x40, 0, 0x30, 0xa7, 0x53, 0x51, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xfe, 0xff, 0, 0xe0, 0xff, 0xff, 0xff, 0xff,
  ];
  const close = [0xfe, 0xff, 0x0d, 0xe0, 0, 0, 0, 0, 0xfe, 0xff, 0xdd, 0xe0, 0, 0, 0, 0];
  const repeat = (bytes: readonly number[]) => Buffer.alloc(bytes.length * depth, Buffer.from(bytes));
  return Buffer.concat([dataSet, repeat(open), repeat(close)]);
}

/** An object whose last value is zeros, each MiB of them deflated to a kilobyte. */
function deflated(changes: Attributes, header: readonly number[], megabytes: number): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32LE(megabytes << 20);
  const start = Buffer.concat([withValues({ PixelData: undefined, ...changes }), Buffer.from(header), length]);
  const flushed = (bytes: Uint8Array) => deflateRawSync(bytes, { finishFlush: constants.Z_FULL_FLUSH });
  const block = flushed(new Uint8Array(1 << 20));
  return Buffer.concat([
    flushed(start),
    Buffer.alloc(block.length * megabytes, block),
    deflateRawSync(new Uint8Array(0)),
  ]);
}
