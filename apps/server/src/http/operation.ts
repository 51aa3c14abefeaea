/**
 * Registers one operation of the contract: method, path and schemas come from its table, the handler is typed by it.
 *
 *     registerOperation(app, 'listStudies', async (request) => {
 *       await requireAccess(request.access, 'study:search');
 *       return listStudies(deps, request.query);
 *     });
 */

import { Readable } from 'node:stream';
import { type Operations, operations } from '@isocenter/contract/operations';
import type { OperationName } from '@isocenter/contract/paths';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Static, TSchema } from 'typebox';
import { HttpProblem } from './problem.ts';
import type { HttpServer } from './server.ts';

type Part<Name extends OperationName, Key extends string> = Operations[Name] extends {
  readonly [K in Key]: infer Schema extends TSchema;
}
  ? Static<Schema>
  : unknown;

export type OperationRequest<Name extends OperationName> = FastifyRequest<{
  Params: Part<Name, 'params'>;
  Querystring: Part<Name, 'query'>;
  Body: Part<Name, 'body'>;
  Headers: Part<Name, 'headers'>;
}>;

export type OperationAnswer<Name extends OperationName> =
  Part<Name, 'response'> extends null ? undefined : Part<Name, 'response'>;

/**
 * The handler's value is sent with the status that the contract names, unless the handler sets another; nothing for
 * 204. An operation with a binary body finds its stream in `request.body`.
 */
export function registerOperation<Name extends OperationName>(
  app: HttpServer,
  name: Name,
  handler: (request: OperationRequest<Name>, reply: FastifyReply) => Promise<OperationAnswer<Name>>,
): void {
  const operation: OperationShape = operations[name];
  const { method, path: url, summary, status, params, query, body, headers, response, binaryBody } = operation;
  app.route({
    method,
    url,
    schema: {
      operationId: name,
      summary,
      ...(params === undefined ? {} : { params }),
      ...(query === undefined ? {} : { querystring: query }),
      ...(body === undefined ? {} : { body }),
      ...(headers === undefined ? {} : { headers }),
      response: { [status]: response },
    },
    async handler(request, reply) {
      if (binaryBody === true && !(request.body instanceof Readable)) throw new HttpProblem('unsupported-media-type');
      reply.code(status);
      // The validator has checked each part against the schema that the handler's type is made of.
      const answer = await handler(request as unknown as OperationRequest<Name>, reply);
      return reply.sent ? reply : reply.send(answer);
    },
  });
}

type OperationShape = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly summary: string;
  readonly status: number;
  readonly params?: TSchema;
  readonly query?: TSchema;
  readonly body?: TSchema;
  readonly headers?: TSchema;
  readonly response: TSchema;
  readonly binaryBody?: true;
};
