/** A report that belongs to a generated study: a series without pictures, as every archive has them. */

import { writeFileSync } from 'node:fs';
import { buildDataSet } from '@isocenter/dicom/build';
import { tagOf } from '@isocenter/dicom/dictionary';
import { encodeDataSet } from '@isocenter/dicom/encode';
import { encodeFileMeta } from '@isocenter/dicom/part10';
import { explicitVrLittleEndian } from '@isocenter/dicom/transfer-syntax';
import { getString } from '@isocenter/dicom/values';
import type { PhantomStudy } from '@isocenter/testkit/phantom';

const basicTextSr = '1.2.840.10008.5.1.4.1.1.88.11';

/** Writes it as a Part 10 file. */
export function writeTextReport(study: PhantomStudy, path: string): void {
  const uid = `${study.studyInstanceUid.slice(0, 56)}.99`;
  const first = study.series[0]?.instances().next().value;
  if (first === undefined) throw new Error('The study has no instance.');
  const dataSet = buildDataSet({
    SOPClassUID: basicTextSr,
    SOPInstanceUID: `${uid}.1`,
    StudyInstanceUID: study.studyInstanceUid,
    SeriesInstanceUID: uid,
    PatientName: study.patientName,
    PatientID: getString(first.dataSet, tagOf('PatientID')) ?? '',
    PatientBirthDate: '19700101',
    PatientSex: 'O',
    Modality: 'SR',
    SeriesNumber: 9,
    SeriesDescription: 'Report, generated',
    InstanceNumber: 1,
    ValueType: 'CONTAINER',
    CompletionFlag: 'COMPLETE',
    VerificationFlag: 'UNVERIFIED',
  });
  const meta = encodeFileMeta({
    sopClassUid: basicTextSr,
    sopInstanceUid: `${uid}.1`,
    transferSyntaxUid: explicitVrLittleEndian.uid,
  });
  writeFileSync(path, Buffer.concat([meta, encodeDataSet(dataSet, explicitVrLittleEndian)]));
}
