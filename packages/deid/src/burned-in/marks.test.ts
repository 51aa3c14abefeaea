import { describe, expect, it } from 'vitest';
import { readAgain } from './marks.ts';

const reading = (text: string, confidence: number) => ({ text, confidence, letters: [] });
const asGiven = async (one: ReturnType<typeof reading>) => one;

describe('a mark that is read again', () => {
  it.each([
    ['a name of which one letter was seen', 'F', 'Fu', 0.93],
    ['a name that was read as a length', '5 m', 'Sam', 0.7],
  ])('is what another picture shows: %s', async (_, mark, text, confidence) => {
    const other = reading(text, confidence);
    expect(await readAgain(reading(mark, 0.95), [reading('', 0), other], asGiven)).toBe(other);
  });

  it.each([
    ['is read as the same', 'R', 'R', 0.99],
    ['is read as another mark', 'R', 'RT', 0.7],
    ['is hardly read', 'R', 'xk', 0.3],
    ['is read as one letter', 'R', 'k', 0.9],
  ])('stays where it %s', async (_, mark, text, confidence) => {
    const first = reading(mark, 0.95);
    expect(await readAgain(first, [reading(text, confidence)], asGiven)).toBe(first);
  });

  it('is not asked for where there are more letters, or what was read goes anyway', async () => {
    const refuse = () => Promise.reject(new Error('read again'));
    await expect(readAgain(reading('SUPINE', 0.99), [1], refuse)).resolves.toMatchObject({ text: 'SUPINE' });
    await expect(readAgain(reading('Fu', 0.99), [1], refuse)).resolves.toMatchObject({ text: 'Fu' });
  });
});
