/**
 * Whether letters that were burned into a picture can still be told from what is around them: by the correlation of the
 * stored values inside their box with the dots that were drawn. No recognition of text takes place.
 */

import { tagOf } from '@isocenter/dicom/dictionary';
import type { Part10File } from '@isocenter/dicom/part10';
import { findElement } from '@isocenter/dicom/values';
import { sourceOfBytes } from '@isocenter/pixels/byte-source';
import type { DecodedFrame, FrameDecoder } from '@isocenter/pixels/decode';
import { locateFrames } from '@isocenter/pixels/frames';
import { describeImage } from '@isocenter/pixels/image-description';
import type { PlantedBox } from './answer-key.ts';
import { forEachGlyphPixel, sizeOfGlyphs } from './glyphs.ts';

/** Of letters on their own background it is above 0.8, of noise near 0; one letter of ten gives about 0.3. */
const legibleFrom = 0.2;

/** Of the letter that is seen best: what is written in place of a text may lie on as many of its dots by chance. */
const legibleLetterFrom = 0.6;

/** Returns whether the text can be read in any frame; false where there is no picture any more. */
export async function isLegible(file: Part10File, box: PlantedBox, decoder: FrameDecoder): Promise<boolean> {
  const element = findElement(file.dataSet, tagOf('PixelData'));
  if (element?.source === undefined) return false;
  const { dataSet: header, transferSyntax } = file;
  const source = sourceOfBytes(file.dataSetBytes);
  const image = { header, transferSyntax, pixelDataOffset: element.source.offset, source };
  const { value: description } = describeImage(header);
  if (description.columns < box.x + box.width || description.rows < box.y + box.height) return false;
  const { value: table } = await locateFrames(image, description);
  for (let frame = 1; frame <= description.numberOfFrames; frame += 1) {
    const decoded = await decoder.decodeFrame(await table.read(frame), transferSyntax.uid, description);
    if (isLegibleIn(decoded, box)) return true;
  }
  return false;
}

/** Returns whether a letter of the text at least can be read, in white on black or in black on white. */
export function isLegibleIn(
  frame: Pick<DecodedFrame, 'cells' | 'columns' | 'samplesPerPixel'>,
  box: PlantedBox,
): boolean {
  const isSeen = (one: PlantedBox, from: number): boolean => Math.abs(correlationWith(frame, one)) >= from;
  return isSeen(box, legibleFrom) && lettersOf(box).some((letter) => isSeen(letter, legibleLetterFrom));
}

function lettersOf(box: PlantedBox): readonly PlantedBox[] {
  return [...box.text].map((text, place) => {
    const size = sizeOfGlyphs(text, box.scale);
    const start = sizeOfGlyphs(box.text.slice(0, place + 1), box.scale).width - size.width;
    return { ...box, text, ...size, x: box.x + start };
  });
}

function correlationWith(
  { cells, columns, samplesPerPixel }: Pick<DecodedFrame, 'cells' | 'columns' | 'samplesPerPixel'>,
  box: PlantedBox,
): number {
  const ink = new Uint8Array(box.width * box.height);
  forEachGlyphPixel(box.text, box.scale, (x, y) => {
    ink[y * box.width + x] = 1;
  });
  const values = Float64Array.from(ink, (_, at) => {
    const pixel = (box.y + Math.floor(at / box.width)) * columns + box.x + (at % box.width);
    let sum = 0;
    for (let sample = 0; sample < samplesPerPixel; sample += 1) sum += Number(cells[pixel * samplesPerPixel + sample]);
    return sum;
  });
  const mean = (numbers: ArrayLike<number>): number =>
    Array.from(numbers).reduce((sum, number) => sum + number, 0) / numbers.length;
  const [inkMean, valueMean] = [mean(ink), mean(values)];
  let [both, inkSquares, valueSquares] = [0, 0, 0];
  for (let at = 0; at < ink.length; at += 1) {
    const [a, b] = [(ink[at] ?? 0) - inkMean, (values[at] ?? 0) - valueMean];
    both += a * b;
    inkSquares += a * a;
    valueSquares += b * b;
  }
  return valueSquares === 0 || inkSquares === 0 ? 0 : both / Math.sqrt(inkSquares * valueSquares);
}
