/**
 * A C-STORE sender whose cost is next to nothing: every PDU is encoded before the clock starts, so that the receiver
 * is what is measured. One process, any number of associations, one operation outstanding on each.
 *
 * usage: node sender.ts PORT AE-TITLE FOLDER ASSOCIATIONS [--acknowledged FILE]
 * Prints one JSON object: seconds from the first association request to the last release, rates, latencies.
 * With `--acknowledged`, the SOP Instance UID of each instance answered with success is appended to FILE at once.
 */

import { appendFileSync, readdirSync, readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const callingAet = 'BENCH';
const maxPduBytes = 1 << 20;
const success = 0x0000;

type Message = { readonly sopInstanceUid: string; readonly lengthBytes: number; readonly pdus: Buffer };
type File = {
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  readonly transferSyntaxUid: string;
  readonly dataSet: Buffer;
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { acknowledged: { type: 'string' }, seconds: { type: 'string' } },
});
const [port, calledAet, folder, associations] = positionals;
if (port === undefined || calledAet === undefined || folder === undefined || associations === undefined) {
  console.error('usage: node sender.ts PORT AE-TITLE FOLDER ASSOCIATIONS [--acknowledged FILE]');
  process.exit(2);
}
process.stdout.write(`${JSON.stringify(await send(Number(port), calledAet, folder, Number(associations)))}\n`);

async function send(port: number, calledAet: string, folder: string, associations: number) {
  const files = readdirSync(folder)
    .sort()
    .map((name) => readPart10(readFileSync(join(folder, name))));
  const shares = Array.from({ length: associations }, (_, share) =>
    files.filter((_file, index) => index % associations === share),
  );
  const maxSend = await negotiatedPdu(port, calledAet, files);
  const messages = shares.map((share) => share.map((file, index) => encodeMessage(file, files, index + 1, maxSend)));
  const latenciesMs: number[] = [];
  let failed = 0;
  const started = performance.now();
  await Promise.all(
    messages.map(async (share) => {
      const association = await associate(port, calledAet, files);
      for (const message of share) {
        const sent = performance.now();
        const status = await association.exchange(message.pdus);
        latenciesMs.push(performance.now() - sent);
        if (status !== success && (status & 0xf000) !== 0xb000) failed += 1;
        else if (values.acknowledged !== undefined) appendFileSync(values.acknowledged, `${message.sopInstanceUid}\n`);
      }
      await association.release();
    }),
  );
  const seconds = (performance.now() - started) / 1000;
  const bytes = files.reduce((sum, file) => sum + file.dataSet.length, 0);
  latenciesMs.sort((left, right) => left - right);
  const quantile = (part: number) =>
    latenciesMs[Math.min(latenciesMs.length - 1, Math.floor(part * latenciesMs.length))];
  return {
    instances: files.length,
    failed,
    seconds: Number(seconds.toFixed(4)),
    megabytesPerSecond: Number((bytes / 1e6 / seconds).toFixed(1)),
    instancesPerSecond: Number((files.length / seconds).toFixed(1)),
    p50Ms: Number(quantile(0.5)?.toFixed(3)),
    p95Ms: Number(quantile(0.95)?.toFixed(3)),
    clientCpuSeconds: Number((process.cpuUsage().user / 1e6 + process.cpuUsage().system / 1e6).toFixed(2)),
  };
}

/** Splits a Part 10 file; the file meta is Explicit VR Little Endian, PS3.10 §7.1. */
function readPart10(bytes: Buffer): File {
  const end = 144 + bytes.readUInt32LE(140);
  const meta = new Map<number, string>();
  for (let at = 144; at < end; ) {
    const long = ['OB', 'OW', 'UN', 'SQ', 'UT'].includes(bytes.toString('latin1', at + 4, at + 6));
    const header = long ? 12 : 8;
    const length = long ? bytes.readUInt32LE(at + 8) : bytes.readUInt16LE(at + 6);
    const text = bytes.toString('latin1', at + header, at + header + length).replace(/[\0 ]+$/, '');
    meta.set(bytes.readUInt16LE(at + 2), text);
    at += header + length;
  }
  return {
    sopClassUid: meta.get(0x0002) ?? '',
    sopInstanceUid: meta.get(0x0003) ?? '',
    transferSyntaxUid: meta.get(0x0010) ?? '',
    dataSet: bytes.subarray(end),
  };
}

function contextsOf(files: readonly File[]): readonly { sopClassUid: string; transferSyntaxUid: string }[] {
  const seen = new Map(files.map((file) => [`${file.sopClassUid} ${file.transferSyntaxUid}`, file]));
  return [...seen.values()];
}

function contextId(file: File, files: readonly File[]): number {
  const index = contextsOf(files).findIndex(
    (context) => context.sopClassUid === file.sopClassUid && context.transferSyntaxUid === file.transferSyntaxUid,
  );
  return index * 2 + 1;
}

async function negotiatedPdu(port: number, calledAet: string, files: readonly File[]): Promise<number> {
  const association = await associate(port, calledAet, files);
  await association.release();
  return association.maxSendBytes;
}

async function associate(port: number, calledAet: string, files: readonly File[]) {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  const pdus = readPdus(socket);
  await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject));
  socket.write(encodeAssociateRequest(calledAet, files));
  const answer = await pdus.next();
  if (answer[0] !== 2) throw new Error(`association not accepted: PDU type ${answer[0]}`);
  const maxSendBytes = maxLengthOf(answer);
  return {
    maxSendBytes,
    async exchange(message: Buffer): Promise<number> {
      socket.write(message);
      return statusOf(await pdus.next());
    },
    async release() {
      socket.write(Buffer.from([5, 0, 0, 0, 0, 4, 0, 0, 0, 0]));
      await pdus.next();
      socket.end();
    },
  };
}

/** Whole PDUs, PS3.8 §9.3.1: type, reserved, length of the rest. Answers here are small. */
function readPdus(socket: Socket) {
  let held: Buffer = Buffer.alloc(0);
  const waiting: { resolve(pdu: Buffer): void; reject(error: Error): void }[] = [];
  const ready: Buffer[] = [];
  let broken: Error | undefined;
  const fail = (error: Error) => {
    broken = error;
    for (const { reject } of waiting.splice(0)) reject(error);
  };
  socket.on('data', (chunk) => {
    held = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
    while (held.length >= 6 && held.length >= 6 + held.readUInt32BE(2)) {
      const length = 6 + held.readUInt32BE(2);
      const pdu = held.subarray(0, length);
      held = held.subarray(length);
      const waiter = waiting.shift();
      if (waiter === undefined) ready.push(pdu);
      else waiter.resolve(pdu);
    }
  });
  socket.on('error', fail);
  socket.on('close', () => fail(new Error('connection closed')));
  return {
    next: () =>
      new Promise<Buffer>((resolve, reject) => {
        const pdu = ready.shift();
        if (pdu !== undefined) resolve(pdu);
        else if (broken !== undefined) reject(broken);
        else waiting.push({ resolve, reject });
      }),
  };
}

function item(type: number, body: Buffer): Buffer {
  const header = Buffer.from([type, 0, 0, 0]);
  header.writeUInt16BE(body.length, 2);
  return Buffer.concat([header, body]);
}

function encodeAssociateRequest(calledAet: string, files: readonly File[]): Buffer {
  const contexts = contextsOf(files).map((context, index) =>
    item(
      0x20,
      Buffer.concat([
        Buffer.from([index * 2 + 1, 0, 0, 0]),
        item(0x30, Buffer.from(context.sopClassUid)),
        item(0x40, Buffer.from(context.transferSyntaxUid)),
      ]),
    ),
  );
  const maxLength = Buffer.alloc(4);
  maxLength.writeUInt32BE(maxPduBytes);
  const user = item(
    0x50,
    Buffer.concat([item(0x51, maxLength), item(0x52, Buffer.from('2.25.1')), item(0x55, Buffer.from('BENCH'))]),
  );
  const fixed = Buffer.alloc(68);
  fixed.writeUInt16BE(1, 0);
  fixed.write(calledAet.padEnd(16), 4, 'latin1');
  fixed.write(callingAet.padEnd(16), 20, 'latin1');
  const body = Buffer.concat([fixed, item(0x10, Buffer.from('1.2.840.10008.3.1.1.1')), ...contexts, user]);
  const header = Buffer.from([1, 0, 0, 0, 0, 0]);
  header.writeUInt32BE(body.length, 2);
  return Buffer.concat([header, body]);
}

/** Maximum length the peer receives, PS3.8 Table D.1-1; 0 means any. */
function maxLengthOf(accept: Buffer): number {
  for (let at = 74; at + 4 <= accept.length; at += 4 + accept.readUInt16BE(at + 2)) {
    if (accept[at] !== 0x50) continue;
    for (let sub = at + 4; sub + 8 <= accept.length; sub += 4 + accept.readUInt16BE(sub + 2)) {
      if (accept[sub] !== 0x51) continue;
      const length = accept.readUInt32BE(sub + 4);
      return length === 0 || length > maxPduBytes ? maxPduBytes : length;
    }
  }
  return 16_384;
}

function encodeMessage(file: File, files: readonly File[], messageId: number, maxSend: number): Message {
  const context = contextId(file, files);
  const command = encodeCommand(file, messageId);
  const parts = [pdvHeader(context, 3, command.length), command];
  const step = maxSend - 6;
  for (let at = 0; at < file.dataSet.length; at += step) {
    const end = Math.min(at + step, file.dataSet.length);
    parts.push(pdvHeader(context, end === file.dataSet.length ? 2 : 0, end - at), file.dataSet.subarray(at, end));
  }
  return { sopInstanceUid: file.sopInstanceUid, lengthBytes: file.dataSet.length, pdus: Buffer.concat(parts) };
}

function pdvHeader(context: number, control: number, length: number): Buffer {
  const header = Buffer.alloc(12);
  header[0] = 4;
  header.writeUInt32BE(length + 6, 2);
  header.writeUInt32BE(length + 2, 6);
  header[10] = context;
  header[11] = control;
  return header;
}

/** C-STORE-RQ, PS3.7 §9.3.1.1, Implicit VR Little Endian. */
function encodeCommand(file: File, messageId: number): Buffer {
  const text = (value: string) => Buffer.from(value.length % 2 === 0 ? value : `${value}\0`);
  const short = (value: number) => Buffer.from([value & 0xff, value >> 8]);
  const body = Buffer.concat([
    element(0x0002, text(file.sopClassUid)),
    element(0x0100, short(0x0001)),
    element(0x0110, short(messageId & 0xffff)),
    element(0x0700, short(0)),
    element(0x0800, short(0x0001)),
    element(0x1000, text(file.sopInstanceUid)),
  ]);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(body.length);
  return Buffer.concat([element(0x0000, length), body]);
}

function element(number: number, value: Buffer): Buffer {
  const header = Buffer.alloc(8);
  header.writeUInt16LE(number, 2);
  header.writeUInt32LE(value.length, 4);
  return Buffer.concat([header, value]);
}

/** Status (0000,0900) of a C-STORE-RSP in one PDV. */
function statusOf(pdu: Buffer): number {
  if (pdu[0] !== 4) throw new Error(`unexpected PDU type ${pdu[0]}`);
  for (let at = 12; at + 8 <= pdu.length; at += 8 + pdu.readUInt32LE(at + 4)) {
    if (pdu.readUInt16LE(at + 2) === 0x0900) return pdu.readUInt16LE(at + 8);
  }
  throw new Error('a response without status');
}
