/**
 * DCMTK searches and retrieves: what findscu finds is what was sent, getscu and movescu bring it back as it is or, where
 * the receiver takes nothing else, decoded.
 */

import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Attributes } from '@isocenter/dicom/build';
import { type Keyword, tagOf } from '@isocenter/dicom/dictionary';
import { encodeDataSet } from '@isocenter/dicom/encode';
import { parseDataSet } from '@isocenter/dicom/parse';
import { parsePart10 } from '@isocenter/dicom/part10';
import { explicitVrLittleEndian as explicitSyntax, rleLossless } from '@isocenter/dicom/transfer-syntax';
import { getString } from '@isocenter/dicom/values';
import { chooseContexts } from '@isocenter/dimse/negotiation';
import type { QueryOption } from '@isocenter/dimse/query-options';
import { type DimseServer, listenDimse } from '@isocenter/dimse/server';
import { corpusAbsence, corpusDir } from '@isocenter/testkit/corpus';
import { splitFile } from '@isocenter/testkit/dicomweb-client';
import { inflate } from '@isocenter/testkit/inflate';
import { runIsocenter } from '@isocenter/testkit/isocenter-process';
import { absenceOf, findMissingPrograms, runPeer } from '@isocenter/testkit/peer-program';
import { buildPhantomStudy } from '@isocenter/testkit/phantom';
import { sendPhantom } from '@isocenter/testkit/phantom-delivery';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type EncodedObject, findDifferences } from './equal-objects.ts';
import { findWith } from './find-over-dimse.ts';
import { moveTo } from './move-over-dimse.ts';
import { type RunningNode, startNode } from './running-node.ts';
import { buildSmallObject, newUid, type SmallObject, storeOverDimse } from './small-object.ts';

const missing = findMissingPrograms('findscu', 'getscu', 'movescu');
const explicitVrLittleEndian = explicitSyntax.uid;
const ctImageStorage = '1.2.840.10008.5.1.4.1.1.2';
const jpeg2000 = 'dicom/pydicom/test_files/JPEG2000.dcm';

describe.skipIf(missing.length > 0)(`DCMTK as a workstation${absenceOf(missing)}`, () => {
  const study = buildPhantomStudy({ seed: 21, ctSlices: 4, usFrames: 3 });
  let node: RunningNode;
  let destination: DimseServer;
  const arrived = new Map<string, EncodedObject>();

  beforeAll(async () => {
    node = await startNode({ env: { ISOCENTER__DICOM__RELATIONAL_QUERIES: 'negotiated' } });
    await sendPhantom(study, { port: node.dicomPort, aet: node.aet });
    destination = await listenTo(arrived);
    const peer = { name: 'Reading room', aeTitle: 'READING', host: '127.0.0.1', port: destination.port };
    const rest = { verbs: ['echo'], conflictPolicy: 'first', checkAddress: true, enabled: true, note: '' };
    expect((await node.api('POST', '/api/peers', { ...peer, ...rest })).status).toBe(201);
  });
  afterAll(async () => {
    await destination?.close(0);
    await node?.close();
  });

  const ask = (program: string, args: readonly string[]) =>
    runPeer(program, ['-v', '-aec', node.aet, ...args, 'localhost', String(node.dicomPort)]);
  const keys = (attributes: { readonly [key in Keyword]?: string }) =>
    Object.entries(attributes).flatMap(([keyword, value]) => ['-k', value === '' ? keyword : `${keyword}=${value}`]);

  /** Every answer of findscu, as the attributes asked for. */
  async function find(model: '-P' | '-S', attributes: { readonly [key in Keyword]?: string }) {
    const dir = mkdtempSync(join(tmpdir(), 'isocenter-find-'));
    await ask('findscu', [model, '-X', '-od', dir, ...keys(attributes)]);
    const found = readdirSync(dir).map((name) => {
      const { dataSet } = parsePart10(readFileSync(join(dir, name)), { inflate }).value;
      const named = Object.keys(attributes) as Keyword[]; // the keys of the parameter
      return Object.fromEntries(named.map((keyword) => [keyword, getString(dataSet, tagOf(keyword)) ?? '']));
    });
    rmSync(dir, { recursive: true });
    return found;
  }

  test('finds the study by part of a name in other letters, and counts what is in it', async () => {
    const found = await find('-S', {
      QueryRetrieveLevel: 'STUDY',
      PatientName: 'test^ph*',
      StudyInstanceUID: '',
      NumberOfStudyRelatedSeries: '',
      NumberOfStudyRelatedInstances: '',
    });
    expect(found).toEqual([
      {
        QueryRetrieveLevel: 'STUDY',
        PatientName: 'TEST^PHANTOM',
        StudyInstanceUID: study.studyInstanceUid,
        NumberOfStudyRelatedSeries: '2',
        NumberOfStudyRelatedInstances: '5',
      },
    ]);
    expect(await find('-S', { QueryRetrieveLevel: 'STUDY', PatientName: 'nobody*' })).toEqual([]);
  });

  test('finds patients, series and images, each with its own keys', async () => {
    expect(await find('-P', { QueryRetrieveLevel: 'PATIENT', NumberOfPatientRelatedStudies: '' })).toHaveLength(1);
    const series = { QueryRetrieveLevel: 'SERIES', StudyInstanceUID: study.studyInstanceUid, Modality: '' };
    expect((await find('-S', series)).map(({ Modality }) => Modality).sort()).toEqual(['CT', 'US']);
    const found = await find('-S', { ...series, SeriesInstanceUID: '' });
    const uids = new Set<string | undefined>();
    for (const { SeriesInstanceUID = '' } of found) {
      const images = { ...series, QueryRetrieveLevel: 'IMAGE', SeriesInstanceUID, SOPInstanceUID: '' };
      for (const { SOPInstanceUID } of await find('-S', images)) uids.add(SOPInstanceUID);
    }
    expect(uids.size).toBe(5);
  });

  test('finds by how a name sounds and by what is below, where its association agreed to it', async () => {
    const sounding = { QueryRetrieveLevel: 'STUDY', PatientName: 'fantom', SOPInstanceUID: '', StudyInstanceUID: '' };
    const by = async (options: readonly QueryOption[], attributes: Attributes) =>
      (await findWith(node, options, attributes)).map((one) => getString(one, tagOf('StudyInstanceUID')));
    expect(await by([], sounding)).toEqual([]);
    expect(await by(['fuzzyNames'], sounding)).toEqual([study.studyInstanceUid]);
    const below = { QueryRetrieveLevel: 'STUDY', StudyInstanceUID: '', Modality: 'US', SOPClassUID: ctImageStorage };
    expect(await by([], below)).toEqual([study.studyInstanceUid]);
    expect(await by(['relational'], below)).toEqual([]);
    expect(await by(['relational'], { ...below, SOPClassUID: '' })).toEqual([study.studyInstanceUid]);
  });

  test('is answered in the characters that it reads, or in all there are', async () => {
    const names = {
      japanese: 'Yamada^Tarou=山田^太郎=やまだ^たろう',
      korean: 'Hong^Gildong=洪^吉洞=홍^길동',
      greek: 'ΤΕΣΤ^Ελένη',
    };
    for (const [language, own] of [
      ['japanese', ['', 'ISO 2022 IR 87']],
      ['korean', ['', 'ISO 2022 IR 149']],
      ['greek', ['ISO_IR 126']],
    ] as const) {
      const object = buildSmallObject({ PatientName: names[language], PatientID: `TEST-${language}` });
      expect(await storeOverDimse(node, [object])).toMatchObject([{ status: 0 }]);
      const asked = { QueryRetrieveLevel: 'STUDY', PatientID: `TEST-${language}`, PatientName: '' };
      const answerIn = async (...characterSet: readonly string[]) => {
        const [answer] = await findWith(node, [], asked, characterSet);
        return { sets: answer?.characterSets, name: answer && getString(answer, tagOf('PatientName')) };
      };
      expect(await answerIn(...own)).toEqual({ sets: own, name: names[language] });
      // Nobody reads all of them in Latin 1, and who names nothing reads what says what it is.
      expect(await answerIn('ISO_IR 100')).toEqual({ sets: ['ISO_IR 192'], name: names[language] });
      expect(await answerIn()).toEqual({ sets: ['ISO_IR 192'], name: names[language] });
    }
  });

  test('is answered in its own time zone', async () => {
    const object = buildSmallObject({
      ...{ PatientID: 'TEST-ZONE', TimezoneOffsetFromUTC: '+0900', StudyDate: '20240301', StudyTime: '0130' },
    });
    await storeOverDimse(node, [object]);
    const asked = {
      QueryRetrieveLevel: 'STUDY',
      PatientID: 'TEST-ZONE',
      StudyTime: '',
      TimezoneOffsetFromUTC: '+0000',
    };
    const text = async (options: readonly QueryOption[], StudyDate: string) =>
      (await findWith(node, options, { ...asked, StudyDate })).map((answer) =>
        (['StudyDate', 'StudyTime', 'TimezoneOffsetFromUTC'] as const)
          .map((key) => getString(answer, tagOf(key)))
          .join(' '),
      );
    expect(await text(['timezone'], '20240229')).toEqual(['20240229 1630 +0000']);
    expect(await text(['timezone'], '20240301')).toEqual([]);
    expect(await text([], '20240301')).toEqual(['20240301 0130 ']);
    // Our own command line proposes what the entry of the peer says, and asks in the zone of the node.
    const peer = { name: 'Itself', aeTitle: node.aet, host: '127.0.0.1', port: node.dicomPort, verbs: ['find'] };
    const rest = { conflictPolicy: 'first', checkAddress: false, enabled: true, note: '' };
    const proposes = ['relational', 'combinedDateTime', 'fuzzyNames', 'timezone'];
    expect((await node.api('POST', '/api/peers', { ...peer, ...rest, proposes })).status).toBe(201);
    const sounding = ['-k', 'PatientName=test smaal', '-k', 'PatientID=TEST-ZONE'];
    const elsewhere = { ...node, env: { ...node.env, ISOCENTER__DICOM__TIME_ZONE: 'Etc/GMT+3' } };
    const [match] = runIsocenter(elsewhere, ['find', '--peer', 'Itself', ...sounding, '--json'])
      .trim()
      .split('\n');
    expect(JSON.parse(match ?? '')).toMatchObject({
      event: 'match',
      '00080020': { Value: ['20240229'] },
      '00080030': { Value: ['1330'] },
    });
  });

  test('is told what is wrong with a query', async () => {
    const { output } = await ask('findscu', ['-S', ...keys({ QueryRetrieveLevel: 'PATIENT' })]);
    expect(output).toContain('DataSetDoesNotMatchSOPClass');
    const invalid = await ask('findscu', ['-S', ...keys({ QueryRetrieveLevel: 'STUDY', StudyDate: '2026' })]);
    expect(invalid.output).toContain('DataSetDoesNotMatchSOPClass');
    // Without relational queries each level above is named.
    for (const [model, asked] of [
      ['-S', { QueryRetrieveLevel: 'SERIES', Modality: 'CT' }],
      ['-S', { QueryRetrieveLevel: 'IMAGE', StudyInstanceUID: study.studyInstanceUid }],
      ['-P', { QueryRetrieveLevel: 'STUDY', StudyInstanceUID: study.studyInstanceUid }],
      ['-P', { QueryRetrieveLevel: 'STUDY', PatientID: 'TEST*' }],
    ] as const) {
      const refused = await ask('findscu', [model, ...keys(asked)]);
      expect(refused.output).toContain('DataSetDoesNotMatchSOPClass');
    }
    const image = await ask('movescu', [
      '-S',
      '-aem',
      'READING',
      ...keys({ QueryRetrieveLevel: 'IMAGE', SOPInstanceUID: '1.2' }),
    ]);
    expect(image.output).toMatch(/DataSetDoesNotMatchSOPClass/);
  });

  test('gets the study as it is stored', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'isocenter-get-'));
    await ask('getscu', [
      '-S',
      '-B',
      '-od',
      dir,
      ...keys({ QueryRetrieveLevel: 'STUDY', StudyInstanceUID: study.studyInstanceUid }),
    ]);
    const got = new Map(readdirSync(dir).map((name) => toObject(readFileSync(join(dir, name)))));
    rmSync(dir, { recursive: true });
    const stored = await retrieveStudy(study.studyInstanceUid);
    expect([...got.keys()].sort()).toEqual([...stored.keys()].sort());
    for (const [uid, object] of stored) expect(await findDifferences(object, got.get(uid) ?? object)).toEqual([]);
  });

  test('has the study moved to another node, and to none that is not listed', async () => {
    const wanted = keys({ QueryRetrieveLevel: 'STUDY', StudyInstanceUID: study.studyInstanceUid });
    const { output } = await ask('movescu', ['-S', '-aem', 'READING', ...wanted]);
    expect(output).toContain('Received Final Move Response (Success)');
    for (const [uid, object] of await retrieveStudy(study.studyInstanceUid)) {
      expect(await findDifferences(object, arrived.get(uid) ?? object)).toEqual([]);
      expect(arrived.has(uid)).toBe(true);
    }
    const elsewhere = await ask('movescu', ['-S', '-aem', 'ELSEWHERE', ...wanted]);
    expect(elsewhere.output).toContain('MoveDestinationUnknown');
  });

  test('sends what it can, and names what cannot be decoded', async () => {
    const StudyInstanceUID = newUid();
    const whole = buildSmallObject({ StudyInstanceUID, InstanceNumber: 2 });
    const stored = await storeOverDimse(node, [brokenRle({ StudyInstanceUID }), whole]);
    expect(stored.map(({ status }) => status)).toEqual([0, 0]);
    const { output } = await ask('movescu', [
      ...['-S', '-d', '-aem', 'READING'],
      ...keys({ QueryRetrieveLevel: 'STUDY', StudyInstanceUID }),
    ]);
    expect(output).toMatch(/Completed Suboperations +: 1\b/);
    expect(output).toMatch(/Failed Suboperations +: 1\b/);
    expect(arrived.has(whole.sopInstanceUid)).toBe(true);
  });

  describe('a study of 40 images moved on 4 associations', () => {
    const StudyInstanceUID = newUid();
    const uids = Array.from({ length: 40 }, newUid);
    beforeAll(async () => {
      const images = uids.map((SOPInstanceUID) => buildSmallObject({ StudyInstanceUID, SOPInstanceUID }));
      await storeOverDimse(node, images);
    });

    const study40 = { QueryRetrieveLevel: 'STUDY', StudyInstanceUID };
    const each = { moveAssociations: 4, maxAssociations: 10, answer: () => 0 };

    test('arrives whole, and is counted', async () => {
      const { status, counts, most, stored, pending } = await moveTo(node, study40, each);
      expect({ status, counts }).toEqual({ status: 0, counts: { remaining: 0, completed: 40, failed: 0, warning: 0 } });
      expect([most, stored.size]).toEqual([4, 40]);
      expect(pending.every(({ remaining, completed }) => remaining + completed === 40)).toBe(true);
    });

    test('arrives whole where no more than one is taken', async () => {
      const { status, counts, most, stored } = await moveTo(node, study40, { ...each, maxAssociations: 1 });
      expect({ status, counts }).toMatchObject({ status: 0, counts: { completed: 40 } });
      expect([most, stored.size]).toEqual([1, 40]);
    });

    test('is answered with what failed, by name, and what warned', async () => {
      const answer = (count: number) => (count % 10 === 0 ? 0x0110 : count % 10 === 5 ? 0xb000 : 0);
      const { status, counts, failedUids, stored } = await moveTo(node, study40, { ...each, answer });
      const expected = { remaining: 0, completed: 32, failed: 4, warning: 4 };
      expect({ status, counts }).toEqual({ status: 0xb000, counts: expected });
      expect([...failedUids, ...stored].toSorted()).toEqual(uids.toSorted());
    });

    test('is given up by C-CANCEL, with what is left', async () => {
      const cancel = new AbortController();
      const answer = (count: number) => {
        if (count === 8) cancel.abort();
        return 0;
      };
      const { status, counts, stored } = await moveTo(node, study40, { ...each, answer, signal: cancel.signal });
      expect(status).toBe(0xfe00);
      expect(counts).toEqual({ remaining: 40 - stored.size, completed: stored.size, failed: 0, warning: 0 });
      expect(stored.size).toBeLessThan(40);
    });
  });

  test('gives a destination up that nobody answers at', async () => {
    const peer = { name: 'Gone', aeTitle: 'GONE', host: '127.0.0.1', port: 1, verbs: ['echo'], note: '' };
    await node.api('POST', '/api/peers', { ...peer, conflictPolicy: 'first', checkAddress: true, enabled: true });
    const { output } = await ask('movescu', [
      ...['-S', '-d', '-aem', 'GONE'],
      ...keys({ QueryRetrieveLevel: 'STUDY', StudyInstanceUID: study.studyInstanceUid }),
    ]);
    expect(output).toMatch(/Failed Suboperations +: 5\b/);
  });

  test.skipIf(corpusDir === undefined)(
    `has compressed pixels decoded for a receiver that takes no others${corpusDir === undefined ? ` (${corpusAbsence})` : ''}`,
    async () => {
      const [uid, object] = toObject(readFileSync(join(corpusDir ?? '', jpeg2000)));
      await runPeer('dcmsend', [
        '-aec',
        node.aet,
        'localhost',
        String(node.dicomPort),
        join(corpusDir ?? '', jpeg2000),
      ]);
      const { dataSet } = parsePart10(readFileSync(join(corpusDir ?? '', jpeg2000)), { inflate }).value;
      const above = (keyword: Keyword) => ({ [keyword]: getString(dataSet, tagOf(keyword)) ?? '' });
      await ask('movescu', [
        ...['-S', '-aem', 'READING'],
        ...keys({ ...above('StudyInstanceUID'), ...above('SeriesInstanceUID') }),
        ...keys({ QueryRetrieveLevel: 'IMAGE', SOPInstanceUID: uid }),
      ]);
      const moved = arrived.get(uid);
      expect(moved?.transferSyntaxUid).toBe(explicitVrLittleEndian);
      expect(await findDifferences(object, moved ?? object)).toEqual([]);
    },
  );

  async function retrieveStudy(studyInstanceUid: string): Promise<ReadonlyMap<string, EncodedObject>> {
    const parts = await node.dicomweb.retrieve(
      `/studies/${studyInstanceUid}`,
      'multipart/related; type="application/dicom"; transfer-syntax=*',
    );
    return new Map(parts.map(({ body }) => toObject(body)));
  }
});

/** A node that takes Explicit VR Little Endian alone and keeps what comes by its SOP Instance UID. */
function listenTo(arrived: Map<string, EncodedObject>): Promise<DimseServer> {
  return listenDimse({
    host: '127.0.0.1',
    port: 0,
    accept: ({ contexts }) => ({
      kind: 'accept',
      contexts: chooseContexts(contexts, () => [explicitVrLittleEndian]),
      context: undefined,
    }),
    verbs: {
      echo: () => 0x0000,
      store({ sopInstanceUid, transferSyntaxUid }) {
        const chunks: Uint8Array[] = [];
        return {
          write: (chunk) => {
            chunks.push(Uint8Array.from(chunk));
            return undefined;
          },
          async end() {
            arrived.set(sopInstanceUid, { transferSyntaxUid, dataSet: Buffer.concat(chunks) });
            return { status: 0x0000 };
          },
          abort: async () => undefined,
        };
      },
    },
  });
}

function toObject(file: Buffer): readonly [string, EncodedObject] {
  const { sopInstanceUid, transferSyntaxUid, dataSet } = splitFile(file);
  return [sopInstanceUid, { transferSyntaxUid, dataSet }];
}

/** Says RLE and holds none, which shows when it is decoded. */
function brokenRle(changes: Attributes): SmallObject {
  const whole = buildSmallObject(changes);
  const { value } = parseDataSet(whole.dataSet, explicitSyntax);
  const fragments = { kind: 'fragments', fragments: [new Uint8Array(), new Uint8Array(64).fill(9)] } as const;
  const elements = value.elements.map((element) =>
    element.tag === tagOf('PixelData') ? { tag: element.tag, vr: 'OB' as const, value: fragments } : element,
  );
  const dataSet = encodeDataSet({ ...value, elements }, rleLossless);
  return { ...whole, dataSet, transferSyntaxUid: rleLossless.uid };
}
