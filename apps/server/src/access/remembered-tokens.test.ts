import { expect, test } from 'vitest';
import { RememberedTokens, rememberedMs } from './remembered-tokens.ts';
import type { FoundToken } from './tokens.ts';

const token: FoundToken = {
  networks: [],
  subject: { kind: 'token', tokenId: 1, role: 'member', label: 'viewer' },
  expiresAt: new Date(1_000_000),
};

test('remembers a token for half a second, and what is none not at all', async () => {
  const clock = { ms: 1_000 };
  const remembered = new RememberedTokens(() => new Date(clock.ms));
  const looked: string[] = [];
  const find = (secret: string, found: FoundToken | undefined) =>
    remembered.find(secret, async () => {
      looked.push(secret);
      return found;
    });

  expect(await find('a', token)).toBe(token);
  expect(await find('b', undefined)).toBeUndefined();
  clock.ms += rememberedMs - 1;
  expect(await find('a', undefined)).toBe(token);
  expect(await find('b', undefined)).toBeUndefined();
  clock.ms += 1;
  expect(await find('a', undefined)).toBeUndefined();
  expect(looked).toEqual(['a', 'b', 'b', 'a']);
});

test.each([
  { what: 'a clock that is set back', ms: -1 },
  { what: 'the end of the token', ms: 1 },
])('$what ends it', async ({ ms }) => {
  const clock = { ms: token.expiresAt.getTime() - 1 };
  const remembered = new RememberedTokens(() => new Date(clock.ms));
  await remembered.find('a', async () => token);
  clock.ms += ms;
  expect(await remembered.find('a', async () => undefined)).toBeUndefined();
});

test('what is being looked up while something changes is not remembered', async () => {
  const remembered = new RememberedTokens(() => new Date(0));
  await remembered.find('a', async () => {
    remembered.forget();
    return token;
  });
  expect(await remembered.find('a', async () => undefined)).toBeUndefined();
});
