/**
 * Data element tags: a group and an element number, PS3.5 §7.1.
 *
 * A tag is one unsigned 32-bit number (group × 65536 + element), so it sorts as the standard orders elements and is
 * cheap as a map key. Names and value representations of tags live in `dictionary.ts`.
 */

export type Tag = number & { readonly __tag: unique symbol };

/** Returns the tag of a group and an element number, each 0 to FFFFH. */
export function tagFrom(group: number, element: number): Tag {
  // The brand has no run-time part: any unsigned 32-bit number is a tag.
  return (group * 0x10000 + element) as Tag;
}

export function groupOf(tag: Tag): number {
  return (tag / 0x10000) | 0;
}

export function elementOf(tag: Tag): number {
  return tag & 0xffff;
}

/** True for tags of an odd group, PS3.5 §7.8. */
export function isPrivate(tag: Tag): boolean {
  return (groupOf(tag) & 1) === 1;
}

/** True for (gggg,0010) to (gggg,00FF) of an odd group, which name the owner of a private block, PS3.5 §7.8.1. */
export function isPrivateCreator(tag: Tag): boolean {
  const element = elementOf(tag);
  return isPrivate(tag) && element >= 0x10 && element <= 0xff;
}

/** True for (gggg,0000), PS3.5 §7.2. */
export function isGroupLength(tag: Tag): boolean {
  return elementOf(tag) === 0;
}

/** Returns the form used in prose and messages, `(0010,0020)`. */
export function formatTag(tag: Tag): string {
  const key = tagKey(tag);
  return `(${key.slice(0, 4)},${key.slice(4)})`;
}

/** Returns the eight hexadecimal digits used as key in the DICOM JSON Model, PS3.18 §F.2.2. */
export function tagKey(tag: Tag): string {
  return tag.toString(16).toUpperCase().padStart(8, '0');
}

/** Returns the tag of eight hexadecimal digits, with or without `(gggg,eeee)` punctuation; undefined for other text. */
export function parseTag(text: string): Tag | undefined {
  const match = /^\(?([0-9a-f]{4}),?([0-9a-f]{4})\)?$/i.exec(text);
  if (match?.[1] === undefined || match[2] === undefined) return undefined;
  return tagFrom(Number.parseInt(match[1], 16), Number.parseInt(match[2], 16));
}
