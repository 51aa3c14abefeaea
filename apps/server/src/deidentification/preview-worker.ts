/** The worker thread that de-identifies one object and compares it with what it was. Run by `previewer.ts`. */

import { inflateRawSync } from 'node:zlib';
import type { DataSet } from '@isocenter/dicom/data-set';
import { parsePart10 } from '@isocenter/dicom/part10';
import { compareDataSets } from './compare-data-sets.ts';
import { openDeidentifier } from './open-deidentifier.ts';
import { openOptionsOf } from './picture-way.ts';
import type { DeidPreviewAnswer, DeidPreviewTask } from './preview-task.ts';
import { ofReleased } from './released.ts';

export async function runPreview(task: DeidPreviewTask): Promise<DeidPreviewAnswer> {
  const { file, key, profile, pictures, rules, lists, released } = task;
  const deidentify = await openDeidentifier({
    key,
    profile,
    lists,
    ...openOptionsOf(pictures),
    ...(rules && { rules }),
  });
  const result = await deidentify(file, { ...(released && ofReleased(released)), wantsContexts: true });
  if (result.kind === 'held') return { kind: 'held', reason: result.reason, findings: result.leaks ?? [] };
  const after = dataSetOf(Buffer.concat(result.chunks));
  return { kind: 'done', rows: compareDataSets(dataSetOf(file), after, result.ledger) };
}

function dataSetOf(file: Uint8Array): DataSet {
  const inflate = (bytes: Uint8Array, maxOutputLength: number) => inflateRawSync(bytes, { maxOutputLength });
  return parsePart10(file, { inflate }).value.dataSet;
}
