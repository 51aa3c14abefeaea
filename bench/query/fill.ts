/**
 * The archive of the query bench: 440 studies of 220 patients with two series each, of which 400 are of one year. Its
 * objects are headers only: no query reads a pixel.
 */

import { createHash } from 'node:crypto';
import { buildDataSet } from '@isocenter/dicom/build';
import { encodeDataSet } from '@isocenter/dicom/encode';
import { explicitVrLittleEndian } from '@isocenter/dicom/transfer-syntax';
import { openAssociation } from '@isocenter/dimse/client';
import type { StoreInstance } from '@isocenter/dimse/verbs';
import type { PeerProcess } from '../peer-process.ts';

export const studyCount = 440;
/** Studies of the range below; the others are of the year before. */
export const studiesInRange = 400;
export const dateRange = '20250101-20251231';

const studiesPerPatient = 2;
const seriesPerStudy = 2;
const associations = 4;
const modalities = [
  { modality: 'CT', sopClassUid: '1.2.840.10008.5.1.4.1.1.2' },
  { modality: 'MR', sopClassUid: '1.2.840.10008.5.1.4.1.1.4' },
  { modality: 'CR', sopClassUid: '1.2.840.10008.5.1.4.1.1.1' },
  { modality: 'US', sopClassUid: '1.2.840.10008.5.1.4.1.1.6.1' },
] as const;

/** Sends that many instances to a server over four associations. @throws Error where it refuses one */
export async function fillArchive({ dicomPort, aeTitle }: PeerProcess, instances: number): Promise<void> {
  const send = async (share: number) => {
    const association = await openAssociation({
      host: '127.0.0.1',
      port: dicomPort,
      calledAet: aeTitle,
      callingAet: 'BENCH',
      contexts: modalities.map(({ sopClassUid }) => ({
        abstractSyntax: sopClassUid,
        transferSyntaxes: [explicitVrLittleEndian.uid],
      })),
    });
    for (let index = share; index < instances; index += associations) {
      const { status } = await association.store(buildInstance(index));
      if (status !== 0) throw new Error(`C-STORE was answered ${status.toString(16)}`);
    }
    await association.release();
  };
  await Promise.all(Array.from({ length: associations }, (_, share) => send(share)));
}

export function accessionNumberOf(study: number): string {
  return `TEST${String(study).padStart(6, '0')}`;
}

function buildInstance(index: number): StoreInstance {
  const study = index % studyCount;
  const number = Math.floor(index / studyCount);
  const patient = Math.floor(study / studiesPerPatient);
  const series = number % seriesPerStudy;
  const { modality, sopClassUid } = modalities[study % modalities.length] ?? modalities[0];
  const sopInstanceUid = uid('instance', index);
  const year = study < studiesInRange ? 2025 : 2024;
  const day = `${String(1 + (study % 12)).padStart(2, '0')}${String(1 + (study % 28)).padStart(2, '0')}`;
  const dataSet = buildDataSet({
    SpecificCharacterSet: 'ISO_IR 100',
    SOPClassUID: sopClassUid,
    SOPInstanceUID: sopInstanceUid,
    StudyDate: `${year}${day}`,
    StudyTime: '101112',
    AccessionNumber: accessionNumberOf(study),
    Modality: modality,
    InstitutionName: 'Test General Hospital',
    ReferringPhysicianName: 'TEST^REFERRER',
    StudyDescription: `${modality} bench ${study}`,
    SeriesDescription: `${modality} bench ${study} ${series}`,
    PatientName: `TEST^BENCH ${patient}`,
    PatientID: `TEST-${patient}`,
    PatientBirthDate: '19700101',
    PatientSex: 'O',
    StudyInstanceUID: uid('study', study),
    SeriesInstanceUID: uid('series', study, series),
    StudyID: String(study),
    SeriesNumber: series + 1,
    InstanceNumber: number + 1,
    Rows: 64,
    Columns: 64,
    BitsAllocated: 16,
  });
  return {
    sopClassUid,
    sopInstanceUid,
    transferSyntaxUid: explicitVrLittleEndian.uid,
    dataSet: encodeDataSet(dataSet, explicitVrLittleEndian),
  };
}

/** A UID below 2.25 of a digest, PS3.5 §B.2. */
function uid(...parts: readonly (string | number)[]): string {
  const digest = createHash('sha256').update(parts.join('/')).digest('hex').slice(0, 30);
  return `2.25.${BigInt(`0x${digest}`)}`;
}
