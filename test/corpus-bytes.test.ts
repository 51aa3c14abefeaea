/**
 * Every file of the corpus is sent as it lies on the disk, no peer between that could write it anew, and comes back to the
 * byte. Files that share a SOP Instance UID get one of their own of the same length, so that none is a duplicate.
 */

import { tagOf } from '@isocenter/dicom/dictionary';
import { type Part10File, parsePart10 } from '@isocenter/dicom/part10';
import { findElement, getString } from '@isocenter/dicom/values';
import { openAssociation } from '@isocenter/dimse/client';
import { corpusAbsence, corpusDir, listCorpus, readCorpusFile } from '@isocenter/testkit/corpus';
import { splitFile } from '@isocenter/testkit/dicomweb-client';
import { inflate } from '@isocenter/testkit/inflate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningNode, startNode } from './running-node.ts';

type SentFile = {
  readonly path: string;
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  readonly transferSyntaxUid: string;
  readonly dataSet: Uint8Array;
};

/** What is not taken, and why. Everything else is. */
const refused: { readonly [code: string]: readonly string[] } = {
  // SOP Class, SOP Instance, Study or Series Instance UID stands nowhere in the data set.
  'missing-uid': [
    'dicom/nibabel/decimal_rescale.dcm',
    'dicom/pydicom-data/HTJ2KLossless_08_RGB.dcm',
    'dicom/pydicom-data/JLSL_08_07_0_1F.dcm',
    'dicom/pydicom/charset_files/chrSQEncoding.dcm',
    'dicom/pydicom/charset_files/chrSQEncoding1.dcm',
    'dicom/pydicom/palettes/hotiron.dcm',
    'dicom/pydicom/test_files/JPEGLSNearLossless_08.dcm',
    'dicom/pydicom/test_files/JPEGLSNearLossless_16.dcm',
    'dicom/pydicom/test_files/SC_rgb_jls_lossy_line.dcm',
    'dicom/pydicom/test_files/SC_rgb_jls_lossy_sample.dcm',
    'dicom/pydicom/test_files/UN_sequence.dcm',
    'dicom/pydicom/test_files/no_meta_group_length.dcm',
    'dicom/pydicom/test_files/priv_SQ.dcm',
  ],
  truncated: [
    'dicom/pydicom/test_files/MR_truncated.dcm',
    'dicom/pydicom/test_files/rtplan_truncated.dcm',
    'made/hostile/length_beyond_eof.dcm',
  ],
  // Affected SOP Instance UID is missing, or is none, PS3.7 §9.1.1.1.4.
  '117': [
    'dicom/dcm4che/3gb-bulk-data-truncated',
    'dicom/pydicom-data/JLSL_RGB_ILV0.dcm',
    'made/hostile/uid_illegal.dcm',
  ],
  // Directories, and what has no SOP Class at all.
  'context rejected': [
    'dicom/dcm4che/DICOMDIR',
    'dicom/dcm4che/no_preamble_dicm_in_data',
    'dicom/pydicom/test_files/dicomdirtests/DICOMDIR',
    'dicom/pydicom/test_files/dicomdirtests/DICOMDIR-bigEnd',
    'dicom/pydicom/test_files/dicomdirtests/DICOMDIR-empty.dcm',
    'dicom/pydicom/test_files/dicomdirtests/DICOMDIR-implicit',
    'dicom/pydicom/test_files/dicomdirtests/DICOMDIR-nooffset',
    'dicom/pydicom/test_files/dicomdirtests/DICOMDIR-nopatient',
    'dicom/pydicom/test_files/dicomdirtests/DICOMDIR-reordered',
    'dicom/pydicom/test_files/dicomdirtests/TINY_ALPHA/DICOMDIR',
    'dicom/pydicom/test_files/empty_charset_LEI.dcm',
    'dicom/pydicom/test_files/meta_missing_tsyntax.dcm',
    'dicom/pydicom/test_files/nested_priv_SQ.dcm',
  ],
};

/** What `parsePart10` refuses, so that there is nothing to send. */
const unreadable = ['dicom/pydicom/test_files/no_meta.dcm', 'made/hostile/deflate_64MB.dcm'];

describe.skipIf(corpusDir === undefined)(`every file of the corpus${corpusDir ? '' : ` (${corpusAbsence})`}`, () => {
  let node: RunningNode;
  const sent = readFiles();
  const answers = new Map<SentFile, string>();

  beforeAll(async () => {
    node = await startNode();
    for (const files of batchesOf(sent)) await sendFiles(node, files, answers);
  });
  afterAll(() => node?.close());

  test('is taken, or refused with a code that says why', () => {
    const found = Object.groupBy(
      sent.filter((file) => answers.get(file) !== ''),
      (file) => answers.get(file) ?? 'no answer',
    );
    const paths = Object.entries(found).map(([code, files]) => [code, files?.map(({ path }) => path).toSorted()]);
    expect(Object.fromEntries(paths)).toEqual(refused);
  });

  test('comes back to the byte', async () => {
    const taken = new Map(sent.filter((file) => answers.get(file) === '').map((file) => [file.sopInstanceUid, file]));
    const listed = await node.dicomweb.listInstances();
    expect(listed.map(({ sopInstanceUid }) => sopInstanceUid).toSorted()).toEqual([...taken.keys()].toSorted());
    const differing: string[] = [];
    for (const study of new Set(listed.map(({ studyInstanceUid }) => studyInstanceUid))) {
      for (const { body } of await node.dicomweb.retrieve(`/studies/${study}`)) {
        const { sopInstanceUid, transferSyntaxUid, dataSet } = splitFile(body);
        const file = taken.get(sopInstanceUid);
        taken.delete(sopInstanceUid);
        const isEqual = file?.transferSyntaxUid === transferSyntaxUid && Buffer.compare(file.dataSet, dataSet) === 0;
        if (!isEqual) differing.push(file?.path ?? sopInstanceUid);
      }
    }
    expect(differing).toEqual([]);
    expect([...taken.keys()]).toEqual([]);
  });
});

/** Deflated files come first: nobody writes another UID into them. */
function readFiles(): readonly SentFile[] {
  const known = new Set<string>();
  const files = listCorpus()
    .filter(({ path }) => !unreadable.includes(path))
    // A copy with memory of its own: `withOwnUid` writes into it.
    .map(({ path }) => ({ path, file: parsePart10(new Uint8Array(readCorpusFile(path)), { inflate }).value }))
    .sort((left, right) => Number(right.file.transferSyntax.deflated) - Number(left.file.transferSyntax.deflated));
  return files.map(({ path, file }) => {
    const sopInstanceUid = withOwnUid(file, known);
    known.add(sopInstanceUid);
    const { fileMeta, dataSet, transferSyntax, dataSetBytes } = file;
    return {
      path,
      sopClassUid:
        getString(dataSet, tagOf('SOPClassUID')) ?? getString(fileMeta, tagOf('MediaStorageSOPClassUID')) ?? '',
      sopInstanceUid: sopInstanceUid || (getString(fileMeta, tagOf('MediaStorageSOPInstanceUID')) ?? ''),
      transferSyntaxUid: transferSyntax.uid,
      dataSet: dataSetBytes,
    };
  });
}

/** Writes other digits over the last of SOP Instance UID where it is known already. @returns the UID */
function withOwnUid({ dataSet, transferSyntax }: Part10File, known: ReadonlySet<string>): string {
  const uid = getString(dataSet, tagOf('SOPInstanceUID')) ?? '';
  const element = findElement(dataSet, tagOf('SOPInstanceUID'));
  if (!known.has(uid) || element?.value.kind !== 'bytes' || transferSyntax.deflated) return uid;
  const digits = /\d{1,4}$/.exec(uid)?.[0].length ?? 0;
  for (let number = 10 ** (digits - 1); number < 10 ** digits; number += 1) {
    const own = `${uid.slice(0, -digits)}${number}`;
    if (known.has(own)) continue;
    // The value is a view of the file's bytes.
    element.value.bytes.set(new TextEncoder().encode(own));
    return own;
  }
  return uid;
}

/** Files whose presentation contexts fit in one association, PS3.8 §9.3.2.2. */
function* batchesOf(files: readonly SentFile[]): Generator<readonly SentFile[]> {
  let batch: SentFile[] = [];
  const contexts = new Set<string>();
  for (const file of files) {
    contexts.add(`${file.sopClassUid} ${file.transferSyntaxUid}`);
    if (contexts.size > 128) {
      yield batch;
      batch = [];
      contexts.clear();
      contexts.add(`${file.sopClassUid} ${file.transferSyntaxUid}`);
    }
    batch.push(file);
  }
  yield batch;
}

/** Notes the error comment of each file, empty where it was stored. */
async function sendFiles(node: RunningNode, files: readonly SentFile[], answers: Map<SentFile, string>) {
  const contexts = new Map(
    files.map(({ sopClassUid, transferSyntaxUid }) => [
      `${sopClassUid} ${transferSyntaxUid}`,
      { abstractSyntax: sopClassUid || '1.2.3', transferSyntaxes: [transferSyntaxUid] },
    ]),
  );
  const association = await openAssociation({
    host: '127.0.0.1',
    port: node.dicomPort,
    calledAet: node.aet,
    callingAet: 'TEST',
    contexts: [...contexts.values()],
  });
  for (const file of files) {
    const accepted = association.acceptedContexts.some(({ abstractSyntax }) => abstractSyntax === file.sopClassUid);
    if (!accepted) {
      answers.set(file, 'context rejected');
      continue;
    }
    const { status, errorComment } = await association.store(file);
    answers.set(file, status === 0 ? '' : (errorComment ?? status.toString(16)));
  }
  await association.release();
}
