/**
 * Whose passkeys this node's are, W3C WebAuthn §5.4.2: the host of `http.publicUrl`, else `localhost`, since browsers make
 * none for an IP address. Never a host that a request names.
 */

export type RelyingParty = {
  /** Host without port. */
  readonly id: string;
  /** As applications and browsers show it. */
  readonly name: string;
  /** The one origin whose pages may use the passkeys. */
  readonly origin: string;
};

/**
 * @param configured `http.publicUrl`
 * @param listening base of links without it, `http://127.0.0.1:8080`
 */
export function relyingPartyOf(configured: string | undefined, listening: string): RelyingParty {
  const url = new URL(configured ?? listening);
  if (configured === undefined) url.hostname = 'localhost';
  return { id: url.hostname, name: 'Isocenter', origin: url.origin };
}
