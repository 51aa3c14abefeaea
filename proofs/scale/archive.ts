/**
 * The archive of the proof of scale: ten instances a study, five studies to two patients, over twenty years. Objects are
 * headers only: no query reads a pixel. Everything follows from an instance's number.
 */

import { buildDataSet } from '@isocenter/dicom/build';
import { encodeDataSet } from '@isocenter/dicom/encode';
import { explicitVrLittleEndian } from '@isocenter/dicom/transfer-syntax';
import { openAssociation } from '@isocenter/dimse/client';
import type { StoreInstance } from '@isocenter/dimse/verbs';

const instancesPerStudy = 10;
const seriesPerStudy = 2;
const studiesPerPatient = 2.5;
const firstDay = Date.UTC(2005, 0, 1);
const dayMs = 24 * 60 * 60_000;
const associations = 4;
const modalities = [
  { modality: 'CT', sopClassUid: '1.2.840.10008.5.1.4.1.1.2' },
  { modality: 'MR', sopClassUid: '1.2.840.10008.5.1.4.1.1.4' },
  { modality: 'CR', sopClassUid: '1.2.840.10008.5.1.4.1.1.1' },
  { modality: 'US', sopClassUid: '1.2.840.10008.5.1.4.1.1.6.1' },
] as const;

export type Study = {
  readonly studyInstanceUid: string;
  readonly accessionNumber: string;
  readonly studyDate: string;
  readonly patientId: string;
  readonly patientName: string;
};

/** Studies that a number of instances makes. */
export function studyCountOf(instances: number): number {
  return Math.ceil(instances / instancesPerStudy);
}

/** @param count of studies in all, over which the days are spread: 14 studies a day of 100 000 */
export function studyOf(number: number, count: number): Study {
  const patient = Math.floor(number / studiesPerPatient);
  const day = Math.floor(((number * 7919) % count) / Math.max(1, count / 7300));
  return {
    studyInstanceUid: `2.25.7001${number}`,
    accessionNumber: `TEST${String(number).padStart(8, '0')}`,
    studyDate: new Date(firstDay + day * dayMs).toISOString().slice(0, 10).replaceAll('-', ''),
    patientId: `TEST-${patient}`,
    patientName: `TEST^SCALE ${patient}`,
  };
}

/** Sends the instances from one number up to another over four associations. @throws Error where one is refused */
export async function storeInstances(
  target: { readonly port: number; readonly aet: string },
  { from, to, count }: { readonly from: number; readonly to: number; readonly count: number },
): Promise<void> {
  let next = from;
  const send = async () => {
    const association = await openAssociation({
      host: '127.0.0.1',
      port: target.port,
      calledAet: target.aet,
      callingAet: 'SCALE',
      contexts: modalities.map(({ sopClassUid }) => ({
        abstractSyntax: sopClassUid,
        transferSyntaxes: [explicitVrLittleEndian.uid],
      })),
    });
    while (next < to) {
      const instance = buildInstance(next, count);
      next += 1;
      const { status } = await association.store(instance);
      if (status !== 0) throw new Error(`C-STORE was answered ${status.toString(16)}`);
    }
    await association.release();
  };
  await Promise.all(Array.from({ length: associations }, send));
}

function buildInstance(number: number, count: number): StoreInstance {
  const studyNumber = Math.floor(number / instancesPerStudy);
  const study = studyOf(studyNumber, count);
  const series = number % seriesPerStudy;
  const { modality, sopClassUid } = modalities[studyNumber % modalities.length] ?? modalities[0];
  const sopInstanceUid = `2.25.7003${number}`;
  const dataSet = buildDataSet({
    SOPClassUID: sopClassUid,
    SOPInstanceUID: sopInstanceUid,
    StudyDate: study.studyDate,
    StudyTime: '101112',
    AccessionNumber: study.accessionNumber,
    Modality: modality,
    InstitutionName: 'Test General Hospital',
    ReferringPhysicianName: `TEST^REFERRER ${studyNumber % 500}`,
    StudyDescription: `${modality} scale`,
    SeriesDescription: `${modality} scale ${series}`,
    PatientName: study.patientName,
    PatientID: study.patientId,
    PatientBirthDate: '19700101',
    PatientSex: 'O',
    StudyInstanceUID: study.studyInstanceUid,
    SeriesInstanceUID: `2.25.7002${studyNumber * seriesPerStudy + series}`,
    StudyID: String(studyNumber),
    SeriesNumber: series + 1,
    InstanceNumber: (number % instancesPerStudy) + 1,
    Rows: 64,
    Columns: 64,
    BitsAllocated: 16,
  });
  const transferSyntaxUid = explicitVrLittleEndian.uid;
  return { sopClassUid, sopInstanceUid, transferSyntaxUid, dataSet: encodeDataSet(dataSet, explicitVrLittleEndian) };
}
