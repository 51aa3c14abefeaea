/**
 * Sends objects to a node from several associations at once and remembers what was acknowledged: what every proof
 * about loss compares with.
 */

import { createHash } from 'node:crypto';
import { buildDataSet } from '@isocenter/dicom/build';
import { encodeDataSet } from '@isocenter/dicom/encode';
import { explicitVrLittleEndian } from '@isocenter/dicom/transfer-syntax';
import { openAssociation } from '@isocenter/dimse/client';
import { DimseError } from '@isocenter/dimse/errors';

const loadSopClassUid = '1.2.840.10008.5.1.4.1.1.4';

export type LoadObject = {
  readonly sopInstanceUid: string;
  readonly studyInstanceUid: string;
  readonly seriesInstanceUid: string;
  readonly dataSet: Uint8Array;
  /** SHA-256 of the data set, hexadecimal. */
  readonly sha256: string;
};

/**
 * Builds one object of a load.
 *
 * @param name digits that make its UIDs its own: run, sender and count; the patient is one of the run and sender unless named
 * @param pixelBytes even; what the object holds beside half a kilobyte of header
 */
export function buildLoadObject(
  name: { readonly run: string; readonly sender: number; readonly count: number; readonly patientId?: string },
  pixelBytes: number,
): LoadObject {
  const studyInstanceUid = `2.25.${name.run}1`;
  const seriesInstanceUid = `2.25.${name.run}2${name.sender}`;
  const sopInstanceUid = `2.25.${name.run}3${name.sender}${String(name.count).padStart(6, '0')}`;
  const rows = Math.max(1, Math.floor(pixelBytes / 2 / 64));
  const pixels = new Uint8Array(rows * 64 * 2).fill((name.count * 7 + name.sender) & 0x0f);
  const dataSet = encodeDataSet(
    buildDataSet({
      SOPClassUID: loadSopClassUid,
      SOPInstanceUID: sopInstanceUid,
      StudyDate: '20260102',
      Modality: 'MR',
      PatientName: 'TEST^LOAD',
      PatientID: name.patientId ?? `TEST-${name.run}-${name.sender}`,
      StudyInstanceUID: studyInstanceUid,
      SeriesInstanceUID: seriesInstanceUid,
      InstanceNumber: name.count,
      SamplesPerPixel: 1,
      PhotometricInterpretation: 'MONOCHROME2',
      Rows: rows,
      Columns: 64,
      BitsAllocated: 16,
      BitsStored: 12,
      HighBit: 11,
      PixelRepresentation: 0,
      PixelData: { vr: 'OW', value: pixels },
    }),
    explicitVrLittleEndian,
  );
  const sha256 = createHash('sha256').update(dataSet).digest('hex');
  return { sopInstanceUid, studyInstanceUid, seriesInstanceUid, dataSet, sha256 };
}

export type LoadTarget = { readonly port: number; readonly aet: string };

/**
 * Sends objects over one association, one after the other, until there are no more or the node goes away.
 *
 * @param onSent told before each object leaves, `onAcknowledged` when it was answered with success
 */
export async function sendLoad(
  target: LoadTarget,
  objects: Iterable<LoadObject>,
  on: { sent(object: LoadObject): void; acknowledged(object: LoadObject): void },
): Promise<void> {
  try {
    const association = await openAssociation({
      host: '127.0.0.1',
      port: target.port,
      calledAet: target.aet,
      callingAet: 'LOAD',
      contexts: [{ abstractSyntax: loadSopClassUid, transferSyntaxes: [explicitVrLittleEndian.uid] }],
    });
    for (const object of objects) {
      on.sent(object);
      const { status } = await association.store({
        sopClassUid: loadSopClassUid,
        sopInstanceUid: object.sopInstanceUid,
        transferSyntaxUid: explicitVrLittleEndian.uid,
        dataSet: object.dataSet,
      });
      if (status === 0) on.acknowledged(object);
    }
    await association.release();
  } catch (error) {
    // The node was killed, which is what the proofs do; what was acknowledged until then is what counts.
    if (!(error instanceof DimseError)) throw error;
  }
}
