import { describe, expect, it } from 'vitest';
import {
  elementOf,
  formatTag,
  groupOf,
  isGroupLength,
  isPrivate,
  isPrivateCreator,
  parseTag,
  tagFrom,
  tagKey,
} from './tag.ts';

describe('a tag', () => {
  it('is a group and an element, above 7FFFH too', () => {
    for (const [group, element] of [
      [0x0008, 0x0018],
      [0x7fe0, 0x0010],
      [0xfffe, 0xe0dd],
      [0xffff, 0xffff],
    ] as const) {
      const tag = tagFrom(group, element);
      expect([groupOf(tag), elementOf(tag)]).toEqual([group, element]);
    }
    expect(tagFrom(0xfffe, 0xe000)).toBeGreaterThan(tagFrom(0x7fe0, 0x0010));
  });

  it('is written as in prose and as in JSON, PS3.18 §F.2.2', () => {
    expect(formatTag(tagFrom(0x0008, 0x103e))).toBe('(0008,103E)');
    expect(tagKey(tagFrom(0x0008, 0x103e))).toBe('0008103E');
  });

  it('is read from either, and from nothing else', () => {
    for (const text of ['(0008,103E)', '0008,103e', '0008103E']) expect(parseTag(text)).toBe(0x0008103e);
    for (const text of ['', '0008103', '0008103G', '0008103E0', 'PatientID']) expect(parseTag(text)).toBeUndefined();
  });

  it('of an odd group is private, PS3.5 §7.8', () => {
    expect(isPrivate(tagFrom(0x0009, 0x1001))).toBe(true);
    expect(isPrivate(tagFrom(0x0008, 0x1001))).toBe(false);
    expect(isPrivateCreator(tagFrom(0x0009, 0x0010))).toBe(true);
    expect(isPrivateCreator(tagFrom(0x0009, 0x0100))).toBe(false);
    expect(isPrivateCreator(tagFrom(0x0008, 0x0010))).toBe(false);
    expect(isGroupLength(tagFrom(0x0009, 0x0000))).toBe(true);
  });
});
