/** The query component of a request as it was written: DICOMweb repeats parameters and gives commas a meaning. */

import type { FastifyRequest } from 'fastify';

/** Returns what follows the question mark, empty where there is none. */
export function queryStringOf(request: FastifyRequest): string {
  const at = request.url.indexOf('?');
  return at < 0 ? '' : request.url.slice(at + 1);
}

/** Returns the first value of a parameter, or undefined where it is absent. */
export function singleQueryParameter(queryString: string, name: string): string | undefined {
  return new URLSearchParams(queryString).get(name) ?? undefined;
}
