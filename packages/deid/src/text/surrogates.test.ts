import { describe, expect, it } from 'vitest';
import { createPseudonyms } from '../pseudonyms.ts';
import { createSurrogates } from './surrogates.ts';
import { createWordLists } from './word-lists.ts';

const lists = createWordLists();
const pseudonyms = createPseudonyms(new Uint8Array(32).fill(7));
const surrogates = createSurrogates({ pseudonyms, lists, terms: [] });

describe('surrogates', () => {
  it('keep one person one, in any order and case, with titles and credentials as they are', () => {
    const [family = '', given = ''] = surrogates('Testova, Quirina', 'patient-name').split(', ');
    expect(surrogates('QUIRINA TESTOVA', 'patient-name')).toBe(`${given.toUpperCase()} ${family.toUpperCase()}`);
    expect(surrogates('Dr. Testova, MD', 'other-person')).toBe(`Dr. ${family}, MD`);
    expect(family).toMatch(/^[A-Z][a-z]{3,}$/);
    expect(family).not.toBe('Testova');
  });

  it('are no value of the case', () => {
    const [name, place] = [surrogates('Testova', 'patient-name'), surrogates('Lummox Hospital', 'institution')];
    const others = createSurrogates({
      ...{ pseudonyms, lists },
      terms: [
        { kind: 'other-person', value: `${name.toUpperCase()}^ALEX` },
        { kind: 'institution', value: `${place.split(' ')[0]} Clinic` },
      ],
    });
    expect(others('Testova', 'patient-name')).not.toBe(name);
    expect(others('Lummox Hospital', 'institution')).not.toBe(place);
    expect(others('Quajoro', 'patient-name')).toBe(surrogates('Quajoro', 'patient-name'));
  });

  it('do not depend on zeros in front of a number, nor on its signs', () => {
    expect(surrogates('00-4711', 'other-id')).toBe(surrogates('4711', 'other-id'));
  });

  it('say 90+ for an age above 89 and change each digit group of a telephone number in its form', () => {
    expect(surrogates('94', 'age')).toBe('90+');
    expect(surrogates('(776) 600-1622', 'phone')).toMatch(/^\(555\) \d{3}-\d{4}$/);
  });

  it('are placeholders where nothing else reads as the original', () => {
    expect(surrogates('19840225', 'birth-date')).toBe('% BIRTH DATE %');
  });
});
