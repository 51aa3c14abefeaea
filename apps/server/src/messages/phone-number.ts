/** Telephone numbers as they are kept and called: ITU-T E.164, `+` and 7 to 15 digits, without anything between. */

/** Returns the number without what people write between its digits; undefined for what is no international number. */
export function parsePhoneNumber(text: string): string | undefined {
  const plain = text
    .trim()
    .replace(/^00/, '+')
    .replace(/\(0\)/, '')
    .replace(/[\s().\-/\u00a0]/g, '');
  return /^\+[1-9]\d{6,14}$/.test(plain) ? plain : undefined;
}

/** Returns as much of a number as its owner recognises: `+49 ••• 78`. */
export function maskPhoneNumber(number: string): string {
  return `${number.slice(0, 3)} ••• ${number.slice(-2)}`;
}
