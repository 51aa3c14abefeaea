/**
 * JPEG baseline (ITU-T T.81, process 1) of one component made of flat blocks: enough for letters whose dots are blocks,
 * with an application segment and a comment before the picture.
 *
 * The Huffman tables are our own: each DC category has a code of four bits, and the only AC code ends the block.
 */

const blockPixels = 8;

/**
 * @param blocks values from 0 to 255, row by row
 * @param texts of an APP1 and of a COM segment
 */
export function encodeFlatJpeg(
  blocks: readonly (readonly number[])[],
  texts: { readonly app1: string; readonly comment: string },
): Buffer {
  const [rows, columns] = [blocks.length, blocks[0]?.length ?? 0];
  const u16 = (number: number): number[] => [number >> 8, number & 0xff];
  const segment = (marker: number, content: Uint8Array | readonly number[]): Buffer =>
    Buffer.from([0xff, marker, ...u16(content.length + 2), ...content]);
  const categories = Array.from({ length: 12 }, (_, category) => category);
  return Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    segment(0xe1, Buffer.from(`Exif\0\0${texts.app1}`)),
    segment(0xfe, Buffer.from(texts.comment)),
    segment(0xdb, [0, ...Array.from({ length: 64 }, () => 1)]),
    segment(0xc0, [8, ...u16(rows * blockPixels), ...u16(columns * blockPixels), 1, 1, 0x11, 0]),
    // Twelve codes of four bits; one code of one bit.
    segment(0xc4, [0x00, 0, 0, 0, 12, ...Array.from({ length: 12 }, () => 0), ...categories]),
    segment(0xc4, [0x10, 1, ...Array.from({ length: 15 }, () => 0), 0]),
    segment(0xda, [1, 1, 0x00, 0, 63, 0]),
    encodeScan(blocks),
    Buffer.from([0xff, 0xd9]),
  ]);
}

function encodeScan(blocks: readonly (readonly number[])[]): Buffer {
  let bits = '';
  let before = 0;
  for (const value of blocks.flat()) {
    // The DC coefficient of a flat block is eight times its value, level shifted by 128, T.81 §A.3.
    const level = (value - 128) * 8;
    const difference = level - before;
    before = level;
    const category = difference === 0 ? 0 : 32 - Math.clz32(Math.abs(difference));
    const coded = difference < 0 ? difference + 2 ** category - 1 : difference;
    bits += `${category.toString(2).padStart(4, '0')}${category ? coded.toString(2).padStart(category, '0') : ''}0`;
  }
  bits = bits.padEnd(Math.ceil(bits.length / 8) * 8, '1');
  const bytes: number[] = [];
  for (let at = 0; at < bits.length; at += 8) {
    const byte = Number.parseInt(bits.slice(at, at + 8), 2);
    bytes.push(byte);
    // A zero after FFH tells data from a marker, T.81 §B.1.1.5.
    if (byte === 0xff) bytes.push(0);
  }
  return Buffer.from(bytes);
}
