/**
 * The corpus goes in over C-STORE and comes out over DICOMweb: what was acknowledged is what is listed, as received it is
 * the same bytes, and in Explicit VR Little Endian it has equal elements and pixels.
 */

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tagOf } from '@isocenter/dicom/dictionary';
import { parsePart10 } from '@isocenter/dicom/part10';
import { getString } from '@isocenter/dicom/values';
import { corpusAbsence, corpusDir } from '@isocenter/testkit/corpus';
import { type RetrievedFile, splitFile } from '@isocenter/testkit/dicomweb-client';
import { openDimseTap, type TappedStore } from '@isocenter/testkit/dimse-tap';
import { inflate } from '@isocenter/testkit/inflate';
import {
  absenceOf,
  findMissingPrograms,
  findMissingPydicom,
  runPeer,
  runPython,
} from '@isocenter/testkit/peer-program';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findDifferences } from './equal-objects.ts';
import { type RunningNode, startNode } from './running-node.ts';

const missing = findMissingPrograms('dcmsend');
const missingPydicom = findMissingPydicom();

describe.skipIf(corpusDir === undefined || missing.length > 0)(
  `a folder sent by DCMTK${corpusDir === undefined ? ` (${corpusAbsence})` : absenceOf(missing)}`,
  () => {
    let node: RunningNode;
    let report: string;
    let tapped: readonly TappedStore[];
    let inExplicitVr: Promise<ReadonlyMap<string, ServedFile>> | undefined;
    const retrieveInExplicitVr = () => {
      inExplicitVr ??= retrieveAll(node, '*/*');
      return inExplicitVr;
    };

    beforeAll(async () => {
      node = await startNode();
      const tap = await openDimseTap(node.dicomPort);
      const dir = mkdtempSync(join(tmpdir(), 'isocenter-report-'));
      const file = join(dir, 'report.txt');
      const options = ['-nh', '-dn', '+sd', '+r', '+crf', file, '-aec', node.aet];
      await runPeer('dcmsend', [...options, 'localhost', String(tap.port), join(corpusDir ?? '', 'dicom')]);
      report = readFileSync(file, 'utf8');
      rmSync(dir, { recursive: true });
      tapped = tap.stores();
      await tap.close();
    });
    afterAll(() => node?.close());

    test('lists exactly the instances that were acknowledged', async () => {
      const acknowledged = acknowledgedFiles(report).map((path) => instanceUidOf(readFileSync(path)));
      const listed = (await node.dicomweb.listInstances()).map(({ sopInstanceUid }) => sopInstanceUid);
      expect(listed.toSorted()).toEqual([...new Set(acknowledged)].toSorted());
      expect(acknowledged.length).toBe(tapped.filter(({ status }) => status === 0).length);
      expect(acknowledged.length).toBeGreaterThan(450);
    });

    test('refuses with a status what says not what it is, and nothing else', () => {
      const refused = reportEntries(report).filter(({ status }) => status !== 0 && status !== undefined);
      expect(refused.map(({ path, status }) => `${path.split('/').at(-1)} ${status?.toString(16)}`).toSorted()).toEqual(
        [
          'JLSL_08_07_0_1F.dcm c000', // these six have no Study Instance UID
          'JPEGLSNearLossless_08.dcm c000',
          'JPEGLSNearLossless_16.dcm c000',
          'SC_rgb_jls_lossy_line.dcm c000',
          'SC_rgb_jls_lossy_sample.dcm c000',
          'hotiron.dcm c000',
          'rtdose_rle.dcm 122', // DCMTK sends these two with an empty Affected SOP Class UID
          'rtdose_rle_1frame.dcm 122',
        ],
      );
    });

    test('gives out the bytes that came over the wire', async () => {
      const served = await retrieveAll(node);
      const differing = [...firstAcknowledged(tapped)].filter(([uid, { dataSet, transferSyntaxUid }]) => {
        const file = served.get(uid);
        return file?.transferSyntaxUid !== transferSyntaxUid || Buffer.compare(file.dataSet, dataSet) !== 0;
      });
      expect(differing.map(([uid]) => uid)).toEqual([]);
    });

    test('gives out equal elements and pixels in Explicit VR Little Endian', async () => {
      const served = await retrieveInExplicitVr();
      const wrong: string[] = [];
      const asReceived: string[] = [];
      for (const [uid, received] of firstAcknowledged(tapped)) {
        const file = served.get(uid);
        if (file === undefined) wrong.push(`${uid} is not there`);
        else if (file.transferSyntaxUid !== explicitVrLittleEndianUid) asReceived.push(received.transferSyntaxUid);
        else wrong.push(...(await findDifferences(received, file)).map((difference) => `${uid} ${difference}`));
      }
      expect(wrong).toEqual([]);
      // No codec decodes these codestreams, PS3.18 §8.7.3: as received rather than not at all.
      expect(asReceived).toEqual([]);
      expect(served.size).toBe(firstAcknowledged(tapped).size);
    });

    test.skipIf(missingPydicom.length > 0)(
      `reads the same to pydicom in both${absenceOf(missingPydicom)}`,
      async () => {
        const dir = mkdtempSync(join(tmpdir(), 'isocenter-pydicom-'));
        for (const [at, accept] of ['*/*', undefined].entries()) {
          mkdirSync(join(dir, String(at)));
          for (const [uid, { file }] of await retrieveAll(node, accept))
            writeFileSync(join(dir, String(at), uid), file);
        }
        const { output } = await runPython(compareFolders, [join(dir, '0'), join(dir, '1')]);
        rmSync(dir, { recursive: true });
        const { compared, different } = JSON.parse(output);
        expect(different).toEqual([]);
        expect(compared).toBeGreaterThan(20_000);
      },
    );
  },
);

/** Compares every element but Pixel Data of the files of two folders by what pydicom makes of them. */
const compareFolders = `
import json, os, sys, warnings, pydicom
warnings.simplefilter('ignore')
compared, different = 0, []

def compare(left, right, place):
    global compared
    keep = lambda data_set: [tag for tag in data_set.keys() if tag.element != 0 and tag != 0x7fe00010]
    if sorted(keep(left)) != sorted(keep(right)):
        different.append(place + ' has other elements')
    for tag in keep(left):
        one, other = left[tag], right[tag]
        if one.VR == 'SQ' and other.VR == 'SQ':
            for number, items in enumerate(zip(one.value, other.value)):
                compare(*items, '%s %s/%d' % (place, tag, number))
        # Implicit VR says nothing of private elements, of which pydicom knows some by name.
        elif 'UN' not in (one.VR, other.VR) and tag not in (0x00280004, 0x00280006) and one.value != other.value:
            different.append('%s %s' % (place, tag))
        compared += 1

for name in os.listdir(sys.argv[1]):
    compare(*(pydicom.dcmread(os.path.join(folder, name), force=True) for folder in sys.argv[1:]), name)
print(json.dumps({'compared': compared, 'different': different}))
`;

const explicitVrLittleEndianUid = '1.2.840.10008.1.2.1';

type ReportEntry = { readonly path: string; readonly status: number | undefined };

/** Takes dcmsend's report apart; the status is undefined for what it did not send. */
function reportEntries(report: string): readonly ReportEntry[] {
  return report.split(/^Number {8}: /m).flatMap((entry) => {
    const path = /^Filename {6}: (.*)$/m.exec(entry)?.[1];
    const status = /^DIMSE Status {2}: 0x([0-9a-f]{4})/m.exec(entry)?.[1];
    return path === undefined ? [] : [{ path, status: status === undefined ? undefined : Number.parseInt(status, 16) }];
  });
}

function acknowledgedFiles(report: string): readonly string[] {
  return reportEntries(report).flatMap(({ path, status }) => (status === 0 ? [path] : []));
}

/** As it stands in the data set: the file meta information of some files names another. */
function instanceUidOf(file: Uint8Array): string {
  return getString(parsePart10(file, { inflate }).value.dataSet, tagOf('SOPInstanceUID')) ?? '';
}

/** What is served of several objects under one SOP Instance UID is the first, the policy of a caller on this machine. */
function firstAcknowledged(stores: readonly TappedStore[]): ReadonlyMap<string, TappedStore> {
  const first = new Map<string, TappedStore>();
  for (const store of stores) {
    if (store.status === 0 && !first.has(store.sopInstanceUid)) first.set(store.sopInstanceUid, store);
  }
  return first;
}

type ServedFile = RetrievedFile & { readonly file: Buffer };

/** Retrieves every study of a node; SOP Instance UID → file. */
async function retrieveAll({ dicomweb }: RunningNode, accept?: string): Promise<ReadonlyMap<string, ServedFile>> {
  const files = new Map<string, ServedFile>();
  for (const study of new Set(
    (await dicomweb.search('/studies')).map((found) => String(found['0020000D']?.Value?.[0])),
  )) {
    for (const { body } of await dicomweb.retrieve(`/studies/${study}`, accept)) {
      const file = splitFile(body);
      files.set(file.sopInstanceUid, { ...file, file: body });
    }
  }
  return files;
}
