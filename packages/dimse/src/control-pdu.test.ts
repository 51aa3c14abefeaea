import { expect, test } from 'vitest';
import { fromHex, hex } from '../test/messages.ts';
import {
  encodeAbort,
  encodeAssociateReject,
  encodeReleaseRequest,
  encodeReleaseResponse,
  parseAbort,
  parseAssociateReject,
} from './control-pdu.ts';
import { pduHeaderBytes } from './pdu.ts';
import { rejection, rejectionName } from './rejection.ts';

/** PS3.8 Table 9-21: 03 00, length 4, reserved, result 2 (transient), source 3 (presentation), reason 2. */
const associateReject = '03000000000400020302';
/** PS3.8 Table 9-24: 05 00, length 4, reserved. */
const releaseRequest = '05000000000400000000';
/** PS3.8 Table 9-25: 06 00, length 4, reserved. */
const releaseResponse = '06000000000400000000';
/** PS3.8 Table 9-26: 07 00, length 4, reserved, reserved, source 2 (service-provider), reason 6 (invalid value). */
const abort = '07000000000400000206';

test('reads and writes A-ASSOCIATE-RJ', () => {
  expect(hex(encodeAssociateReject(rejection.localLimitExceeded))).toBe(associateReject);
  expect(parseAssociateReject(fromHex(associateReject).subarray(pduHeaderBytes))).toEqual(rejection.localLimitExceeded);
});

test('writes A-RELEASE-RQ and A-RELEASE-RP', () => {
  expect(hex(encodeReleaseRequest())).toBe(releaseRequest);
  expect(hex(encodeReleaseResponse())).toBe(releaseResponse);
});

test('reads and writes A-ABORT', () => {
  expect(hex(encodeAbort(2, 6))).toBe(abort);
  expect(parseAbort(fromHex(abort).subarray(pduHeaderBytes))).toEqual({ source: 2, reason: 6 });
});

/** Result, source and reason of every row of PS3.8 Table 9-21. */
test.each([
  ['noReason', [1, 1, 1]],
  ['applicationContextNameNotSupported', [1, 1, 2]],
  ['callingAeTitleNotRecognized', [1, 1, 3]],
  ['calledAeTitleNotRecognized', [1, 1, 7]],
  ['noReasonAcse', [1, 2, 1]],
  ['protocolVersionNotSupported', [1, 2, 2]],
  ['temporaryCongestion', [2, 3, 1]],
  ['localLimitExceeded', [2, 3, 2]],
] as const)('rejects with %s as PS3.8 Table 9-21 numbers it', (name, numbers) => {
  const { result, source, reason } = rejection[name];
  expect([result, source, reason]).toEqual(numbers);
  expect(rejectionName({ result, source, reason })).toBe(name);
});

test('names a rejection the table lacks unknown', () => {
  expect(rejectionName({ result: 1, source: 9, reason: 9 })).toBe('unknown');
});
