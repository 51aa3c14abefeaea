/** A server that accepts everything and writes down what its sinks are asked to do. */

import { createHash } from 'node:crypto';
import { acceptAll } from '../src/accept-all.ts';
import { type DimseServer, type DimseServerOptions, listenDimse } from '../src/server.ts';
import type { StoreOutcome, StoreRequest, StoreSink } from '../src/verbs.ts';

export type Stored = {
  readonly request: StoreRequest;
  readonly calls: { writes: number; ends: number; aborts: number };
  /** SHA-256 of the bytes so far. */
  readonly sha256: () => string;
  lengthBytes: number;
};

export type RecordingServer = {
  readonly server: DimseServer;
  readonly stored: Stored[];
  waitFor(met: () => boolean): Promise<void>;
};

export type RecordingOptions = Partial<DimseServerOptions<undefined>> & {
  /** Awaited in each write; default none. */
  readonly onWrite?: (stored: Stored) => Promise<void> | undefined;
  readonly onEnd?: (stored: Stored) => Promise<StoreOutcome>;
};

export async function startRecordingServer(options: RecordingOptions = {}): Promise<RecordingServer> {
  const { onWrite, onEnd, ...rest } = options;
  const stored: Stored[] = [];
  let changed = Promise.withResolvers<void>();
  const notify = (): void => {
    changed.resolve();
    changed = Promise.withResolvers<void>();
  };
  const store = (request: StoreRequest): StoreSink => {
    const hash = createHash('sha256');
    const entry: Stored = {
      request,
      calls: { writes: 0, ends: 0, aborts: 0 },
      sha256: () => hash.copy().digest('hex'),
      lengthBytes: 0,
    };
    stored.push(entry);
    notify();
    return {
      write: (chunk) => {
        entry.calls.writes += 1;
        entry.lengthBytes += chunk.length;
        hash.update(chunk);
        notify();
        return onWrite?.(entry);
      },
      end: async () => {
        entry.calls.ends += 1;
        notify();
        return (await onEnd?.(entry)) ?? { status: 0 };
      },
      abort: async () => {
        entry.calls.aborts += 1;
        notify();
      },
    };
  };
  const server = await listenDimse<undefined>({
    host: '127.0.0.1',
    port: 0,
    accept: acceptAll,
    verbs: { echo: () => 0, store },
    ...rest,
  });
  return {
    server,
    stored,
    waitFor: async (met) => {
      while (!met()) await changed.promise;
    },
  };
}
