import { expect, test } from 'vitest';
import { fromHex, hex } from '../test/messages.ts';
import { DimseError } from './errors.ts';
import { encodeUserInformation, parseUserInformation } from './user-information.ts';

/**
 * 51 00 0004 00004000                          maximum length 16384
 * 52 00 0006 322e32352e31                      implementation class UID 2.25.1
 * 53 00 0004 0005 0001                         5 operations invoked, 1 performed
 * 54 00 000a 0006 312e322e3334 01 00           role selection for 1.2.34: SCU, not SCP
 * 55 00 0004 54455354                          implementation version name TEST
 * 56 00 000b 0006 312e322e3334 0201ff          extended negotiation for 1.2.34
 * 57 00 0018 0006 312e322e3334                 common extended negotiation for 1.2.34:
 *            0003 312e35                         service class 1.5
 *            0009 0003 312e36 0002 3137          related general SOP classes 1.6 and 17
 * 58 00 000c 02 01 0004 55534552 0002 5057     user identity: name USER and passcode PW, response asked for
 * 59 00 0003 0001 41                           user identity response A
 */
const everySubItem = fromHex(`
  51 00 0004 00004000
  52 00 0006 322e32352e31
  53 00 0004 0005 0001
  54 00 000a 0006 312e322e3334 01 00
  55 00 0004 54455354
  56 00 000b 0006 312e322e3334 0201ff
  57 00 0018 0006 312e322e3334 0003 312e35 0009 0003 312e36 0002 3137
  58 00 000c 02 01 0004 55534552 0002 5057
  59 00 0003 0001 41
`);

const everyField = {
  maxPduBytes: 16_384,
  implementationClassUid: '2.25.1',
  asynchronousOperations: { invoked: 5, performed: 1 },
  roleSelections: [{ sopClassUid: '1.2.34', scu: true, scp: false }],
  implementationVersionName: 'TEST',
  extendedNegotiations: [{ sopClassUid: '1.2.34', information: Uint8Array.of(2, 1, 255) }],
  commonExtendedNegotiations: [
    { sopClassUid: '1.2.34', serviceClassUid: '1.5', relatedGeneralSopClassUids: ['1.6', '17'] },
  ],
  userIdentity: {
    type: 2,
    positiveResponseRequested: true,
    primary: new TextEncoder().encode('USER'),
    secondary: new TextEncoder().encode('PW'),
  },
  userIdentityResponse: new TextEncoder().encode('A'),
};

test('reads every sub-item of PS3.7 §D.3.3', () => {
  expect(parseUserInformation(everySubItem)).toEqual(everyField);
});

test('writes every sub-item of PS3.7 §D.3.3', () => {
  expect(hex(encodeUserInformation(everyField))).toBe(hex(everySubItem));
});

test('passes over sub-items of types that are not assigned', () => {
  const user = parseUserInformation(fromHex('5a 00 0002 ffff 51 00 0004 00000000'));
  expect(user).toEqual({ maxPduBytes: 0 });
});

test('takes a missing maximum length for no limit', () => {
  expect(parseUserInformation(fromHex('55 00 0001 41')).maxPduBytes).toBe(0);
});

test('drops NULs and spaces that peers pad UIDs and names with', () => {
  const user = parseUserInformation(fromHex('52 00 0004 312e3200 55 00 0003 412020'));
  expect(user.implementationClassUid).toBe('1.2');
  expect(user.implementationVersionName).toBe('A');
});

test.each([
  ['a sub-item that runs beyond the item', '51 00 0008 00004000', 0x51],
  ['a maximum length of two bytes', '51 00 0002 4000', 0x51],
  ['a window of two bytes', '53 00 0002 0001', 0x53],
  ['a role selection without roles', '54 00 0008 0006 312e322e3334', 0x54],
  ['a UID length beyond the sub-item', '56 00 0004 00ff 3132', 0x56],
  ['a related class beyond its list', '57 00 000c 0001 31 0001 32 0004 0004 3331', 0x57],
  ['a user identity without its secondary field', '58 00 0006 01 00 0002 4142', 0x58],
  ['a header that is cut off', '51 00', 0x51],
])('refuses %s', (_, bytes, itemType) => {
  const parse = () => parseUserInformation(fromHex(bytes));
  expect(parse).toThrow(DimseError);
  expect(parse).toThrow(
    expect.objectContaining({ code: 'invalid-pdu', details: expect.objectContaining({ itemType }) }),
  );
});

test('refuses more sub-items than any peer needs', () => {
  const many = new Uint8Array(4 * 1025).fill(0);
  for (let at = 0; at < many.length; at += 4) many[at] = 0x5a;
  expect(() => parseUserInformation(many)).toThrow(expect.objectContaining({ code: 'invalid-pdu' }));
});
