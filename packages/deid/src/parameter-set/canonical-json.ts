/**
 * JSON of one form only, after RFC 8785: members sorted by the UTF-16 units of their names, no white space, numbers and
 * strings as ECMAScript writes them. Two writers of the same data write the same bytes, which can be signed.
 */

export type Json = null | boolean | number | string | readonly Json[] | { readonly [member: string]: Json };

/** @throws RangeError for what JSON has no form for: NaN, infinities, functions, and `undefined` in a list */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).filter(([, member]) => member !== undefined);
    // The order of `<` on strings is that of their UTF-16 units.
    const sorted = members.sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${sorted.map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`).join(',')}}`;
  }
  const text = JSON.stringify(value);
  if (text === undefined || (typeof value === 'number' && !Number.isFinite(value)))
    throw new RangeError('no value of JSON');
  return text;
}
