/**
 * Hands messages to an audit repository over TLS, RFC 5425, and resolves when it has read them all.
 *
 * Syslog has no acknowledgement. So each batch has a connection of its own: this side says that nothing follows
 * (close_notify), and a repository that has read to there closes its side in order. Whatever ends otherwise was not
 * delivered and is sent again; a repository may get an entry twice and never misses one.
 */

import { connect } from 'node:tls';
import { AuditError } from '../errors.ts';

/** For connecting, and for the repository to read and to close. */
const timeoutMs = 15_000;

export type Repository = {
  readonly host: string;
  readonly port: number;
  /** PEM: authorities that the repository's certificate is checked against; the system's where undefined. */
  readonly ca: string | undefined;
  /** PEM: who this node is, for repositories that ask (RFC 5425 §4.2.1). */
  readonly cert: string | undefined;
  readonly key: string | undefined;
};

/** @throws AuditError `repository-unreachable` */
export function deliver({ host, port, ca, cert, key }: Repository, frames: readonly Buffer[]): Promise<void> {
  return new Promise((resolve, reject) => {
    let isRead = false;
    const socket = connect({
      ...{ host, port, ca, cert, key, servername: isIpAddress(host) ? '' : host },
      minVersion: 'TLSv1.2',
      timeout: timeoutMs,
    });
    const fail = (cause: unknown) => {
      socket.destroy();
      reject(new AuditError('repository-unreachable', 'the audit repository did not take the messages', { cause }));
    };
    socket.once('secureConnect', () => socket.end(Buffer.concat(frames)));
    socket.once('timeout', () => fail(new Error('no answer in time')));
    socket.once('error', fail);
    socket.once('end', () => {
      isRead = socket.writableFinished;
    });
    socket.once('close', (hadError) => {
      if (isRead && !hadError) resolve();
      else fail(new Error('the connection was cut'));
    });
    // Whatever it says is not for us, and has to be read for its end to be seen.
    socket.resume();
  });
}

const isIpAddress = (host: string) => /^[\d.]+$|:/.test(host);
