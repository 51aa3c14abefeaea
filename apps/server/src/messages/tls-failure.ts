/** Whether a connection failed for TLS: a certificate that is not believed, or a server that speaks none. */

/** Of Node and OpenSSL: `CERT_HAS_EXPIRED`, `UNABLE_TO_VERIFY_LEAF_SIGNATURE`, `ERR_TLS_…`, `ERR_SSL_…`, `EPROTO`. */
const tlsCode = /CERT|SIGNATURE|^ERR_(TLS|SSL)_|^EPROTO$/;

export function isTlsFailure(code: unknown): boolean {
  return typeof code === 'string' && tlsCode.test(code);
}
