/**
 * Files around planted data sets, PS3.10 §7: with identity in the preamble, in AE titles and the private part of the file
 * meta information, and behind the end.
 */

import { deflateRawSync } from 'node:zlib';
import { buildElement } from '@isocenter/dicom/build';
import type { DataElement, DataSet } from '@isocenter/dicom/data-set';
import { encodeDataSet } from '@isocenter/dicom/encode';
import { tagFrom } from '@isocenter/dicom/tag';
import { explicitVrLittleEndian, type TransferSyntax } from '@isocenter/dicom/transfer-syntax';
import { implementationClassUid } from '@isocenter/dicom/uids';
import type { Vr } from '@isocenter/dicom/vr';
import type { Planter } from './planter.ts';

const preambleBytes = 128;

/** @param trailing what follows the data set without being an element of it */
export function encodePlantedFile(
  p: Planter,
  dataSet: DataSet,
  {
    transferSyntax,
    sopClassUid,
    trailing,
  }: {
    readonly transferSyntax: TransferSyntax;
    readonly sopClassUid: string;
    readonly trailing: string;
  },
): Uint8Array {
  const preamble = Buffer.alloc(preambleBytes);
  preamble.write(`${p.personInText('preamble')} TEST${p.patient.idDigits}`, 'latin1');
  const meta = encodeFileMeta(p, sopClassUid, transferSyntax.uid);
  const deflate = (bytes: Uint8Array): Uint8Array => {
    const deflated = deflateRawSync(bytes);
    return deflated.length % 2 ? Buffer.concat([deflated, Buffer.alloc(1)]) : deflated;
  };
  const body = encodeDataSet(dataSet, transferSyntax, { deflate });
  return new Uint8Array(Buffer.concat([preamble, Buffer.from('DICM'), meta, body, Buffer.from(trailing, 'latin1')]));
}

function encodeFileMeta(p: Planter, sopClassUid: string, transferSyntaxUid: string): Uint8Array {
  const here = 'AE titles of the file';
  const element = (number: number, vr: Vr, value: string | Uint8Array): DataElement =>
    buildElement(tagFrom(0x0002, number), vr, value);
  const elements = [
    element(0x0001, 'OB', Uint8Array.of(0, 1)),
    element(0x0002, 'UI', sopClassUid),
    element(0x0003, 'UI', p.uids.instance),
    element(0x0010, 'UI', transferSyntaxUid),
    element(0x0012, 'UI', implementationClassUid),
    element(0x0013, 'SH', 'TESTKIT'),
    element(0x0016, 'AE', p.word(here).toUpperCase()),
    element(0x0017, 'AE', p.word(here).toUpperCase()),
    element(0x0018, 'AE', p.word(here).toUpperCase()),
    element(0x0100, 'UI', '2.25.1'),
    element(0x0102, 'OB', Buffer.from(`${p.personInText('private information of the file')}`.padEnd(32))),
  ];
  const rest = encodeDataSet({ elements, littleEndian: true, characterSets: [] }, explicitVrLittleEndian);
  const length = Buffer.from([0x02, 0x00, 0x00, 0x00, 0x55, 0x4c, 0x04, 0x00, 0, 0, 0, 0]);
  length.writeUInt32LE(rest.length, 8);
  return Buffer.concat([length, rest]);
}
