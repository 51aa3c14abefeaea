/**
 * Answers that are not a success, as `application/problem+json`, RFC 9457.
 *
 * Whatever a route throws ends here. What is not known to this edge or to a feature's mapping is answered `internal`
 * without a word about its cause, which goes to the log under the request's id.
 */

import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { Problem } from '@isocenter/contract/problem';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isUnavailable } from '../database/errors.ts';
import type { Logger } from '../logging.ts';
import { type ProblemCode, problems } from './problem-table.ts';
import type { HttpServer } from './server.ts';

const contentType = 'application/problem+json';

/** How soon a client may try again when the database is away; a restart takes well below that. */
const databaseRetrySeconds = 1;

export type ProblemDetails = {
  readonly detail?: string;
  /** Members of the request that were wrong. */
  readonly errors?: Problem['errors'];
  readonly retryAfterSeconds?: number;
  readonly remainingTries?: number | undefined;
  readonly cause?: unknown;
};

/** Throw it from a route to answer a problem. */
export class HttpProblem extends Error {
  override readonly name = 'HttpProblem';
  readonly code: ProblemCode;
  readonly details: ProblemDetails;

  constructor(code: ProblemCode, details: ProblemDetails = {}) {
    super(details.detail ?? problems[code].title, { cause: details.cause });
    this.code = code;
    this.details = details;
  }
}

/** Translates a feature's own errors; undefined for those that are not its own. */
export type ProblemMapping = (error: unknown) => HttpProblem | undefined;

/** Returns the body of a problem. */
export function describeProblem({ code, details }: HttpProblem): Problem {
  const { status, title } = problems[code];
  const { detail, errors, retryAfterSeconds, remainingTries } = details;
  return {
    title,
    status,
    code,
    ...(detail === undefined ? {} : { detail }),
    ...(errors === undefined ? {} : { errors }),
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
    ...(remainingTries === undefined ? {} : { remainingTries }),
  };
}

/** Answers a problem; for routes that have begun to answer by hand use the return value of `describeProblem`. */
function sendProblem(reply: FastifyReply, problem: HttpProblem): FastifyReply {
  const body = describeProblem(problem);
  if (body.retryAfterSeconds !== undefined) reply.header('retry-after', body.retryAfterSeconds);
  return reply.code(body.status).type(contentType).serializer(JSON.stringify).send(body);
}

/** Makes a server answer every failure as a problem. */
export function registerProblems(app: HttpServer, deps: { mappings: readonly ProblemMapping[]; logger: Logger }): void {
  app.setErrorHandler((error, request, reply) => {
    const problem = toProblem(error, deps.mappings);
    const details = { requestId: request.id, route: routeOf(request), err: error };
    if (problem.code === 'internal') deps.logger.error(details, 'a request failed');
    if (problem.code === 'database-unavailable') deps.logger.warn(details, 'a request met no database');
    return sendProblem(reply, problem);
  });
  app.setNotFoundHandler((_request, reply) => sendProblem(reply, new HttpProblem('not-found')));
}

/**
 * Answers what never became a request: headers that are too large or malformed, or that did not arrive in time.
 * @see the codes that Node's parser gives, `errors.html` §HTTP
 */
export function answerClientError(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy(error);
    return;
  }
  const code = clientErrors[error.code ?? ''] ?? 'invalid-request';
  const body = JSON.stringify(describeProblem(new HttpProblem(code)));
  const { status } = problems[code];
  const length = Buffer.byteLength(body);
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nContent-Type: ${contentType}\r\n` +
      `Content-Length: ${length}\r\nConnection: close\r\n\r\n${body}`,
  );
}

const clientErrors: Readonly<Record<string, ProblemCode>> = {
  HPE_HEADER_OVERFLOW: 'header-too-large',
  ERR_HTTP_REQUEST_TIMEOUT: 'request-timeout',
};

/** The pattern of the route, `/api/studies/:id`; never the address itself, which may hold UIDs or names. */
export function routeOf(request: FastifyRequest): string {
  return request.routeOptions.url ?? 'none';
}

function toProblem(error: unknown, mappings: readonly ProblemMapping[]): HttpProblem {
  if (error instanceof HttpProblem) return error;
  for (const mapping of mappings) {
    const mapped = mapping(error);
    if (mapped !== undefined) return mapped;
  }
  if (isUnavailable(error)) {
    return new HttpProblem('database-unavailable', { retryAfterSeconds: databaseRetrySeconds, cause: error });
  }
  return fromFramework(error) ?? new HttpProblem('internal', { cause: error });
}

/** Errors of fastify itself, by its documented codes and status codes. */
function fromFramework(error: unknown): HttpProblem | undefined {
  if (!(error instanceof Error)) return undefined;
  if ('validation' in error && Array.isArray(error.validation)) {
    const part = 'validationContext' in error ? String(error.validationContext) : 'body';
    return new HttpProblem('invalid-request', { errors: error.validation.map((one) => toPointer(part, one)) });
  }
  const code = 'code' in error ? String(error.code) : '';
  switch (code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return new HttpProblem('payload-too-large');
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return new HttpProblem('unsupported-media-type');
    case 'FST_ERR_MAX_PARAM_LENGTH':
      return new HttpProblem('uri-too-long');
  }
  const status = 'statusCode' in error ? error.statusCode : undefined;
  // The framework's own refusals (a body that is no JSON, a bad content length) are the client's fault.
  const isClientFault = typeof status === 'number' && status >= 400 && status < 500;
  return isClientFault && (code.startsWith('FST_') || error instanceof SyntaxError)
    ? new HttpProblem(status === 404 ? 'not-found' : 'invalid-request')
    : undefined;
}

/** `querystring` + `/limit` → `/query/limit`, as the contract names the parts of a request. */
function toPointer(
  part: string,
  error: { instancePath?: string; message?: string },
): { pointer: string; message: string } {
  const name = part === 'querystring' ? 'query' : part;
  return { pointer: `/${name}${error.instancePath ?? ''}`, message: error.message ?? 'is not valid' };
}
