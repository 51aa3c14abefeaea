/**
 * The mark that an image must carry once its pixels went through lossy compression, here or anywhere before
 * (PS3.3 §C.7.6.1.1.5): Lossy Image Compression (0028,2110) stays 01 for ever after.
 */

import type { DataSet } from '@isocenter/dicom/data-set';
import { tagOf } from '@isocenter/dicom/dictionary';
import { findTransferSyntax } from '@isocenter/dicom/transfer-syntax';
import { getNumbers, getString } from '@isocenter/dicom/values';
import type { Words } from '../../../languages/catalogue.ts';

/** Returns `Lossy`, with the ratio where the header tells it; undefined for an image that never was compressed so. */
export function lossyMark(t: Words, dataSet: DataSet, transferSyntaxUid: string | undefined): string | undefined {
  const isMarked = getString(dataSet, tagOf('LossyImageCompression')) === '01';
  const ratios = getNumbers(dataSet, tagOf('LossyImageCompressionRatio'));
  const isEncoded = transferSyntaxUid !== undefined && findTransferSyntax(transferSyntaxUid)?.lossy === true;
  if (!isMarked && !isEncoded) return undefined;
  // One value a step of compression; the last one is the step that stands.
  const ratio = ratios.at(-1);
  return ratio !== undefined && ratio > 1 ? t('viewer.lossyRatio', { ratio: Math.round(ratio) }) : t('viewer.lossy');
}
