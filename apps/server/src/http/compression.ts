/**
 * Compresses JSON and XML for who accepts it, RFC 9110 §8.4: search results and metadata shrink to a tenth.
 *
 * Pixel data is never compressed: it hardly shrinks, and costs more time than it saves. Answers about sessions are left
 * alone, because their length would tell something of the secret in them (BREACH).
 */

import { constants } from 'node:zlib';
import compress from '@fastify/compress';
import type { HttpServer } from './server.ts';

const compressedTypes =
  /^(?:application\/(?:json|dicom\+json|problem\+json|dicom\+xml|xml)\s*(?:;|$)|multipart\/related; type="application\/dicom\+xml")/;

const secretPaths = /^\/api\/(?:session|setup|tokens|users)(?:\/|$)/;

/** Shorter bodies fit one packet anyway. Bytes. */
const threshold = 1_400;

export async function registerCompression(app: HttpServer): Promise<void> {
  app.addHook('onRoute', (route) => {
    if (secretPaths.test(route.url)) route.compress = false;
  });
  // The library compresses whatever mime-db calls compressible besides: octet streams, streams of events, what has no type.
  app.addHook('onSend', async (request, reply, payload) => {
    if (!compressedTypes.test(String(reply.getHeader('content-type')))) request.headers['x-no-compression'] = 'true';
    return payload;
  });
  await app.register(compress, {
    global: true,
    threshold,
    encodings: ['br', 'gzip', 'deflate', 'identity'],
    customTypes: compressedTypes,
    // A request's body is never inflated: a bomb would grow where limits are not counted.
    globalDecompression: false,
    // What keeps up with a fast line.
    brotliOptions: { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } },
    zlibOptions: { level: 3 },
  });
}
