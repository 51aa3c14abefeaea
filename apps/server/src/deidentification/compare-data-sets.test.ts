import { buildDataSet } from '@isocenter/dicom/build';
import { expect, test } from 'vitest';
import { compareDataSets } from './compare-data-sets.ts';

test('shows what was removed, replaced and added by its action, and what stayed as the same', () => {
  const before = buildDataSet({ PatientName: 'TEST^ONE', PatientID: 'TEST-1', Rows: 2 });
  const after = buildDataSet({ PatientName: 'AAAA', Rows: 2, PatientIdentityRemoved: 'YES' });
  const rows = compareDataSets(before, after, [
    { path: '(0010,0010)', action: 'pseudonym' },
    { path: '(0010,0020)', action: 'remove' },
  ]);
  expect(rows).toEqual([
    {
      ...{ kind: 'element', path: '(0010,0010)', depth: 0, tag: '(0010,0010)', name: "Patient's Name", vr: 'PN' },
      ...{ change: 'changed', action: 'pseudonym', before: 'TEST^ONE', after: 'AAAA', beforeBytes: 8, afterBytes: 4 },
    },
    expect.objectContaining({ path: '(0010,0020)', change: 'removed', action: 'remove', before: 'TEST-1' }),
    expect.objectContaining({ path: '(0012,0062)', change: 'added', after: 'YES', beforeBytes: 0 }),
    expect.objectContaining({ path: '(0028,0010)', change: 'same', before: '2', after: '2' }),
  ]);
  expect(rows[1]).not.toHaveProperty('after');
  expect(rows[2]).not.toHaveProperty('action');
});

test('follows items on both sides by their paths, and names what went with its sequence', () => {
  const items = [{ AccessionNumber: 'A' }, { AccessionNumber: 'B' }];
  const before = buildDataSet({ RequestAttributesSequence: items, OtherPatientIDsSequence: [{ PatientID: 'TEST-2' }] });
  const after = buildDataSet({ RequestAttributesSequence: [{ AccessionNumber: 'X' }, { AccessionNumber: 'B' }] });
  const rows = compareDataSets(before, after, [
    { path: '(0010,1002)', action: 'remove' },
    { path: '(0040,0275)[0].(0008,0050)', action: 'pseudonym' },
  ]);
  expect(rows.map(({ path, depth, change, action }) => [path, depth, change, action])).toEqual([
    ['(0010,1002)', 0, 'removed', 'remove'],
    ['(0010,1002)[0]', 1, 'removed', undefined],
    ['(0010,1002)[0].(0010,0020)', 2, 'removed', 'remove'],
    ['(0040,0275)', 0, 'same', undefined],
    ['(0040,0275)[0]', 1, 'same', undefined],
    ['(0040,0275)[0].(0008,0050)', 2, 'changed', 'pseudonym'],
    ['(0040,0275)[1]', 1, 'same', undefined],
    ['(0040,0275)[1].(0008,0050)', 2, 'same', undefined],
  ]);
});

test('what a rule of the site keeps stays the same', () => {
  const one = buildDataSet({ StationName: 'TEST' });
  const [row] = compareDataSets(one, one, [{ path: '(0008,1010)', action: 'keep', rule: 'stations' }]);
  expect(row).toMatchObject({ change: 'same', action: 'keep' });
});

test('describes pictures by their length, and notices when one is another', () => {
  const picture = (first: number) => ({ PixelData: { vr: 'OW' as const, value: new Uint8Array([first, 2, 3, 4]) } });
  const [before, after] = [buildDataSet(picture(1)), buildDataSet(picture(9))];
  expect(compareDataSets(before, before, [])).toMatchObject([{ change: 'same', beforeBytes: 4, afterBytes: 4 }]);
  const [row] = compareDataSets(before, after, []);
  expect(row).toMatchObject({ change: 'changed' });
  expect(row).not.toHaveProperty('before');
});

test('cuts off what is longer than a browser is sent', () => {
  const before = buildDataSet({ RequestAttributesSequence: Array.from({ length: 21_000 }, () => ({})) });
  expect(compareDataSets(before, buildDataSet({}), [])).toHaveLength(20_000);
});
