/** The worker thread that de-identifies one object and compares it with what it was. Run by `previewer.ts`. */

import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { createDeidentifier } from '@isocenter/deid/deidentify-file';
import type { DataSet } from '@isocenter/dicom/data-set';
import type { Inflate } from '@isocenter/dicom/parse';
import { parsePart10 } from '@isocenter/dicom/part10';
import { compareDataSets } from './compare-data-sets.ts';
import type { DeidPreviewAnswer, DeidPreviewTask } from './preview-task.ts';

const inflate: Inflate = (bytes, maxOutputLength) => inflateRawSync(bytes, { maxOutputLength });

export function runPreview({ file, key, profile, pictures }: DeidPreviewTask): DeidPreviewAnswer {
  const deidentify = createDeidentifier({
    ...{ key, profile, acceptPictures: pictures === 'accept', inflate },
    deflate: (bytes) => deflateRawSync(bytes),
  });
  const result = deidentify(file);
  if (result.kind === 'held') return result;
  const after = dataSetOf(Buffer.concat(result.chunks));
  return { kind: 'done', rows: compareDataSets(dataSetOf(file), after, result.ledger) };
}

function dataSetOf(file: Uint8Array): DataSet {
  return parsePart10(file, { inflate }).value.dataSet;
}
