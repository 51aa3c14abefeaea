import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { DicomFile } from './dicom-file.ts';
import { planAssociations } from './plan-associations.ts';

function file(index: number, sopClassUid: string, transferSyntaxUid: string): DicomFile {
  const path = String(index);
  return { path, sopClassUid, sopInstanceUid: `2.25.${index}`, transferSyntaxUid, dataSetOffset: 0, sizeBytes: 1 };
}

test('each association proposes what its files need and nothing else, in as few as there can be', () => {
  const kinds = fc.array(fc.tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 12 })), {
    maxLength: 600,
  });
  fc.assert(
    fc.property(kinds, (pairs) => {
      const files = pairs.map(([sopClass, syntax], index) => file(index, `1.2.${sopClass}`, `1.3.${syntax}`));
      const planned = planAssociations(files);
      const different = new Set(pairs.map(String)).size;
      expect(planned).toHaveLength(Math.ceil(different / 128));
      expect(planned.flatMap((association) => association.files)).toHaveLength(files.length);
      for (const { contexts, files: own } of planned) {
        expect(contexts.length).toBeLessThanOrEqual(128);
        const needed = own.map(({ sopClassUid, transferSyntaxUid }) => `${sopClassUid} ${transferSyntaxUid}`);
        const proposed = contexts.map(
          ({ abstractSyntax, transferSyntaxes }) => `${abstractSyntax} ${transferSyntaxes}`,
        );
        expect(proposed.toSorted()).toEqual([...new Set(needed)].toSorted());
        const order = own.map(({ path }) => Number(path));
        expect(order).toEqual(order.toSorted((a, b) => a - b));
      }
    }),
  );
});
