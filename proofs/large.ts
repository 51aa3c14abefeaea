/**
 * `make verify NAME=large`: one multi-frame object of 2 GB over C-STORE and one over STOW-RS, made as it is sent, and
 * both read back as they were received.
 *
 * Violations: the object is refused or comes back with other bytes, or the node was ever larger than 300 MB in memory.
 * PostgreSQL, which has processes of its own, does not count.
 */

import { createHash } from 'node:crypto';
import { buildDataSet } from '@isocenter/dicom/build';
import { encodeDataSet } from '@isocenter/dicom/encode';
import { encodeFileMeta } from '@isocenter/dicom/part10';
import { explicitVrLittleEndian } from '@isocenter/dicom/transfer-syntax';
import { openAssociation } from '@isocenter/dimse/client';
import { makeDataDir, runIsocenter, startIsocenterProcess } from '@isocenter/testkit/isocenter-process';
import { readResidentMemory } from '@isocenter/testkit/resident-memory';
import { parseProofArguments } from './arguments.ts';
import type { ProofResult } from './proofs.ts';

const multiFrameGrayscaleWordSecondaryCapture = '1.2.840.10008.5.1.4.1.1.7.3';
/** Frames of 1024 × 1024 pixels of 16 bits: 2 MiB each. */
const frameSide = 1024;
const frameBytes = frameSide * frameSide * 2;
const fullFrames = 1000;
const chunkBytes = 1 << 18;
/** Design §7. */
const maxResidentBytes = 300 * 1000 * 1000;

export type LargeResult = {
  readonly bytes: number;
  readonly violations: readonly string[];
  /** Resident at most from the node's start to the end of each step, MB of 10^6 bytes. */
  readonly peakMegabytes: {
    readonly ready: number;
    readonly cStore: number;
    readonly stow: number;
    readonly retrieved: number;
  };
  readonly megabytesPerSecond: { readonly cStore: number; readonly stow: number };
};

export async function proveLarge(args: readonly string[]): Promise<ProofResult> {
  const { seed } = parseProofArguments(args, 1);
  const { violations, ...figures } = await passLargeObjects({ frames: fullFrames, seed });
  for (const violation of violations) process.stderr.write(`${violation}\n`);
  return { seed, runs: 1, violations: violations.length, ...figures };
}

/** Sends one object each way through a node of its own. */
export async function passLargeObjects(options: {
  readonly frames: number;
  readonly seed: number;
}): Promise<LargeResult> {
  const { path: dataDir, remove } = makeDataDir();
  const node = await startIsocenterProcess({ dataDir });
  try {
    const target = {
      dicomPort: node.dicomPort,
      aet: node.ready.aet,
      httpUrl: node.ready.http,
      token: runIsocenter({ dataDir }, ['user', 'token', '--role', 'admin']).trim(),
    };
    const peak = () => Math.round(readResidentMemory(node.ready.pid).peakBytes / 1e6);
    const ready = peak();
    const sent = new LargeObject(options.frames, options.seed);
    const cStore = await measured(sent, () => sendOverDimse(target, sent));
    const afterCStore = peak();
    const stowed = new LargeObject(options.frames, options.seed + 1);
    const stow = await measured(stowed, () => sendOverStow(target, stowed));
    const afterStow = peak();
    const violations = [...cStore.violations, ...stow.violations];
    for (const object of [sent, stowed]) {
      if ((await retrievedDigest(target, object)) !== object.digest()) violations.push('other bytes came back');
    }
    const retrieved = peak();
    if (retrieved * 1e6 > maxResidentBytes) violations.push(`${retrieved} MB were resident`);
    return {
      bytes: sent.lengthBytes,
      violations,
      peakMegabytes: { ready, cStore: afterCStore, stow: afterStow, retrieved },
      megabytesPerSecond: { cStore: cStore.megabytesPerSecond, stow: stow.megabytesPerSecond },
    };
  } finally {
    await node.stop();
    remove();
  }
}

/** An object that exists only while it is sent. */
class LargeObject {
  readonly sopInstanceUid: string;
  readonly studyInstanceUid: string;
  readonly seriesInstanceUid: string;
  readonly lengthBytes: number;
  readonly #header: Uint8Array;
  readonly #pixelBytes: number;
  readonly #seed: number;
  #sha256: string | undefined;

  constructor(frames: number, seed: number) {
    const uid = (level: number) => `2.25.${seed}${level}`;
    this.studyInstanceUid = uid(1);
    this.seriesInstanceUid = uid(2);
    this.sopInstanceUid = uid(3);
    this.#seed = seed;
    this.#pixelBytes = frames * frameBytes;
    this.#header = this.#encodeHeader(frames);
    this.lengthBytes = this.#header.length + this.#pixelBytes;
  }

  get sopClassUid(): string {
    return multiFrameGrayscaleWordSecondaryCapture;
  }

  /** Yields the data set; each chunk is a buffer of its own, for whoever sends it holds it until it has left. */
  async *dataSet(): AsyncGenerator<Uint8Array, void> {
    const hash = createHash('sha256');
    const pass = (chunk: Uint8Array) => {
      hash.update(chunk);
      return chunk;
    };
    yield pass(this.#header);
    for (let at = 0; at < this.#pixelBytes; at += chunkBytes) {
      yield pass(Buffer.alloc(Math.min(chunkBytes, this.#pixelBytes - at), `${this.#seed} ${at} `));
    }
    this.#sha256 = hash.digest('hex');
  }

  /** SHA-256 of what was sent; undefined until all of it was. */
  digest(): string | undefined {
    return this.#sha256;
  }

  #encodeHeader(frames: number): Uint8Array {
    const dataSet = buildDataSet({
      SOPClassUID: this.sopClassUid,
      SOPInstanceUID: this.sopInstanceUid,
      StudyDate: '20260102',
      Modality: 'OT',
      PatientName: 'TEST^LARGE',
      PatientID: `TEST-${this.#seed}`,
      StudyInstanceUID: this.studyInstanceUid,
      SeriesInstanceUID: this.seriesInstanceUid,
      InstanceNumber: 1,
      SamplesPerPixel: 1,
      PhotometricInterpretation: 'MONOCHROME2',
      NumberOfFrames: frames,
      Rows: frameSide,
      Columns: frameSide,
      BitsAllocated: 16,
      BitsStored: 16,
      HighBit: 15,
      PixelRepresentation: 0,
    });
    // (7FE0,0010) OW with a length of 32 bits, PS3.5 Table 7.1-1
    const pixelData = Buffer.from([0xe0, 0x7f, 0x10, 0x00, 0x4f, 0x57, 0, 0, 0, 0, 0, 0]);
    pixelData.writeUInt32LE(this.#pixelBytes, 8);
    return Buffer.concat([encodeDataSet(dataSet, explicitVrLittleEndian), pixelData]);
  }
}

type Target = { readonly dicomPort: number; readonly aet: string; readonly httpUrl: string; readonly token: string };

async function measured(object: LargeObject, send: () => Promise<readonly string[]>) {
  const started = performance.now();
  const violations = await send();
  const seconds = (performance.now() - started) / 1000;
  return { violations, megabytesPerSecond: Math.round(object.lengthBytes / 1e6 / seconds) };
}

async function sendOverDimse({ dicomPort, aet }: Target, object: LargeObject): Promise<readonly string[]> {
  const { sopClassUid, sopInstanceUid } = object;
  const transferSyntaxUid = explicitVrLittleEndian.uid;
  const association = await openAssociation({
    host: '127.0.0.1',
    port: dicomPort,
    calledAet: aet,
    callingAet: 'LARGE',
    contexts: [{ abstractSyntax: sopClassUid, transferSyntaxes: [transferSyntaxUid] }],
  });
  const { status } = await association.store({
    sopClassUid,
    sopInstanceUid,
    transferSyntaxUid,
    dataSet: object.dataSet(),
  });
  await association.release();
  return status === 0 ? [] : [`C-STORE was answered ${status.toString(16)}`];
}

async function sendOverStow({ httpUrl, token }: Target, object: LargeObject): Promise<readonly string[]> {
  const { sopClassUid, sopInstanceUid } = object;
  async function* body() {
    yield Buffer.from('--large\r\nContent-Type: application/dicom\r\n\r\n');
    yield encodeFileMeta({ sopClassUid, sopInstanceUid, transferSyntaxUid: explicitVrLittleEndian.uid });
    yield* object.dataSet();
    yield Buffer.from('\r\n--large--\r\n');
  }
  const response = await fetch(`${httpUrl}/dicom-web/studies`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'multipart/related; type="application/dicom"; boundary=large',
    },
    body: ReadableStream.from(body()),
    duplex: 'half', // a member that fetch demands of bodies that are streams
  } as RequestInit);
  await response.arrayBuffer();
  return response.status === 200 ? [] : [`STOW-RS was answered ${response.status}`];
}

/** Reads an object as it was received and returns the SHA-256 of its data set. */
async function retrievedDigest({ httpUrl, token }: Target, object: LargeObject): Promise<string | undefined> {
  const { studyInstanceUid, seriesInstanceUid, sopInstanceUid } = object;
  const path = `studies/${studyInstanceUid}/series/${seriesInstanceUid}/instances/${sopInstanceUid}`;
  const response = await fetch(`${httpUrl}/dicom-web/${path}`, {
    headers: { authorization: `Bearer ${token}`, accept: 'application/dicom; transfer-syntax=*' },
  });
  if (!response.ok || response.body === null) return undefined;
  const hash = createHash('sha256');
  let meta: Buffer | undefined = Buffer.alloc(0);
  for await (const chunk of response.body) {
    if (meta === undefined) {
      hash.update(chunk);
      continue;
    }
    meta = Buffer.concat([meta, chunk]);
    // (0002,0000) stands at byte 132 and says how much file meta information follows it, PS3.10 Table 7.1-1.
    const end = meta.length < 144 ? Number.POSITIVE_INFINITY : 144 + meta.readUInt32LE(140);
    if (meta.length < end) continue;
    hash.update(meta.subarray(end));
    meta = undefined;
  }
  return hash.digest('hex');
}
