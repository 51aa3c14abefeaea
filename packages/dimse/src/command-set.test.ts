import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromHex, hex } from '../test/messages.ts';
import { CommandAssembler } from './command-assembler.ts';
import { type CommandSet, commandField, encodeCommandSet, maxCommandSetBytes, parseCommandSet } from './command-set.ts';

const ascii = (text: string) => Buffer.from(text, 'latin1').toString('hex');

/**
 * PS3.7 Table 9.3-1, C-STORE-RQ as a sub-operation of C-MOVE, implicit VR little endian:
 * 0000,0000 UL 4   group length 92
 * 0000,0002 UI 6   affected SOP class 1.2.3, padded with NUL
 * 0000,0100 US 2   command field 0001H
 * 0000,0110 US 2   message ID 7
 * 0000,0700 US 2   priority 2 (low)
 * 0000,0800 US 2   command data set type 0000H: a data set follows
 * 0000,1000 UI 6   affected SOP instance 1.2.34
 * 0000,1030 AE 6   move originator ORIGIN
 * 0000,1031 US 2   move originator message ID 3
 */
const storeBytes = fromHex(`
  0000 0000 04000000 5c000000
  0000 0200 06000000 ${ascii('1.2.3')}00
  0000 0001 02000000 0100
  0000 1001 02000000 0700
  0000 0007 02000000 0200
  0000 0008 02000000 0000
  0000 0010 06000000 ${ascii('1.2.34')}
  0000 3010 06000000 ${ascii('ORIGIN')}
  0000 3110 02000000 0300
`);

const store: CommandSet = {
  affectedSopClassUid: '1.2.3',
  commandField: commandField.cStoreRq,
  messageId: 7,
  priority: 2,
  dataSetType: 0,
  affectedSopInstanceUid: '1.2.34',
  moveOriginatorAet: 'ORIGIN',
  moveOriginatorMessageId: 3,
};

/**
 * PS3.7 Table 9.3-2, C-STORE-RSP: status A900H with offending element (0010,0020) and error comment `odd`.
 */
const responseBytes = fromHex(`
  0000 0000 04000000 40000000
  0000 0001 02000000 0180
  0000 2001 02000000 0700
  0000 0008 02000000 0101
  0000 0009 02000000 00a9
  0000 0109 04000000 1000 2000
  0000 0209 04000000 ${ascii('odd ')}
`);

const response: CommandSet = {
  commandField: commandField.cStoreRsp,
  messageIdRespondedTo: 7,
  dataSetType: 0x0101,
  status: 0xa900,
  offendingElements: [0x0010_0020],
  errorComment: 'odd',
};

test.each([
  ['C-STORE-RQ', storeBytes, store],
  ['C-STORE-RSP', responseBytes, response],
])('reads and writes %s element by element', (_, bytes, set) => {
  expect(parseCommandSet(bytes)).toEqual(set);
  expect(hex(encodeCommandSet(set))).toBe(hex(bytes));
});

test('passes over elements that were retired, and a wrong group length', () => {
  const bytes = fromHex(`
    0000 0000 04000000 ffffffff
    0000 0100 04000000 00000000
    0000 0001 02000000 3000
    0000 0008 02000000 0101
  `);
  expect(parseCommandSet(bytes)).toEqual({ commandField: commandField.cEchoRq, dataSetType: 0x0101 });
});

const minimal = '0000 0001 02000000 3000 0000 0008 02000000 0101';

test.each([
  ['nothing', ''],
  ['a missing command field', '0000 0008 02000000 0101'],
  ['a missing data set type', '0000 0001 02000000 3000'],
  ['an element header that is cut off', `${minimal} 0000 1001 02`],
  ['a value that is cut off', `${minimal} 0000 1001 02000000 07`],
  ['a length of 4 GiB', `${minimal} 0000 1001 ffffffff 0700`],
  ['an element of another group', `${minimal} 0800 1600 02000000 3100`],
  ['a number of four bytes', `${minimal} 0000 1001 04000000 07000000`],
  ['a tag of two bytes', `${minimal} 0000 0109 02000000 1000`],
  ['an element that comes twice', `${minimal} 0000 0001 02000000 3000`],
])('refuses %s', (_, bytes) => {
  expect(() => parseCommandSet(fromHex(bytes))).toThrow(expect.objectContaining({ code: 'invalid-command-set' }));
});

test('puts fragments together wherever they are cut', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(storeBytes.length), { maxLength: 6 }), (cuts) => {
      const assembler = new CommandAssembler();
      const edges = [0, ...cuts.sort((a, b) => a - b), storeBytes.length];
      const parsed = edges.slice(1).map((end, index) => {
        return assembler.push(storeBytes.subarray(edges[index], end), index === edges.length - 2);
      });
      expect(parsed.at(-1)).toEqual(store);
      expect(parsed.slice(0, -1).every((set) => set === undefined)).toBe(true);
    }),
    { seed: 3, numRuns: 200 },
  );
});

test('gives up a command set that never ends', () => {
  const assembler = new CommandAssembler();
  const endless = () => {
    for (let sent = 0; sent <= maxCommandSetBytes; sent += 1000) assembler.push(new Uint8Array(1000), false);
  };
  expect(endless).toThrow(expect.objectContaining({ code: 'invalid-command-set' }));
});

test('is ready for the next command set after a whole one', () => {
  const assembler = new CommandAssembler();
  assembler.push(storeBytes.subarray(0, 20), false);
  expect(assembler.push(storeBytes.subarray(20), true)).toEqual(store);
  expect(assembler.push(responseBytes, true)).toEqual(response);
});
