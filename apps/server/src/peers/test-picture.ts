/**
 * A Secondary Capture image (PS3.3 §A.8.1) to try a peer with: 32 × 32 pixels, a patient who is nobody, and words that
 * say so. Always the same study, so that a peer that was tried often has one study to delete.
 */

import { randomUUID } from 'node:crypto';
import { buildDataSet } from '@isocenter/dicom/build';

export const testPatientId = 'ISOCENTER-TEST';

const secondaryCapture = '1.2.840.10008.5.1.4.1.1.7';
const testStudyUid = '2.25.262117410219573086431574870932115470501';
const testSeriesUid = '2.25.262117410219573086431574870932115470502';
const side = 32;

export function buildTestPicture(at: Date) {
  // PS3.5 §B.2: a UUID as a decimal number.
  const sopInstanceUid = `2.25.${BigInt(`0x${randomUUID().replaceAll('-', '')}`)}`;
  const [date = '', time = ''] = at
    .toISOString()
    .replaceAll(/[-:]|\..*$/g, '')
    .split('T');
  const dataSet = buildDataSet({
    SOPClassUID: secondaryCapture,
    SOPInstanceUID: sopInstanceUid,
    StudyInstanceUID: testStudyUid,
    SeriesInstanceUID: testSeriesUid,
    StudyDate: date,
    StudyTime: time,
    ContentDate: date,
    ContentTime: time,
    AccessionNumber: null,
    ReferringPhysicianName: null,
    StudyID: 'TEST',
    StudyDescription: 'TEST OF THE CONNECTION - DELETE',
    SeriesDescription: 'TEST OF THE CONNECTION - DELETE',
    Modality: 'OT',
    ConversionType: 'SYN',
    PatientName: 'TEST^ISOCENTER CONNECTION',
    PatientID: testPatientId,
    PatientBirthDate: null,
    PatientSex: null,
    SeriesNumber: 1,
    InstanceNumber: 1,
    ImageComments: 'Not a patient. Sent to test the connection; delete it.',
    SamplesPerPixel: 1,
    PhotometricInterpretation: 'MONOCHROME2',
    Rows: side,
    Columns: side,
    BitsAllocated: 8,
    BitsStored: 8,
    HighBit: 7,
    PixelRepresentation: 0,
    PixelData: { vr: 'OW', value: checkerboard() },
  });
  return { sopClassUid: secondaryCapture, sopInstanceUid, dataSet };
}

function checkerboard(): Uint8Array {
  return new Uint8Array(side * side).map((_, at) => (((at >> 3) + (at >> 8)) % 2 === 0 ? 32 : 224));
}
