/** A few workers that decode frames, the most wanted first. */

import type { DecodeAnswer, DecodeRequest } from './decode-worker.ts';
import type { FramePixels } from './frame-pixels.ts';

export type DecodeJob = Omit<DecodeRequest, 'id'>;

/** A frame that could not be decoded; the code is that of the decoder. */
export class DecodeError extends Error {
  override readonly name = 'DecodeError';
  readonly code: string;

  constructor(code: string) {
    super(`The frame could not be decoded (${code}).`);
    this.code = code;
  }
}

/** The part of `Worker` that is used. */
export type DecodeWorker = Pick<Worker, 'postMessage' | 'terminate' | 'addEventListener'>;

type Waiting = {
  readonly job: DecodeJob;
  readonly priority: number;
  readonly resolve: (pixels: FramePixels) => void;
  readonly reject: (error: unknown) => void;
};

export class DecoderPool {
  readonly #createWorker: () => DecodeWorker;
  readonly #size: number;
  readonly #idle: DecodeWorker[] = [];
  readonly #busy = new Map<DecodeWorker, Waiting>();
  #waiting: Waiting[] = [];
  #nextId = 0;

  constructor(createWorker: () => DecodeWorker, size: number) {
    this.#createWorker = createWorker;
    this.#size = size;
  }

  /** Decodes a frame; a lower `priority` goes first. @throws DecodeError */
  decode(job: DecodeJob, priority: number): Promise<FramePixels> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ job, priority, resolve, reject });
      this.#pump();
    });
  }

  close(): void {
    for (const worker of [...this.#idle, ...this.#busy.keys()]) worker.terminate();
    const given = [...this.#busy.values(), ...this.#waiting];
    this.#idle.length = 0;
    this.#busy.clear();
    this.#waiting = [];
    for (const { reject } of given) reject(new DecodeError('closed'));
  }

  #pump(): void {
    while (this.#waiting.length > 0) {
      const worker = this.#idle.pop() ?? this.#open();
      if (worker === undefined) return;
      const next = this.#waiting.reduce((best, candidate) => (candidate.priority < best.priority ? candidate : best));
      this.#waiting = this.#waiting.filter((candidate) => candidate !== next);
      this.#busy.set(worker, next);
      worker.postMessage({ ...next.job, id: this.#nextId } satisfies DecodeRequest);
      this.#nextId += 1;
    }
  }

  #open(): DecodeWorker | undefined {
    if (this.#busy.size >= this.#size) return undefined;
    const worker = this.#createWorker();
    worker.addEventListener('message', (event) => this.#end(worker, event.data as DecodeAnswer)); // Our own worker answers.
    worker.addEventListener('error', () => {
      worker.terminate();
      this.#end(worker, { id: -1, kind: 'failed', code: 'decoder-crashed' }, true);
    });
    return worker;
  }

  #end(worker: DecodeWorker, answer: DecodeAnswer, isGone = false): void {
    const waiting = this.#busy.get(worker);
    if (waiting === undefined) return;
    this.#busy.delete(worker);
    if (!isGone) this.#idle.push(worker);
    if (answer.kind === 'decoded') waiting.resolve(answer.pixels);
    else waiting.reject(new DecodeError(answer.code));
    this.#pump();
  }
}
