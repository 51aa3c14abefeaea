/**
 * Opens files of the corpus as images, the way the server opens objects of its archive.
 */

import { inflateRawSync } from 'node:zlib';
import type { DataSet } from '@isocenter/dicom/data-set';
import { tagOf } from '@isocenter/dicom/dictionary';
import { parsePart10 } from '@isocenter/dicom/part10';
import { findElement } from '@isocenter/dicom/values';
import { readCorpusFile } from '@isocenter/testkit/corpus';
import { sourceOfBytes } from '../src/byte-source.ts';
import type { ImageObject } from '../src/frame-table.ts';
import { describeImage, type ImageDescription } from '../src/image-description.ts';

export type CorpusImage = {
  readonly image: ImageObject;
  readonly dataSet: DataSet;
  readonly description: ImageDescription;
};

const maxInflatedBytes = 2 ** 26;

/** Returns undefined for objects without pixels. */
export function openCorpusImage(path: string): CorpusImage | undefined {
  const { value: file } = parsePart10(readCorpusFile(path), {
    inflate: (deflated) => inflateRawSync(deflated, { maxOutputLength: maxInflatedBytes }),
  });
  const { dataSet, transferSyntax } = file;
  const element = (['PixelData', 'FloatPixelData', 'DoubleFloatPixelData'] as const)
    .map((keyword) => findElement(dataSet, tagOf(keyword)))
    .find((found) => found !== undefined);
  if (element?.source === undefined) return undefined;
  const bytes = transferSyntax.deflated
    ? inflateRawSync(file.dataSetBytes, { maxOutputLength: maxInflatedBytes })
    : file.dataSetBytes;
  return {
    image: {
      header: dataSet,
      transferSyntax,
      pixelDataOffset: element.source.offset,
      source: sourceOfBytes(new Uint8Array(bytes)),
    },
    dataSet,
    description: describeImage(dataSet).value,
  };
}
