/** DCMTK's programs that the tests of this package need, and objects made with them. */

import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { absenceOf, findMissingPrograms, runPeer } from '@isocenter/testkit/peer-program';
import { ctImageStorage, testInstanceUid } from './messages.ts';

const missing = findMissingPrograms(
  'echoscu',
  'storescu',
  'dcmsend',
  'storescp',
  'findscu',
  'movescu',
  'getscu',
  'dcmqrscp',
  'dcmqridx',
  'dump2dcm',
);

export const hasDcmtk = missing.length === 0;

/** The title suffix that reports absent programs in the list of skipped tests. */
export const dcmtkAbsence = absenceOf(missing);

/** The study that `writeInstances` makes instances of. */
export const testStudyUid = `${testInstanceUid}.100`;

/** Writes `1.dcm`, `2.dcm`, …: Part 10 files of one study, explicit VR little endian, with some rows of pixels. */
export async function writeInstances(folder: string, count: number): Promise<void> {
  for (let number = 1; number <= count; number += 1) {
    const text = join(folder, `${number}.txt`);
    writeFileSync(text, describeInstance(number));
    const { output } = await runPeer('dump2dcm', ['+l', '65536', text, join(folder, `${number}.dcm`)]);
    if (output !== '') throw new Error(output);
    rmSync(text);
  }
}

/** Data set of a Part 10 file whose file meta information has a group length. */
export function dataSetOf(file: Uint8Array): Uint8Array {
  const groupLength = new DataView(file.buffer, file.byteOffset).getUint32(140, true);
  return file.subarray(144 + groupLength);
}

function describeInstance(number: number): string {
  return [
    `(0002,0010) UI =LittleEndianExplicit`,
    `(0008,0016) UI [${ctImageStorage}]`,
    `(0008,0018) UI [${testInstanceUid}.${number}]`,
    `(0008,0060) CS [CT]`,
    `(0010,0010) PN [TEST^INSTANCE]`,
    `(0010,0020) LO [TEST-1]`,
    `(0020,000d) UI [${testStudyUid}]`,
    `(0020,000e) UI [${testInstanceUid}.200]`,
    `(0028,0010) US 256`,
    `(0028,0011) US 256`,
    `(7fe0,0010) OW ${Array.from({ length: 4096 }, (_, at) => ((at * number) % 65_536).toString(16).padStart(4, '0')).join('\\')}`,
  ].join('\n');
}
