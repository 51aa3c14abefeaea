import { expect, test } from 'vitest';
import { buildDataSet } from './build.ts';
import { encodeDataSet } from './encode.ts';
import { parseDataSet } from './parse.ts';
import { transferSyntaxes } from './transfer-syntax.ts';

test('writes every transfer syntax as it was read', () => {
  const built = buildDataSet({
    PatientName: 'TEST^ONE',
    Rows: 4,
    ReferencedStudySequence: [{ ReferencedSOPClassUID: '1.2' }],
  });
  for (const transferSyntax of transferSyntaxes.filter((syntax) => !syntax.deflated)) {
    const bytes = encodeDataSet(built, transferSyntax);
    const { value, findings } = parseDataSet(bytes, transferSyntax);
    expect(findings).toEqual([]);
    expect(encodeDataSet(value, transferSyntax)).toEqual(bytes);
  }
});
