import { generateKeyPairSync } from 'node:crypto';
import { expect, test } from 'vitest';
import { canonicalJson } from './canonical-json.ts';
import {
  hashOfParameters,
  type ParameterSet,
  parameterFormat,
  signParameters,
  verifyParameters,
} from './parameter-set.ts';

const keys = () =>
  generateKeyPairSync('ed25519', {
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });

const parameters: ParameterSet = {
  format: parameterFormat,
  version: 3,
  profile: { dates: 'modified', keepsWeekday: true },
  acceptPictures: false,
  cleanPixels: true,
  cleanFaces: 'keep-lesions',
  rules: { rules: [], lists: { block: ['TESTWALD'], allow: ['xubadefi'], gray: [] }, digest: '0123456789ab' },
  program: { faces: 'abc' },
  networks: {},
};

test('canonical JSON is the same whatever the order of members, RFC 8785', () => {
  const text = canonicalJson({
    b: [1, 1.5e300, -0, 'ä"\n\u2028'],
    a: { z: null, y: undefined, '\ud83d\ude00': true, '\ufb33': false },
  });
  expect(text).toBe('{"a":{"z":null,"\ud83d\ude00":true,"\ufb33":false},"b":[1,1.5e+300,0,"ä\\"\\n\u2028"]}');
  expect(canonicalJson(JSON.parse(text))).toBe(text);
  for (const value of [Number.NaN, Number.POSITIVE_INFINITY, [undefined], () => 1])
    expect(() => canonicalJson(value)).toThrow(RangeError);
});

test('a signed set is what was signed, under the key that is trusted', () => {
  const { privateKey, publicKey } = keys();
  const text = JSON.stringify(signParameters(parameters, privateKey));
  expect(verifyParameters(text, publicKey)).toEqual({ kind: 'valid', parameters, hash: hashOfParameters(parameters) });
  expect(verifyParameters(JSON.stringify(JSON.parse(text), null, 2), publicKey)).toMatchObject({ kind: 'valid' });
});

test('a set that was changed, or signed by another, is none', () => {
  const [own, other] = [keys(), keys()];
  const signed = signParameters(parameters, own.privateKey);
  const problemOf = (value: unknown, key = own.publicKey) => {
    const result = verifyParameters(typeof value === 'string' ? value : JSON.stringify(value), key);
    return result.kind === 'invalid' ? result.problem : 'none';
  };
  const changed = { ...parameters, acceptPictures: true };
  expect(problemOf({ ...signed, parameters: changed })).toBe('wrong-signature');
  expect(problemOf({ ...signed, parameters: changed, hash: hashOfParameters(changed) })).toBe('wrong-signature');
  expect(problemOf({ ...signed, hash: hashOfParameters(changed) })).toBe('wrong-signature');
  expect(problemOf(signParameters(changed, other.privateKey))).toBe('other-signer');
  expect(problemOf({ ...signParameters(changed, other.privateKey), publicKey: own.publicKey })).toBe('wrong-signature');
  expect(problemOf(signed, other.publicKey)).toBe('other-signer');
  expect(problemOf('{')).toBe('not-a-set');
  expect(problemOf({ ...signed, parameters: { ...parameters, format: 'another' } })).toBe('not-a-set');
});
