/**
 * Listens for associations: the acceptor's side of PS3.8 §7.1, and the life of the connections.
 *
 * Which callers and SOP Classes are taken is the `accept` callback's decision, what happens to objects that of the
 * verbs (`verbs.ts`). Limits keep a flood or a slow peer from holding more than its share: see `SEMANTICS.md`.
 */

import type { Socket } from 'node:net';
import type { SecureContextOptions } from 'node:tls';
import { AcceptedConnection, type AcceptorOptions } from './accepted-connection.ts';
import { AssociationPlaces } from './association-places.ts';
import { type Clock, systemClock } from './clock.ts';
import { defaults } from './defaults.ts';
import { DimseError } from './errors.ts';
import { type AcceptorTls, IncomingConnections } from './incoming-connections.ts';
import { silentLogger } from './logger.ts';

export type DimseServerOptions<Context> = AcceptorOptions<Context> & {
  /** Address to listen on, such as `127.0.0.1`. */
  readonly host: string;
  /** 0 for any free port. */
  readonly port: number;
  /** More are rejected with `localLimitExceeded`; default 300. */
  readonly maxAssociations?: number;
  /** More from one address are rejected likewise; default `maxAssociations`. */
  readonly maxAssociationsPerAddress?: number;
  /** Instead of both: the count that several listeners share. */
  readonly places?: AssociationPlaces;
  /** Default none: associations in clear text. */
  readonly tls?: AcceptorTls;
};

export type DimseServer = {
  readonly port: number;
  /** Number of established associations, those of listeners that share the places included. */
  associations(): number;
  /** Another certificate for connections from now on; without effect on a listener without TLS. */
  setSecureContext(secureContext: SecureContextOptions): void;
  /**
   * Stops listening. Associations between operations are aborted at once, others when their operation is answered or
   * the grace is over. Resolves when every connection is closed and every sink has settled.
   */
  close(graceMs: number): Promise<void>;
};

const minMaxPduBytes = 4096;

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
  readonly #places: AssociationPlaces;
  readonly #incoming: IncomingConnections;
  readonly #connections = new Set<AcceptedConnection<Context>>();
  #nextId = 1;

  constructor(options: DimseServerOptions<Context>) {
    const { clock = systemClock, logger = silentLogger, tls } = options;
    this.#options = options;
    this.#clock = clock;
    this.#places =
      options.places ??
      new AssociationPlaces({
        total: options.maxAssociations ?? defaults.maxAssociations,
        ...(options.maxAssociationsPerAddress !== undefined && { perAddress: options.maxAssociationsPerAddress }),
      });
    this.#incoming = new IncomingConnections(
      { places: this.#places, clock, logger, ...(tls !== undefined && { tls }) },
      (socket) => this.#connected(socket),
    );
  }

  get port(): number {
    return this.#incoming.port;
  }

  associations(): number {
    return this.#places.taken;
  }

  listen(): Promise<void> {
    return this.#incoming.listen(this.#options.host, this.#options.port);
  }

  setSecureContext(secureContext: SecureContextOptions): void {
    this.#incoming.setSecureContext(secureContext);
  }

  async close(graceMs: number): Promise<void> {
    const closed = this.#incoming.close();
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
      places: this.#places,
    });
    this.#nextId += 1;
    this.#connections.add(connection);
    connection.gone.then(() => this.#connections.delete(connection));
  }
}
