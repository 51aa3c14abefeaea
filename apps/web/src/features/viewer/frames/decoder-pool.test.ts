import { expect, test } from 'vitest';
import type { DecodeAnswer, DecodeRequest } from './decode-worker.ts';
import { DecodeError, type DecodeJob, DecoderPool, type DecodeWorker } from './decoder-pool.ts';
import type { FramePixels } from './frame-pixels.ts';

/** A worker that answers when the test says so. */
class ScriptedWorker extends EventTarget {
  readonly requests: DecodeRequest[] = [];
  terminated = false;

  postMessage(request: DecodeRequest) {
    this.requests.push(request);
  }

  terminate() {
    this.terminated = true;
  }

  answer(answer: DecodeAnswer) {
    this.dispatchEvent(Object.assign(new Event('message'), { data: answer }));
  }
}

const pixels: FramePixels = { kind: 'colour', rows: 1, columns: 1, samples: new Uint8Array(3) };
const decoded: DecodeAnswer = { id: 0, kind: 'decoded', pixels };

function job(transferSyntaxUid: string): DecodeJob {
  // The pool hands jobs on without looking into them.
  return { transferSyntaxUid, bytes: new Uint8Array(), description: {}, display: {} } as unknown as DecodeJob;
}

function open(size: number) {
  const workers: ScriptedWorker[] = [];
  const pool = new DecoderPool(() => {
    const worker = new ScriptedWorker();
    workers.push(worker);
    return worker as unknown as DecodeWorker; // It has all that the pool uses.
  }, size);
  return { pool, workers };
}

test('the most wanted frame is decoded first, and workers are reused', async () => {
  const { pool, workers } = open(1);
  const first = pool.decode(job('a'), 5);
  const later = pool.decode(job('b'), 9);
  const urgent = pool.decode(job('c'), 0);
  for (let turn = 0; turn < 3; turn += 1) workers[0]?.answer(decoded);
  await Promise.all([first, later, urgent]);
  expect(workers).toHaveLength(1);
  expect(workers[0]?.requests.map((request) => request.transferSyntaxUid)).toEqual(['a', 'c', 'b']);
});

test('what cannot be decoded says why', async () => {
  const { pool, workers } = open(1);
  const frame = pool.decode(job('a'), 0);
  workers[0]?.answer({ id: 0, kind: 'failed', code: 'codec-missing' });
  await expect(frame).rejects.toMatchObject({ code: 'codec-missing' });
});

test('a worker that crashes is replaced', async () => {
  const { pool, workers } = open(1);
  const lost = pool.decode(job('a'), 0);
  const next = pool.decode(job('b'), 0);
  workers[0]?.dispatchEvent(new Event('error'));
  await expect(lost).rejects.toBeInstanceOf(DecodeError);
  workers[1]?.answer(decoded);
  await expect(next).resolves.toBe(pixels);
  expect(workers[0]?.terminated).toBe(true);
});

test('closing the pool gives every frame up', async () => {
  const { pool, workers } = open(1);
  const frames = [pool.decode(job('a'), 0), pool.decode(job('b'), 0)];
  pool.close();
  for (const frame of frames) await expect(frame).rejects.toMatchObject({ code: 'closed' });
  expect(workers[0]?.terminated).toBe(true);
});
