import { type Attributes, buildDataSet } from '@isocenter/dicom/build';
import { encodeDataSet } from '@isocenter/dicom/encode';
import { explicitVrLittleEndian } from '@isocenter/dicom/transfer-syntax';
import { sourceOfBytes } from '@isocenter/pixels/byte-source';
import sharp from 'sharp';
import { afterAll, expect, test } from 'vitest';
import { annotationOf } from './annotation.ts';
import { drawText } from './drawn-text.ts';
import { RenderingError } from './errors.ts';
import { type Annotation, parseRenderingParameters } from './parameters.ts';
import { createRenderer, type RenderRequest } from './renderer.ts';
import { openStoredImage } from './stored-image.ts';

const renderer = createRenderer({ threads: 1 });
afterAll(() => renderer.close());

const side = 256;
const grey = 130;

const identified: Attributes = {
  SpecificCharacterSet: 'ISO_IR 192',
  SOPClassUID: '1.2.840.10008.5.1.4.1.1.7',
  SOPInstanceUID: '2.25.1',
  Modality: 'MG',
  StudyDate: '20240307',
  StudyTime: '142233.1',
  PatientName: 'TEST^Wang^Xiao=王^小東=わん',
  PatientID: 'TEST-<1>&2',
  PatientBirthDate: '19700102',
  PatientSex: 'F',
  SeriesNumber: 3,
  InstanceNumber: 17,
  ImageLaterality: 'R',
  ViewPosition: 'CC',
  WindowCenter: '128',
  WindowWidth: '256.50',
  SamplesPerPixel: 1,
  PhotometricInterpretation: 'MONOCHROME2',
  Rows: side,
  Columns: side,
  BitsAllocated: 8,
  BitsStored: 8,
  HighBit: 7,
  PixelRepresentation: 0,
  PixelData: { vr: 'OB', value: new Uint8Array(side * side).fill(grey) },
};

test('says who is seen, in every script of the name, and how the picture was made', () => {
  const frame = { header: buildDataSet(identified), frame: 2, numberOfFrames: 9 };
  const voi = { kind: 'window', center: 40, width: 400.5, function: 'LINEAR' } as const;
  expect(annotationOf('patient', { ...frame, voi })).toEqual({
    corner: 'top-left',
    lines: ['TEST, Wang Xiao', '王, 小東', 'わん', 'TEST-<1>&2', '1970-01-02 · F'],
  });
  expect(annotationOf('technique', { ...frame, voi })).toEqual({
    corner: 'bottom-left',
    lines: ['MG 2024-03-07 14:22', 'Se 3 · Im 17 · Fr 2/9', 'R CC', 'C 40 W 400.5'],
  });
});

test('leaves out what the object does not say', () => {
  const frame = { header: buildDataSet({ PatientID: 'TEST' }), frame: 1, numberOfFrames: 1, voi: undefined };
  expect(annotationOf('patient', frame).lines).toEqual(['TEST']);
  expect(annotationOf('technique', frame).lines).toEqual([]);
});

test.each(['png', 'jpeg'] as const)(
  'is burned into its corners of a %s and leaves the rest as it is',
  async (format) => {
    const plain = await pictureOf(identified, { format });
    const both = await pictureOf(identified, { format, annotation: ['patient', 'technique'] });
    const technique = await pictureOf(identified, { format, annotation: ['technique'] });
    expect([both.undrawn, plain.undrawn]).toEqual([[], []]);
    const changed = (picture: Shown) => bandsThatDiffer(plain, picture);
    expect(changed(both)).toEqual({ top: true, middle: false, bottom: true });
    expect(changed(technique)).toEqual({ top: false, middle: false, bottom: true });
  },
);

test('is read on white and on black: letters and what surrounds them are far apart', async () => {
  for (const cell of [0, 255]) {
    const PixelData = { vr: 'OB', value: new Uint8Array(side * side).fill(cell) } as const;
    const { samples } = await pictureOf({ ...identified, PixelData }, { format: 'png', annotation: ['patient'] });
    const written = samples.subarray(0, (side * side) / 2);
    expect([Math.min(...written) < 60, Math.max(...written) > 240]).toEqual([true, true]);
  }
});

test('tells names in any script apart', async () => {
  const names = ['=王^小東', '=李^小東', 'Петров^Иван', 'قباني^لنزار', 'Yamada^Tarou', 'A]]></x>&<b>'];
  const pictures = await Promise.all(
    names.map(async (PatientName) => {
      const shown = await pictureOf({ ...identified, PatientName }, { format: 'png', annotation: ['patient'] });
      expect(shown.undrawn).toEqual([]);
      return Buffer.from(shown.samples).toString('base64');
    }),
  );
  expect(new Set(pictures).size).toBe(names.length);
});

test('comes after the viewport, in letters of the size of the picture, in colour too', async () => {
  const colour = {
    SamplesPerPixel: 3,
    PhotometricInterpretation: 'RGB',
    PlanarConfiguration: 0,
    PixelData: { vr: 'OB', value: new Uint8Array(side * side * 3).fill(grey) },
  } as const;
  for (const changes of [{}, colour]) {
    const ask = (width: number, annotation: Annotation[]) => {
      const { viewport } = parseRenderingParameters({ viewport: `${width},${width},10,10,-50,50` });
      return pictureOf({ ...identified, ...changes }, { format: 'png', annotation, ...(viewport && { viewport }) });
    };
    expect(bandsThatDiffer(await ask(600, []), await ask(600, ['patient', 'technique']))).toEqual({
      top: true,
      middle: false,
      bottom: true,
    });
    expect((await ask(24, ['technique', 'patient'])).undrawn).toEqual(['technique', 'patient']);
  }
});

test('of a hostile header is cut, and stays in its half', async () => {
  const PatientName = `\u202e${'i'.repeat(5000)}`;
  const annotation: Annotation[] = ['patient'];
  const long = await pictureOf({ ...identified, PatientName }, { format: 'png', annotation });
  const plain = await pictureOf(identified, { format: 'png' });
  expect(bandsThatDiffer(plain, long)).toMatchObject({ top: true, bottom: false });
  const manyIds = { ...identified, PatientID: 'W'.repeat(5000), PatientSex: 'W'.repeat(5000) };
  expect((await pictureOf({ ...manyIds, PatientName }, { format: 'png', annotation })).undrawn).toEqual(['patient']);
});

test.each(['\u0001', '\u2067', '\u00ad\u200b', '\u00a0', '\u2800'])('of %j is no ink', async (line) => {
  const samples = new Uint8Array(side * side).fill(grey);
  const picture = { width: side, height: side, channels: 1, samples } as const;
  expect(await drawText(picture, [{ corner: 'top-left', lines: [line, line] }])).toEqual([]);
  expect(new Set(samples)).toEqual(new Set([grey]));
});

test('fails without a word of what it says', async () => {
  // Higher than the library draws.
  const lines = Array.from({ length: 1_000 }, () => 'TEST^Name');
  const picture = { width: 4_000, height: 4_000, channels: 1, samples: new Uint8Array() } as const;
  const error = await drawText(picture, [{ corner: 'top-left', lines }]).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(RenderingError);
  expect(error).toMatchObject({ code: 'renderer-failed', message: expect.not.stringContaining('TEST') });
  expect(error).not.toHaveProperty('cause');
});

type Shown = { readonly samples: Uint8Array; readonly undrawn: readonly Annotation[] };

async function pictureOf(attributes: Attributes, request: Omit<RenderRequest, 'frame'>): Promise<Shown> {
  const bytes = encodeDataSet(buildDataSet(attributes), explicitVrLittleEndian);
  const image = await openStoredImage(sourceOfBytes(bytes), explicitVrLittleEndian);
  const picture = await renderer.renderFrame(image, { frame: 1, ...request });
  return { samples: new Uint8Array(await sharp(picture.bytes).raw().toBuffer()), undrawn: picture.undrawn };
}

/** Compares the upper half but for a band in the middle, that band, and the lower half. */
function bandsThatDiffer(one: Shown, other: Shown) {
  const cut = (from: number, to: number) => {
    const part = ({ samples }: Shown) => Buffer.from(samples.subarray(from * samples.length, to * samples.length));
    return !part(one).equals(part(other));
  };
  return { top: cut(0, 7 / 16), middle: cut(7 / 16, 9 / 16), bottom: cut(9 / 16, 1) };
}
