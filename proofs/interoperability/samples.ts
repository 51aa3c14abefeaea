/** One image in each transfer syntax that DCMTK can speak, made by DCMTK and GDCM, each with a UID of its own. */

import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runPeer } from '@isocenter/testkit/peer-program';
import { type DicomFile, isSendable, readDicomFile } from '../../apps/server/src/sending/dicom-file.ts';
import { buildSmallObject } from '../../test/small-object.ts';

export type SyntaxCase = {
  readonly name: string;
  readonly uid: string;
  /** By which DCMTK's programs are told to propose (`-x`) or prefer (`+x`) it. */
  readonly letter: string;
  /** Program and options that make it; input and output follow. */
  readonly maker: readonly [string, ...string[]];
};

const base = '1.2.840.10008.1.2';

export const syntaxCases: readonly SyntaxCase[] = [
  { name: 'Implicit VR Little Endian', uid: base, letter: 'i', maker: ['dcmconv', '+ti'] },
  { name: 'Explicit VR Little Endian', uid: `${base}.1`, letter: 'e', maker: ['dcmconv', '+te'] },
  { name: 'Explicit VR Big Endian', uid: `${base}.2`, letter: 'b', maker: ['dcmconv', '+tb'] },
  { name: 'Deflated Explicit VR Little Endian', uid: `${base}.1.99`, letter: 'd', maker: ['dcmconv', '+td'] },
  { name: 'JPEG Baseline', uid: `${base}.4.50`, letter: 'y', maker: ['dcmcjpeg', '+eb'] },
  { name: 'JPEG Lossless SV1', uid: `${base}.4.70`, letter: 's', maker: ['dcmcjpeg', '+e1'] },
  { name: 'JPEG-LS Lossless', uid: `${base}.4.80`, letter: 't', maker: ['dcmcjpls', '+el'] },
  { name: 'JPEG-LS Near-Lossless', uid: `${base}.4.81`, letter: 'u', maker: ['dcmcjpls', '+en'] },
  { name: 'JPEG 2000 Lossless', uid: `${base}.4.90`, letter: 'v', maker: ['gdcmconv', '--j2k'] },
  { name: 'JPEG 2000', uid: `${base}.4.91`, letter: 'w', maker: ['gdcmconv', '--j2k', '--lossy', '-q', '30'] },
  { name: 'RLE Lossless', uid: `${base}.5`, letter: 'r', maker: ['dcmcrle'] },
];

export type Sample = DicomFile & {
  /** Of nobody else's. */
  readonly patientId: string;
  readonly studyInstanceUid: string;
  readonly seriesInstanceUid: string;
};

/** @throws Error where a program did not make what it was asked for */
export async function makeSample({ uid, letter, maker }: SyntaxCase, folder: string): Promise<Sample> {
  // 8 bits, which every one of these codecs has; pixels that lossy ones can do something with.
  const patientId = `TEST-${letter}`;
  const object = buildSmallObject({
    PatientID: patientId,
    Rows: 64,
    Columns: 64,
    BitsAllocated: 8,
    BitsStored: 8,
    HighBit: 7,
    PixelData: { vr: 'OB', value: Uint8Array.from({ length: 4096 }, (_, at) => (at % 64) + (at >> 6)) },
  });
  const [from, to] = [join(folder, `${letter}-from.dcm`), join(folder, `${letter}.dcm`)];
  writeFileSync(from, object.file);
  const [program, ...options] = maker;
  const { output } = await runPeer(program, [...options, from, to]);
  const file = await readDicomFile(to);
  if (!isSendable(file) || file.transferSyntaxUid !== uid) throw new Error(`${program} made no sample: ${output}`);
  renameSync(from, join(folder, `${letter}-from.bin`));
  const { studyInstanceUid, seriesInstanceUid } = object;
  return { ...file, patientId, studyInstanceUid, seriesInstanceUid };
}
