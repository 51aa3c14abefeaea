/**
 * The sockets of a listener until they can carry an association: how many there may be, in all and from one address,
 * and their TLS handshake. What they carry is `accepted-connection.ts`'s.
 */

import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type SecureContextOptions, type Server as TlsServer } from 'node:tls';
import type { AssociationPlaces } from './association-places.ts';
import type { Clock } from './clock.ts';
import { defaults } from './defaults.ts';
import { DimseError } from './errors.ts';
import type { Logger } from './logger.ts';
import { addressOf } from './socket-address.ts';
import { fingerprintOf } from './tls.ts';

/** TLS of an acceptor, PS3.15 §B.12 and §B.13. */
export type AcceptorTls = {
  /** Of `secureContextOptions`. */
  readonly secureContext: SecureContextOptions;
  /** Whether callers show a certificate; one that is shown must be trusted. Default none. */
  readonly clientCertificates?: 'none' | 'optional' | 'required';
  /** Milliseconds, default 10 000. */
  readonly handshakeTimeoutMs?: number;
};

type Options = {
  readonly tls?: AcceptorTls;
  readonly places: AssociationPlaces;
  readonly clock: Clock;
  readonly logger: Logger;
};

/** Connections that have not sent their request yet, beyond the associations there may be: in all, of one address. */
const extraConnections = 64;
const extraConnectionsOfAddress = 16;

/** A flood shall not fill the log either. */
const logIntervalMs = 1000;

export class IncomingConnections {
  readonly #options: Options;
  readonly #server: Server;
  readonly #tlsServer: TlsServer | undefined;
  readonly #ofAddress = new Map<string, number>();
  /** By address and port of the caller. */
  readonly #handshakes = new Map<string, { readonly socket: Socket; readonly address: string }>();
  /** Of the certificate that Node refused last. */
  #refusedCode: string | undefined;
  readonly #loggedAtMs = new Map<string, number>();

  /** `ready` is given each socket that can carry an association. */
  constructor(options: Options, ready: (socket: Socket) => void) {
    const { tls, places } = options;
    this.#options = options;
    this.#tlsServer = tls === undefined ? undefined : this.#createTlsServer(tls, ready);
    this.#server = this.#tlsServer ?? createServer(ready);
    // Before the server's own listener, which would begin with what is dropped here.
    this.#server.prependListener('connection', (socket) => this.#connected(socket));
    // Two for each association: its successor may connect before it has quite gone.
    this.#server.maxConnections = 2 * places.total + extraConnections;
    this.#server.on('drop', (dropped) =>
      this.#warn({ address: dropped?.remoteAddress }, 'connections dropped: too many at a time'),
    );
  }

  get port(): number {
    const address = this.#server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  }

  /** @throws DimseError `connection-failed` */
  listen(host: string, port: number): Promise<void> {
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
          this.#options.logger.error({ errorCode: error.code }, 'a connection could not be taken');
        });
        resolve();
      });
    });
  }

  /** For handshakes from now on; without effect on a listener without TLS. */
  setSecureContext(secureContext: SecureContextOptions): void {
    this.#tlsServer?.setSecureContext(secureContext);
  }

  /** Takes no more connections; resolves when those there are have closed. Handshakes end at once. */
  close(): Promise<void> {
    const closed = new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
    });
    for (const { socket } of this.#handshakes.values()) socket.destroy();
    return closed;
  }

  #createTlsServer(tls: AcceptorTls, ready: (socket: Socket) => void): TlsServer {
    const { secureContext, clientCertificates = 'none', handshakeTimeoutMs = defaults.tlsHandshakeTimeoutMs } = tls;
    const server = createTlsServer({
      ...secureContext,
      handshakeTimeout: handshakeTimeoutMs,
      requestCert: clientCertificates !== 'none',
      rejectUnauthorized: clientCertificates === 'required',
    });
    server.on('secureConnection', (socket) => {
      if (clientCertificates === 'optional' && !socket.authorized && fingerprintOf(socket) !== undefined) {
        this.#handshakeFailed(endOf(socket), String(socket.authorizationError));
        socket.destroy();
        return;
      }
      this.#handshakes.delete(endOf(socket));
      ready(socket);
    });
    server.on('tlsClientError', (error: NodeJS.ErrnoException, socket) => {
      // Node lets go of the socket of a certificate it refuses before it says so; the one below still knows its end.
      if (socket.remoteAddress === undefined) this.#refusedCode = error.code;
      else this.#handshakeFailed(endOf(socket), error.code);
      socket.destroy();
    });
    return server;
  }

  #connected(socket: Socket): void {
    const address = addressOf(socket);
    const count = this.#ofAddress.get(address) ?? 0;
    if (count >= 2 * this.#options.places.limitOf(address) + extraConnectionsOfAddress) {
      this.#warn({ address }, 'connections dropped: too many at a time from one address');
      socket.destroy();
      return;
    }
    this.#ofAddress.set(address, count + 1);
    const end = endOf(socket);
    if (this.#tlsServer !== undefined) this.#handshakes.set(end, { socket, address });
    socket.once('close', () => {
      this.#handshakeFailed(end, this.#refusedCode);
      const rest = (this.#ofAddress.get(address) ?? 1) - 1;
      if (rest === 0) this.#ofAddress.delete(address);
      else this.#ofAddress.set(address, rest);
    });
  }

  /** Once for each handshake; without effect where it had succeeded. */
  #handshakeFailed(end: string, errorCode: string | undefined): void {
    const handshake = this.#handshakes.get(end);
    if (handshake === undefined || !this.#handshakes.delete(end)) return;
    this.#warn({ address: handshake.address, errorCode }, handshakeFailed);
  }

  #warn(fields: object, message: string): void {
    const { clock, logger } = this.#options;
    if (clock.now() - (this.#loggedAtMs.get(message) ?? Number.NEGATIVE_INFINITY) < logIntervalMs) return;
    this.#loggedAtMs.set(message, clock.now());
    logger.warn(fields, message);
  }
}

const handshakeFailed = 'TLS handshake failed';

const endOf = (socket: Socket) => `${socket.remoteAddress} ${socket.remotePort}`;
