import { heldBytes } from '@isocenter/testkit/held-bytes';
import { expect, test } from 'vitest';
import { associateRequestBytes, fromHex, hex, pData } from '../test/messages.ts';
import { concatBytes } from './items.ts';
import { PduReader } from './pdu-reader.ts';

const maxPduBytes = 16_384;

/** Writes down what the reader hands over; fragments of one PDV are joined. */
function recorder() {
  const log: string[] = [];
  let pdv = '';
  let mayGoOn = true;
  const reader = new PduReader(
    {
      controlPdu: (type, body) => log.push(`control ${type} ${body.length}`),
      dataPdu: () => log.push('data'),
      fragment: (contextId, control, bytes, isEndOfPdv) => {
        pdv += hex(bytes);
        if (isEndOfPdv) {
          log.push(`pdv ${contextId} ${control} ${pdv}`);
          pdv = '';
        }
        return mayGoOn;
      },
      invalidPdu: (reason) => log.push(`invalid ${reason}`),
    },
    maxPduBytes,
  );
  return {
    reader,
    log,
    wait: () => {
      mayGoOn = false;
    },
    goOn: () => {
      mayGoOn = true;
      reader.resume();
    },
  };
}

/**
 * A-ASSOCIATE-RQ, then 04 00 0000000f with two PDVs, 00000003 01 03 aa and 00000004 01 00 bbcc, then a PDV of its own
 * PDU, 00000002 03 02 without bytes, then A-RELEASE-RQ.
 */
const conversation = concatBytes([
  associateRequestBytes(),
  fromHex('04 00 0000000f 00000003 01 03 aa 00000004 01 00 bbcc'),
  fromHex('04 00 00000006 00000002 03 02'),
  fromHex('05 00 00000004 00000000'),
]);

const heard = [
  `control 1 ${associateRequestBytes().length - 6}`,
  'data',
  'pdv 1 3 aa',
  'pdv 1 0 bbcc',
  'data',
  'pdv 3 2 ',
  'control 5 4',
];

test('hands over the same PDUs wherever the bytes are cut', () => {
  for (let step = 1; step <= conversation.length; step += 1) {
    const { reader, log } = recorder();
    for (let at = 0; at < conversation.length; at += step) reader.push(conversation.slice(at, at + step));
    expect(log).toEqual(heard);
  }
});

test('hands fragments over as parts of the received chunk, without a copy', () => {
  const chunk = pData(1, 2, new Uint8Array(100));
  const buffers = new Set<ArrayBufferLike>();
  const reader = new PduReader(
    {
      controlPdu: () => undefined,
      dataPdu: () => undefined,
      fragment: (_contextId, _control, bytes) => {
        buffers.add(bytes.buffer);
        return true;
      },
      invalidPdu: () => undefined,
    },
    maxPduBytes,
  );
  reader.push(chunk);
  expect([...buffers]).toEqual([chunk.buffer]);
});

test('hands nothing over while the receiver waits, and goes on where it stopped', () => {
  const { reader, log, wait, goOn } = recorder();
  wait();
  reader.push(concatBytes([pData(1, 0, Uint8Array.of(1)), pData(1, 0, Uint8Array.of(2))]));
  reader.push(pData(1, 2, Uint8Array.of(3)));
  expect(reader.isWaiting).toBe(true);
  expect(log).toEqual(['data', 'pdv 1 0 01']);
  goOn();
  expect(reader.isWaiting).toBe(false);
  expect(log).toEqual(['data', 'pdv 1 0 01', 'data', 'pdv 1 0 02', 'data', 'pdv 1 2 03']);
});

test.each([
  ['a PDU type that is not assigned', '08 00 00000004 00000000', 1],
  ['PDU type 0', '00 00 00000004', 1],
  ['a P-DATA-TF longer than announced', '04 00 00004001', 6],
  ['a P-DATA-TF too short for a PDV', '04 00 00000005', 6],
  ['a P-DATA-TF of 4 GiB', '04 00 ffffffff', 6],
  ['an A-ASSOCIATE-RQ of 4 GiB', '01 00 ffffffff', 6],
  ['an A-RELEASE-RQ of five bytes', '05 00 00000005', 6],
  ['an A-ABORT without fields', '07 00 00000000', 6],
  ['a PDV that exceeds its PDU', '04 00 00000008 00000005 01 03', 6],
  ['a PDV too short for its header', '04 00 00000008 00000001 01 03', 6],
  ['bytes after the last PDV', '04 00 0000000a 00000002 01 03 00000002', 6],
])('finds %s invalid and hears nothing afterwards', (_, bytes, reason) => {
  const { reader, log } = recorder();
  reader.push(fromHex(bytes));
  reader.push(conversation);
  expect(log.filter((line) => line !== 'data' && !line.startsWith('pdv'))).toEqual([`invalid ${reason}`]);
});

test('takes memory for what arrived of an A-ASSOCIATE-RQ, not for what it claims', () => {
  const before = heldBytes();
  const readers = Array.from({ length: 500 }, () => {
    const { reader } = recorder();
    reader.push(fromHex('01 00 00040000 00010000'));
    return reader;
  });
  expect(heldBytes() - before).toBeLessThan(1_000_000);
  expect(readers.length).toBe(500);
});
