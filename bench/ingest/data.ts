/**
 * Test data of the benches, made once and kept in the system's temporary folder: the same seeds give the same files.
 * Identities are invented and visibly false; UIDs come from our own root of generated ones (2.25).
 */

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildDataSet } from '@isocenter/dicom/build';
import { encodeDataSet } from '@isocenter/dicom/encode';
import { encodeFileMeta } from '@isocenter/dicom/part10';
import { explicitVrLittleEndian } from '@isocenter/dicom/transfer-syntax';

/** Slices of 525 kB, small instances of 9 kB, mammograms of 27 MB. */
const forms = {
  ct: { rows: 512, columns: 512, modality: 'CT', sopClassUid: '1.2.840.10008.5.1.4.1.1.2' },
  tiny: { rows: 64, columns: 64, modality: 'MR', sopClassUid: '1.2.840.10008.5.1.4.1.1.4' },
  mg: { rows: 4096, columns: 3328, modality: 'MG', sopClassUid: '1.2.840.10008.5.1.4.1.1.1.2' },
} as const;

/** What is measured, and what a server is sent before, so that it is measured as it runs and not as it starts. */
const kinds = {
  ct: { ...forms.ct, count: 500, perSeries: 500 },
  'ct-before': { ...forms.ct, count: 300, perSeries: 300 },
  tiny: { ...forms.tiny, count: 1000, perSeries: 50 },
  'tiny-before': { ...forms.tiny, count: 1000, perSeries: 50 },
  mg: { ...forms.mg, count: 8, perSeries: 8 },
  'mg-before': { ...forms.mg, count: 4, perSeries: 4 },
} as const;

export type DataSetKind = keyof typeof kinds;

/** Returns a folder with the files of a kind, made now if it is not there. */
export function ensureDataSet(kind: DataSetKind): string {
  const folder = join(tmpdir(), 'isocenter-bench-data', kind);
  if (existsSync(folder)) return folder;
  const partial = `${folder}.partial`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { recursive: true });
  for (let index = 0; index < kinds[kind].count; index += 1) {
    writeFileSync(join(partial, `${String(index).padStart(5, '0')}.dcm`), buildFile(kind, index));
  }
  renameSync(partial, folder);
  return folder;
}

function buildFile(kind: DataSetKind, index: number): Buffer {
  const { rows, columns, modality, sopClassUid, perSeries } = kinds[kind];
  const study = Math.floor(index / perSeries);
  const sopInstanceUid = uid(kind, 'instance', index);
  const dataSet = buildDataSet({
    SpecificCharacterSet: 'ISO_IR 100',
    ImageType: ['ORIGINAL', 'PRIMARY', 'AXIAL'],
    SOPClassUID: sopClassUid,
    SOPInstanceUID: sopInstanceUid,
    StudyDate: '20260102',
    SeriesDate: '20260102',
    StudyTime: '101112',
    AccessionNumber: `TEST${kind}${study}`,
    Modality: modality,
    Manufacturer: 'TEST',
    InstitutionName: 'Test General Hospital',
    ReferringPhysicianName: 'TEST^REFERRER',
    StudyDescription: `Bench ${kind}`,
    SeriesDescription: `Bench ${kind} ${study}`,
    PatientName: `TEST^BENCH ${study}`,
    PatientID: `TEST-${kind}-${study}`,
    PatientBirthDate: '19700101',
    PatientSex: 'O',
    StudyInstanceUID: uid(kind, 'study', study),
    SeriesInstanceUID: uid(kind, 'series', study),
    StudyID: '1',
    SeriesNumber: 1,
    InstanceNumber: index + 1,
    FrameOfReferenceUID: uid(kind, 'frame', study),
    SamplesPerPixel: 1,
    PhotometricInterpretation: 'MONOCHROME2',
    Rows: rows,
    Columns: columns,
    BitsAllocated: 16,
    BitsStored: 12,
    HighBit: 11,
    PixelRepresentation: 0,
    PixelData: noisePixels(rows, columns, index + 1),
  });
  const meta = encodeFileMeta({
    sopClassUid,
    sopInstanceUid,
    transferSyntaxUid: explicitVrLittleEndian.uid,
    implementationClassUid: '2.25.1',
  });
  return Buffer.concat([meta, encodeDataSet(dataSet, explicitVrLittleEndian)]);
}

/** Rows × columns of 12-bit noise over a slope, 16 bits little endian, the same for the same seed. */
function noisePixels(rows: number, columns: number, seed: number): Uint8Array {
  const pixels = new Uint16Array(rows * columns);
  let state = (seed * 2654435761) >>> 0 || 1;
  for (let at = 0; at < pixels.length; at += 1) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    pixels[at] = ((at % columns) * 3 + (state & 63)) & 0xfff;
  }
  return new Uint8Array(pixels.buffer);
}

/** A UID below 2.25 of a digest, PS3.5 §B.2. */
function uid(...parts: readonly (string | number)[]): string {
  const digest = createHash('sha256').update(parts.join('/')).digest('hex').slice(0, 30);
  return `2.25.${BigInt(`0x${digest}`)}`;
}
