import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { formatDictionary, formatSopClasses } from './format.ts';

const input = resolve(import.meta.dirname, '../../../shared/standard');
const output = resolve(import.meta.dirname, '../../packages/dicom/src/generated');
const isThere = existsSync(input);
const readInput = (name: string): unknown => JSON.parse(readFileSync(resolve(input, name), 'utf8'));
const readOutput = (name: string) => readFileSync(resolve(output, name), 'utf8');

describe.skipIf(!isThere)(`the committed tables${isThere ? '' : ' (skipped: ../shared/standard is absent)'}`, () => {
  it('are what the generator makes of the standard', () => {
    expect(readOutput('dictionary-table.ts')).toBe(formatDictionary(readInput('attributes.json')));
    expect(readOutput('sop-classes.ts')).toBe(formatSopClasses(readInput('sops.json')));
  });
});

describe('the generator', () => {
  const row = {
    tag: '(60XX,3000)',
    name: 'Overlay Data',
    keyword: 'OverlayData',
    valueRepresentation: 'OB or OW',
    valueMultiplicity: '1',
    retired: 'N',
  };

  it('leaves out a name that follows from the keyword', () => {
    expect(formatDictionary([row])).toContain('60xx3000\tOB or OW\t1\t\tOverlayData\n');
    expect(formatDictionary([{ ...row, name: 'Layer', retired: 'Y' }])).toContain('\tR\tOverlayData\tLayer\n');
  });

  it('leaves out items, delimiters and numbers without a name', () => {
    const text = formatDictionary([
      { ...row, keyword: '' },
      { ...row, keyword: 'Item', valueRepresentation: 'See Note 2' },
    ]);
    expect(text).not.toMatch(/60xx|Item/);
  });

  it('refuses a table that is not what it should be', () => {
    expect(() => formatDictionary({})).toThrow('not a list');
    expect(() => formatDictionary([{ ...row, name: 'a\tb' }])).toThrow('name');
    expect(() => formatDictionary([row, row])).toThrow('twice');
    expect(() => formatSopClasses([{ name: 'x' }])).toThrow('id');
  });
});
