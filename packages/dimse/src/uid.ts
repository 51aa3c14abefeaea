/** True for text that obeys the rules of unique identifiers, PS3.5 §9.1: numbers and dots, at most 64 characters. */
export function isUid(text: string): boolean {
  // Deviation: components with leading zeros are let through, as DCMTK does; archives are full of them.
  return text.length <= 64 && /^[0-9]+(\.[0-9]+)*$/.test(text);
}
