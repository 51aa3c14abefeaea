/**
 * Listens for associations: the acceptor's side of PS3.8 §7.1, and the life of the connections.
 *
 * Which callers and SOP Classes are taken is the `accept` callback's decision, what happens to objects that of the
 * verbs (`verbs.ts`). Limits keep a flood or a slow peer from holding more than its share: see `SEMANTICS.md`.
 */

import { createServer, type Server, type Socket } from 'node:net';
import { AcceptedConnection, type AcceptorOptions } from './accepted-connection.ts';
import { type Clock, systemClock } from './clock.ts';
import { defaults } from './defaults.ts';
import { DimseError } from './errors.ts';
import { silentLogger } from './logger.ts';

export type DimseServerOptions<Context> = AcceptorOptions<Context> & {
  /** Address to listen on, such as `127.0.0.1`. */
  readonly host: string;
  /** 0 for any free port. */
  readonly port: number;
  /** More are rejected with `localLimitExceeded`; default 300. */
  readonly maxAssociations?: number;
};

export type DimseServer = {
  readonly port: number;
  /** Number of established associations. */
  associations(): number;
  /**
   * Stops listening. Associations between operations are aborted at once, others when their operation is answered or
   * the grace is over. Resolves when every connection is closed and every sink has settled.
   */
  close(graceMs: number): Promise<void>;
};

/** Connections that have not sent their request yet, beyond the associations there may be. */
const extraConnections = 64;
const minMaxPduBytes = 4096;

const dropLogIntervalMs = 1000;

/** @throws DimseError `connection-failed` where the address cannot be listened on. */
export async function listenDimse<Context>(options: DimseServerOptions<Context>): Promise<DimseServer> {
  const { maxPduBytes = defaults.maxPduBytes } = options;
  if (maxPduBytes < minMaxPduBytes) {
    throw new DimseError('invalid-argument', 'the longest PDU is too short', {
      lengthBytes: maxPduBytes,
      limitBytes: minMaxPduBytes,
    });
  }
  const listener = new Listener(options);
  await listener.listen();
  return listener;
}

class Listener<Context> implements DimseServer {
  readonly #options: DimseServerOptions<Context>;
  readonly #clock: Clock;
  readonly #server: Server;
  readonly #connections = new Set<AcceptedConnection<Context>>();
  readonly #maxAssociations: number;
  #associations = 0;
  #nextId = 1;
  #dropLoggedAtMs = Number.NEGATIVE_INFINITY;

  constructor(options: DimseServerOptions<Context>) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#maxAssociations = options.maxAssociations ?? defaults.maxAssociations;
    this.#server = createServer((socket) => this.#connected(socket));
    // Two for each association: its successor may connect before it has quite gone.
    this.#server.maxConnections = 2 * this.#maxAssociations + extraConnections;
    this.#server.on('drop', (dropped) => this.#logDrop(dropped?.remoteAddress));
  }

  get port(): number {
    const address = this.#server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  }

  associations(): number {
    return this.#associations;
  }

  listen(): Promise<void> {
    const { host, port } = this.#options;
    return new Promise((resolve, reject) => {
      const failed = (error: NodeJS.ErrnoException): void => {
        const details = { host, port, ...(error.code !== undefined && { systemCode: error.code }) };
        reject(new DimseError('connection-failed', 'cannot listen for associations', details, error));
      };
      this.#server.once('error', failed);
      this.#server.listen({ host, port }, () => {
        this.#server.off('error', failed);
        // Running out of file descriptors is a state of the machine that passes; the listener stays.
        this.#server.on('error', (error: NodeJS.ErrnoException) => {
          this.#options.logger?.error({ errorCode: error.code }, 'a connection could not be taken');
        });
        resolve();
      });
    });
  }

  async close(graceMs: number): Promise<void> {
    const closed = new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
    });
    for (const connection of this.#connections) connection.close();
    const cancel = this.#clock.schedule(graceMs, () => {
      for (const connection of this.#connections) connection.abort();
    });
    await Promise.all([...this.#connections].map((connection) => connection.gone));
    cancel();
    await closed;
  }

  #connected(socket: Socket): void {
    const connection = new AcceptedConnection<Context>(socket, {
      ...this.#options,
      id: this.#nextId,
      clock: this.#clock,
      logger: this.#options.logger ?? silentLogger,
      takePlace: () => this.#takePlace(),
    });
    this.#nextId += 1;
    this.#connections.add(connection);
    connection.gone.then(() => this.#connections.delete(connection));
  }

  /** A flood shall not fill the log either. */
  #logDrop(address: string | undefined): void {
    if (this.#clock.now() - this.#dropLoggedAtMs < dropLogIntervalMs) return;
    this.#dropLoggedAtMs = this.#clock.now();
    this.#options.logger?.warn({ address }, 'connections dropped: too many at a time');
  }

  /** Returns how to give the place back, or undefined where every place is taken. */
  #takePlace(): (() => void) | undefined {
    if (this.#associations >= this.#maxAssociations) return undefined;
    this.#associations += 1;
    return () => {
      this.#associations -= 1;
    };
  }
}
