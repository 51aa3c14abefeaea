/**
 * What every codec is: encoded bytes of one frame in, cells interleaved by pixel out. `decode.ts` chooses the codec
 * and makes a frame of its answer; a codec knows no data set.
 */

/** One number a sample. Little-endian hosts only, which all that run this are. */
export type Cells = Uint8Array | Uint16Array | Uint32Array | Float32Array | Float64Array;

/** What the data set says of a frame; the codec holds its own codestream against it before it allocates. */
export type CodecTarget = {
  readonly rows: number;
  readonly columns: number;
  readonly samplesPerPixel: number;
  readonly bitsAllocated: number;
  readonly photometricInterpretation: string;
};

export type CodecOutput = {
  readonly cells: Cells;
  /** Bits a sample as the codestream says; equals Bits Stored where both are right. */
  readonly precision: number;
  /** What the codec made of the colours: left as they were coded, or turned into RGB. */
  readonly colour: 'as-coded' | 'rgb';
  /** False where the codestream ended before the picture did. */
  readonly complete: boolean;
};

export type Codec = {
  readonly name: string;
  decode(frame: Uint8Array, target: CodecTarget): CodecOutput | Promise<CodecOutput>;
};
