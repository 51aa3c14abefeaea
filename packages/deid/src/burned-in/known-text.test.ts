import { describe, expect, it } from 'vitest';
import { createKnownText } from './known-text.ts';

const known = createKnownText([
  { kind: 'patient-name', value: 'PRENTICE^THOMAS^J' },
  { kind: 'patient-id', value: '0048210' },
  { kind: 'birth-date', value: '19610409' },
  { kind: 'institution', value: 'St Mary Hospital' },
  { kind: 'other-person', value: 'Li^Wei' },
]);

describe('a line holds what is known of the case', () => {
  it.each([
    ['Thomas Prentice', 'patient-name'],
    ['T. PRENTICE', 'patient-name'],
    ['PRENT1CE', 'patient-name'],
    ['PREMTICE,THOMA5', 'patient-name'],
    ['MRN:48210', 'patient-id'],
    ['ID O04B210', 'patient-id'],
    ['1961-04-09', 'birth-date'],
    ['DOB 9.4.1961', 'birth-date'],
    ['09APR61', 'birth-date'],
    ['STMARYHOSPITAL', 'institution'],
    ['St. Mary Hospita1', 'institution'],
    ['Dr Li', 'other-person'],
  ])('%s', (line, kind) => expect(known(line)).toBe(kind));
});

describe('a line holds nothing of the case', () => {
  it.each(['L', 'AP', '12 cm', '120 kV', 'SUPINE', 'LIVER', '1961', ''])('%s', (line) =>
    expect(known(line)).toBe(undefined),
  );
});

it('knows nothing without terms', () => expect(createKnownText([])('PRENTICE')).toBe(undefined));
