import fc from 'fast-check';
import { expect, test } from 'vitest';
import { associateRequestBytes, buildAssociateRequest, fromHex, hex } from '../test/messages.ts';
import {
  encodeAssociateAccept,
  encodeAssociateRequest,
  parseAssociateAccept,
  parseAssociateRequest,
} from './associate-pdu.ts';
import { dicomApplicationContext, pduHeaderBytes } from './pdu.ts';

const ascii = (text: string) => Buffer.from(text, 'latin1').toString('hex');
const zeros = (count: number) => '00'.repeat(count);

/**
 * PS3.8 Table 9-11.
 * 01 00 000000a0                                     A-ASSOCIATE-RQ, 160 bytes follow
 * 0001 0000                                          protocol version 1
 * CALLED, CALLING                                    AE titles, 16 characters
 * 32 × 00                                            reserved
 * 10 00 0015 1.2.840.10008.3.1.1.1                   application context
 * 20 00 002e 01 00 00 00                             presentation context 1
 *   30 00 0011 1.2.840.10008.1.1                       abstract syntax
 *   40 00 0011 1.2.840.10008.1.2                       transfer syntax
 * 50 00 000d 51 00 0004 00020000 55 00 0001 41       user information: maximum length 131072, version A
 */
const associateRequest = fromHex(`
  01 00 000000a0 0001 0000
  ${ascii('CALLED          ')} ${ascii('CALLING         ')} ${zeros(32)}
  10 00 0015 ${ascii('1.2.840.10008.3.1.1.1')}
  20 00 002e 01 00 00 00
    30 00 0011 ${ascii('1.2.840.10008.1.1')}
    40 00 0011 ${ascii('1.2.840.10008.1.2')}
  50 00 000d 51 00 0004 00020000 55 00 0001 41
`);

const request = {
  protocolVersion: 1,
  calledAet: 'CALLED',
  callingAet: 'CALLING',
  applicationContext: dicomApplicationContext,
  contexts: [{ id: 1, abstractSyntax: '1.2.840.10008.1.1', transferSyntaxes: ['1.2.840.10008.1.2'] }],
  userInformation: { maxPduBytes: 131_072, implementationVersionName: 'A' },
};

/**
 * PS3.8 Table 9-17.
 * 02 00 00000092                                     A-ASSOCIATE-AC, 146 bytes follow
 * 21 00 0019 01 00 00 00                             presentation context 1: acceptance
 *   40 00 0011 1.2.840.10008.1.2                       transfer syntax
 * 21 00 0008 03 00 03 00                             presentation context 3: abstract syntax not supported
 *   40 00 0000                                         transfer syntax, not significant
 */
const associateAccept = fromHex(`
  02 00 00000092 0001 0000
  ${ascii('CALLED          ')} ${ascii('CALLING         ')} ${zeros(32)}
  10 00 0015 ${ascii('1.2.840.10008.3.1.1.1')}
  21 00 0019 01 00 00 00 40 00 0011 ${ascii('1.2.840.10008.1.2')}
  21 00 0008 03 00 03 00 40 00 0000
  50 00 0008 51 00 0004 00004000
`);

const accept = {
  protocolVersion: 1,
  calledAet: 'CALLED',
  callingAet: 'CALLING',
  applicationContext: dicomApplicationContext,
  contexts: [
    { id: 1, result: 0, transferSyntax: '1.2.840.10008.1.2' },
    { id: 3, result: 3, transferSyntax: '' },
  ],
  userInformation: { maxPduBytes: 16_384 },
};

test('reads and writes A-ASSOCIATE-RQ field by field', () => {
  expect(parseAssociateRequest(associateRequest.subarray(pduHeaderBytes))).toEqual(request);
  expect(hex(encodeAssociateRequest(request))).toBe(hex(associateRequest));
});

test('reads and writes A-ASSOCIATE-AC field by field', () => {
  expect(parseAssociateAccept(associateAccept.subarray(pduHeaderBytes))).toEqual(accept);
  expect(hex(encodeAssociateAccept(accept))).toBe(hex(associateAccept));
});

test('reads AE titles without the spaces before and after', () => {
  const bytes = associateRequestBytes({ calledAet: '  SPACED' });
  expect(parseAssociateRequest(bytes.subarray(pduHeaderBytes)).calledAet).toBe('SPACED');
});

test('marks characters that no AE title may hold', () => {
  const bytes = associateRequestBytes({ callingAet: 'A' });
  bytes[pduHeaderBytes + 21] = 0x07;
  expect(parseAssociateRequest(bytes.subarray(pduHeaderBytes)).callingAet).toBe('A\uFFFD');
});

test('reads what it writes for any proposal', () => {
  const uid = fc.stringMatching(/^[0-9.]{1,64}$/).filter((text) => text.trim() === text);
  const contexts = fc.uniqueArray(
    fc.record({
      id: fc.integer({ min: 0, max: 127 }).map((n) => 2 * n + 1),
      abstractSyntax: uid,
      transferSyntaxes: fc.array(uid, { minLength: 1, maxLength: 5 }),
    }),
    { minLength: 1, maxLength: 128, selector: (context) => context.id },
  );
  fc.assert(
    fc.property(contexts, (proposed) => {
      const pdu = buildAssociateRequest({ contexts: proposed });
      expect(parseAssociateRequest(encodeAssociateRequest(pdu).subarray(pduHeaderBytes))).toEqual(pdu);
    }),
    { seed: 7, numRuns: 100 },
  );
});

const head = `0001 0000 ${ascii('CALLED          ')} ${ascii('CALLING         ')} ${zeros(32)}`;
const application = `10 00 0015 ${ascii('1.2.840.10008.3.1.1.1')}`;
const user = '50 00 0008 51 00 0004 00004000';
const goodContext = '20 00 000e 01 00 00 00 30 00 0001 31 40 00 0001 32';

test.each([
  ['fixed fields that are cut off', '0001 0000 41'],
  ['a request without application context', head + goodContext + user],
  ['a request without user information', head + application + goodContext],
  ['a request without presentation contexts', head + application + user],
  ['an even presentation context ID', head + application + goodContext.replace('01 00 00 00', '02 00 00 00') + user],
  ['a presentation context ID that comes twice', head + application + goodContext + goodContext + user],
  ['a context without abstract syntax', `${head}${application}20 00 0009 01 00 00 00 40 00 0001 32${user}`],
  [
    'a context with two abstract syntaxes',
    `${head}${application}20 00 0013 01 00 00 00 30 00 0001 31 30 00 0001 31 40 00 0001 32${user}`,
  ],
  ['a context without transfer syntax', `${head}${application}20 00 0009 01 00 00 00 30 00 0001 31${user}`],
  ['a context without its fixed fields', `${head}${application}20 00 0002 01 00${user}`],
  ['an item that runs beyond the PDU', `${head}${application}20 00 ffff 01 00 00 00${user}`],
])('refuses %s', (_, bytes) => {
  expect(() => parseAssociateRequest(fromHex(bytes))).toThrow(expect.objectContaining({ code: 'invalid-pdu' }));
});

test.each([
  ['an accepted context without transfer syntax', '21 00 0004 01 00 00 00'],
  ['a context that is cut off', '21 00 0002 01 00'],
])('refuses %s in A-ASSOCIATE-AC', (_, context) => {
  const bytes = fromHex(head + application + context + user);
  expect(() => parseAssociateAccept(bytes)).toThrow(expect.objectContaining({ code: 'invalid-pdu' }));
});

test.each([
  ['an AE title of 17 characters', { calledAet: 'A'.repeat(17) }],
  ['an AE title outside ISO 646', { calledAet: 'KLINIK-Ü' }],
])('does not write %s', (_, changes) => {
  const encode = () => encodeAssociateRequest(buildAssociateRequest(changes));
  expect(encode).toThrow(expect.objectContaining({ code: 'invalid-argument' }));
});
