/** Small images of visibly false patients, and how to send them over DIMSE. */

import { randomUUID } from 'node:crypto';
import { type Attributes, buildDataSet } from '@isocenter/dicom/build';
import { tagOf } from '@isocenter/dicom/dictionary';
import { encodeDataSet } from '@isocenter/dicom/encode';
import { encodeFileMeta } from '@isocenter/dicom/part10';
import { explicitVrLittleEndian, type TransferSyntax } from '@isocenter/dicom/transfer-syntax';
import { getString } from '@isocenter/dicom/values';
import { openAssociation } from '@isocenter/dimse/client';
import type { ClientAssociation } from '@isocenter/dimse/client-association';
import type { StoreOutcome } from '@isocenter/dimse/verbs';

export const mrImageStorage = '1.2.840.10008.5.1.4.1.1.4';
const verification = '1.2.840.10008.1.1';
const implicitVrLittleEndianUid = '1.2.840.10008.1.2';

export type SmallObject = {
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  readonly seriesInstanceUid: string;
  readonly studyInstanceUid: string;
  readonly transferSyntaxUid: string;
  readonly dataSet: Uint8Array;
  /** The data set as a file, PS3.10. */
  readonly file: Uint8Array;
};

/** PS3.5 §B.2 */
export function newUid(): string {
  return `2.25.${BigInt(`0x${randomUUID().replaceAll('-', '')}`)}`;
}

/** Builds a complete image of 16 × 16 pixels with UIDs of its own, except for what the changes say. */
export function buildSmallObject(changes: Attributes = {}, transferSyntax = explicitVrLittleEndian): SmallObject {
  const dataSet = buildDataSet({
    SpecificCharacterSet: 'ISO_IR 192',
    SOPClassUID: mrImageStorage,
    SOPInstanceUID: newUid(),
    StudyDate: '20260102',
    StudyTime: '101112',
    AccessionNumber: 'TEST-1',
    Modality: 'MR',
    PatientName: 'TEST^SMALL',
    PatientID: 'TEST-1',
    PatientBirthDate: '19700101',
    PatientSex: 'O',
    StudyInstanceUID: newUid(),
    SeriesInstanceUID: newUid(),
    InstanceNumber: 1,
    SamplesPerPixel: 1,
    PhotometricInterpretation: 'MONOCHROME2',
    Rows: 16,
    Columns: 16,
    BitsAllocated: 16,
    BitsStored: 12,
    HighBit: 11,
    PixelRepresentation: 0,
    PixelData: { vr: 'OW', value: new Uint8Array(512).fill(7) },
    ...changes,
  });
  const uid = (keyword: 'SOPClassUID' | 'SOPInstanceUID' | 'SeriesInstanceUID' | 'StudyInstanceUID') =>
    getString(dataSet, tagOf(keyword)) ?? '';
  const identity = { sopClassUid: uid('SOPClassUID'), sopInstanceUid: uid('SOPInstanceUID') };
  const bytes = encodeDataSet(dataSet, transferSyntax);
  return {
    ...identity,
    seriesInstanceUid: uid('SeriesInstanceUID'),
    studyInstanceUid: uid('StudyInstanceUID'),
    transferSyntaxUid: transferSyntax.uid,
    dataSet: bytes,
    file: asFile(bytes, identity, transferSyntax),
  };
}

/** Puts preamble and file meta information before a data set, whatever that is. */
export function asFile(
  dataSet: Uint8Array,
  identity: { readonly sopClassUid: string; readonly sopInstanceUid: string },
  transferSyntax: TransferSyntax = explicitVrLittleEndian,
): Uint8Array {
  return Buffer.concat([encodeFileMeta({ ...identity, transferSyntaxUid: transferSyntax.uid }), dataSet]);
}

type Target = { readonly dicomPort: number; readonly aet: string };

/** Opens an association for MR images and C-ECHO, on which data sets may come in the transfer syntaxes given. */
export function associate(
  { dicomPort, aet }: Target,
  { callingAet = 'TEST', sopClassUids = [mrImageStorage], transferSyntaxUids = [explicitVrLittleEndian.uid] } = {},
): Promise<ClientAssociation> {
  return openAssociation({
    host: '127.0.0.1',
    port: dicomPort,
    calledAet: aet,
    callingAet,
    contexts: [
      { abstractSyntax: verification, transferSyntaxes: [implicitVrLittleEndianUid] },
      ...sopClassUids.flatMap((abstractSyntax) =>
        transferSyntaxUids.map((transferSyntax) => ({ abstractSyntax, transferSyntaxes: [transferSyntax] })),
      ),
    ],
  });
}

/** Stores objects over one association and returns the outcome of each. */
export async function storeOverDimse(
  target: Target,
  objects: readonly SmallObject[],
  callingAet = 'TEST',
): Promise<readonly StoreOutcome[]> {
  const association = await associate(target, {
    callingAet,
    sopClassUids: [...new Set(objects.map(({ sopClassUid }) => sopClassUid))],
    transferSyntaxUids: [...new Set(objects.map(({ transferSyntaxUid }) => transferSyntaxUid))],
  });
  const outcomes: StoreOutcome[] = [];
  for (const object of objects) outcomes.push(await association.store(object));
  await association.release();
  return outcomes;
}
