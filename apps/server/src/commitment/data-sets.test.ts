import { explicitVrLittleEndian } from '@isocenter/dicom/transfer-syntax';
import { expect, test } from 'vitest';
import { encodeCommitmentReport, parseCommitmentReport } from './data-sets.ts';

const { uid } = explicitVrLittleEndian;
const instance = { sopClassUid: '1.2', sopInstanceUid: '1.2.3' };

/** (0008,1197) Failure Reason, US, 2 bytes: the last element of a report of one failed instance. */
const elementBytes = 10;

/** A report of one instance whose reason has a VR and a value of two bytes. */
function reportWith(vr: string, value: readonly [number, number]): Uint8Array {
  const { dataSet } = encodeCommitmentReport('1.2.4', { committed: [], failed: [{ ...instance, reason: 0 }] }, uid);
  const bytes = Buffer.from(dataSet);
  const at = bytes.indexOf(Uint8Array.of(0x08, 0x00, 0x97, 0x11));
  expect(bytes.length - at).toBe(elementBytes);
  bytes.write(vr, at + 4, 'latin1');
  bytes.set(value, at + 8);
  return bytes;
}

test.each([
  ['US', [0x12, 0x01], 0x0112],
  ['US', [0xff, 0xff], 0xffff],
  // -1
  ['SS', [0xff, 0xff], 0x0110],
  // .5
  ['DS', [0x2e, 0x35], 0x0110],
] as const)('reads a reason in %s of bytes %j as %d', (vr, value, reason) => {
  expect(parseCommitmentReport(reportWith(vr, value), uid)?.report).toEqual({
    committed: [],
    failed: [{ ...instance, reason }],
  });
});

test('takes a report that names what is stored here under what is no UID, and none that names anything else', () => {
  const reportOn = (sopInstanceUid: string) => {
    const committed = [instance, { ...instance, sopInstanceUid }];
    const { dataSet } = encodeCommitmentReport('1.2.4', { committed, failed: [] }, uid);
    return parseCommitmentReport(dataSet, uid)?.report.committed.map((one) => one.sopInstanceUid);
  };
  expect(reportOn('1.2.TEST-1')).toEqual(['1.2.3', '1.2.TEST-1']);
  expect(reportOn('')).toBeUndefined();
  expect(reportOn('1.2\u00003')).toBeUndefined();
});
