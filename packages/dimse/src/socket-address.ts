import type { Socket } from 'node:net';

/** Returns the peer's IP address. A listener for both IP versions sees IPv4 peers as IPv4-mapped, RFC 4291 §2.5.5.2. */
export function addressOf(socket: Socket): string {
  return (socket.remoteAddress ?? '').replace(/^::ffff:/, '');
}
