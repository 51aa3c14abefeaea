/** Capital letters and digits of 5 × 7 dots, for text that is burned into pictures. */

/** Seven rows of five bits each, the leftmost bit first, as hexadecimal pairs. */
const rowsOf: Readonly<Record<string, string>> = {
  A: '0E11111F111111',
  B: '1E11111E11111E',
  C: '0E11101010110E',
  D: '1E11111111111E',
  E: '1F10101E10101F',
  F: '1F10101E101010',
  G: '0E11101711110F',
  H: '1111111F111111',
  I: '0E04040404040E',
  J: '0702020202120C',
  K: '11121418141211',
  L: '1010101010101F',
  M: '111B1515111111',
  N: '11191513111111',
  O: '0E11111111110E',
  P: '1E11111E101010',
  Q: '0E11111115120D',
  R: '1E11111E141211',
  S: '0F10100E01011E',
  T: '1F040404040404',
  U: '1111111111110E',
  V: '11111111110A04',
  W: '11111115151B11',
  X: '11110A040A1111',
  Y: '11110A04040404',
  Z: '1F01020408101F',
  '0': '0E11131519110E',
  '1': '040C040404040E',
  '2': '0E11010608101F',
  '3': '1F02040201110E',
  '4': '02060A121F0202',
  '5': '1F101E0101110E',
  '6': '0608101E11110E',
  '7': '1F010204080808',
  '8': '0E11110E11110E',
  '9': '0E11110F01020C',
  '-': '0000001F000000',
};

const columns = 5;
const rows = 7;
/** From the left edge of a letter to that of the next. */
const advance = columns + 1;

/** Returns how large a text is, in pixels. */
export function sizeOfGlyphs(text: string, scale: number): { readonly width: number; readonly height: number } {
  return { width: (text.length * advance - 1) * scale, height: rows * scale };
}

/** Calls back with each pixel of the letters, from the upper left corner of the text. */
export function forEachGlyphPixel(text: string, scale: number, paint: (x: number, y: number) => void): void {
  for (const [place, letter] of [...text.toUpperCase()].entries()) {
    const bits = rowsOf[letter];
    if (bits === undefined) continue;
    for (let y = 0; y < rows * scale; y += 1) {
      const row = Number.parseInt(bits.slice(2 * Math.floor(y / scale), 2 * Math.floor(y / scale) + 2), 16);
      for (let x = 0; x < columns * scale; x += 1) {
        if (row & (0x10 >> Math.floor(x / scale))) paint(place * advance * scale + x, y);
      }
    }
  }
}
