/**
 * What every lossless encoder is: the cells of one frame by pixel in, a codestream out. `encode.ts` chooses the encoder
 * and proves its answer; an encoder knows no data set.
 */

/** Two's complement cells lie in unsigned arrays, as native pixel data has them. */
export type EncoderInput = {
  readonly cells: Uint8Array | Uint16Array | Uint32Array;
  readonly rows: number;
  readonly columns: number;
  readonly samplesPerPixel: number;
  readonly bitsStored: number;
  readonly highBit: number;
  readonly signed: boolean;
  readonly photometricInterpretation: string;
};

export type Encoder = {
  /** Returns the Photometric Interpretation of the codestream; undefined where the encoder has no place for it. */
  photometricOf(photometricInterpretation: string): string | undefined;
  /** @throws PixelsError `not-encodable` */
  encode(input: EncoderInput): Uint8Array | Promise<Uint8Array>;
};
