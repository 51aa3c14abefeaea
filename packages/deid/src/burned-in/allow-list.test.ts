import { describe, expect, it } from 'vitest';
import { isHarmless } from './allow-list.ts';

const isAllowed = (text: string, confidence = 0.95) => isHarmless({ text, confidence });

describe('lines that may stay', () => {
  it.each([
    '5 cm',
    '120 kVp',
    '120kVp',
    'MI 0.8 TIS 0.4',
    'MI0.8TIS0.4',
    'Gain 62%',
    'L',
    'R',
    'SUPINE',
    'AP',
    'W 400 L 40',
    '10',
    'PORTABLE AP',
  ])('keeps %s', (text) => expect(isAllowed(text)).toBe(true));

  it.each([
    'Vance, Astrid',
    'PHILIP',
    'LI',
    'ALI',
    'ALF',
    'HAL',
    'DR',
    'DR ORTEGA',
    '5786726',
    '12345',
    '12.03.1954',
    '1954-03-12',
    '10:22:33',
    'MRN 12',
    '45Y',
    'L SMITH',
    '',
  ])('takes %s', (text) => expect(isAllowed(text)).toBe(false));

  it('takes what was not read surely', () => {
    expect(isAllowed('5 cm', 0.6)).toBe(false);
  });
});
