/**
 * Writes lossless JPEG (ITU-T T.81 Annex H) for tests: any predictor, point transform and restart interval, one Huffman
 * table in which every category has a code of five bits.
 */

export type LosslessImage = {
  readonly rows: number;
  readonly columns: number;
  readonly components: number;
  readonly precision: number;
  /** By pixel. */
  readonly samples: Uint16Array;
};

export type LosslessOptions = {
  readonly predictor: number;
  readonly pointTransform: number;
  /** Rows between restart markers; 0 for none. */
  readonly restartRows: number;
};

export function encodeLosslessJpeg(image: LosslessImage, options: LosslessOptions): Uint8Array {
  const { rows, columns, components, precision } = image;
  const ids = Array.from({ length: components }, (_, i) => i + 1);
  const counts = [0, 0, 0, 0, 17, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
  return Uint8Array.from([
    ...[0xff, 0xd8],
    ...segment(0xc3, [
      precision,
      ...uint16(rows),
      ...uint16(columns),
      components,
      ...ids.flatMap((id) => [id, 0x11, 0]),
    ]),
    ...segment(0xc4, [0, ...counts, ...Array.from({ length: 17 }, (_, i) => i)]),
    ...(options.restartRows > 0 ? segment(0xdd, uint16(options.restartRows * columns)) : []),
    ...segment(0xda, [components, ...ids.flatMap((id) => [id, 0]), options.predictor, 0, options.pointTransform]),
    ...entropy(image, options),
    ...[0xff, 0xd9],
  ]);
}

function entropy(image: LosslessImage, { predictor, pointTransform, restartRows }: LosslessOptions): number[] {
  const { rows, columns, components, precision, samples } = image;
  const bytes: number[] = [];
  let bits = '';
  const flush = () => {
    bits += '1'.repeat((8 - (bits.length % 8)) % 8);
    for (let at = 0; at < bits.length; at += 8) {
      const byte = Number.parseInt(bits.slice(at, at + 8), 2);
      bytes.push(byte, ...(byte === 0xff ? [0] : []));
    }
    bits = '';
  };
  const at = (row: number, column: number, component: number) =>
    (samples[(row * columns + column) * components + component] ?? 0) >> pointTransform;
  for (let row = 0; row < rows; row++) {
    const firstRow = restartRows > 0 ? row % restartRows === 0 : row === 0;
    if (firstRow && row > 0) {
      flush();
      bytes.push(0xff, 0xd0 + ((row / restartRows - 1) & 7));
    }
    for (let column = 0; column < columns; column++) {
      for (let c = 0; c < components; c++) {
        let prediction = predict(predictor, at(row, column - 1, c), at(row - 1, column, c), at(row - 1, column - 1, c));
        if (column === 0) prediction = firstRow ? 1 << (precision - pointTransform - 1) : at(row - 1, column, c);
        else if (firstRow) prediction = at(row, column - 1, c);
        bits += codeOf((at(row, column, c) - prediction) & 0xffff);
      }
    }
  }
  flush();
  return bytes;
}

/** Category in five bits, then the difference as ITU-T T.81 §F.1.2.1 writes it. */
function codeOf(wrapped: number): string {
  const difference = wrapped > 32768 ? wrapped - 65536 : wrapped;
  const category = 32 - Math.clz32(Math.abs(difference));
  const code = category.toString(2).padStart(5, '0');
  if (category === 0 || category === 16) return code;
  const extra = difference > 0 ? difference : difference + (1 << category) - 1;
  return code + extra.toString(2).padStart(category, '0');
}

function predict(predictor: number, a: number, b: number, c: number): number {
  return [0, a, b, c, a + b - c, a + ((b - c) >> 1), b + ((a - c) >> 1), (a + b) >> 1][predictor] ?? 0;
}

function segment(marker: number, payload: readonly number[]): number[] {
  return [0xff, marker, ...uint16(payload.length + 2), ...payload];
}

function uint16(value: number): number[] {
  return [value >> 8, value & 0xff];
}
