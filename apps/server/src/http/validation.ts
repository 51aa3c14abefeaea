/**
 * Checks requests against the TypeBox schemas of their routes.
 *
 * Schemas are compiled when their route is first asked, so that a hundred routes cost the start nothing. Text of
 * queries, path parameters and headers is converted to the type the schema names; a JSON body is taken as it is.
 */

import type { FastifySchemaValidationError } from 'fastify/types/schema.js';
import type { TSchema } from 'typebox';
import { Compile, type Validator } from 'typebox/compile';
import { Value } from 'typebox/value';
import type { HttpServer } from './server.ts';

export function registerValidation(app: HttpServer): void {
  app.setValidatorCompiler<TSchema>(({ schema, httpPart }) => {
    let compiled: Validator | undefined;
    return (given: unknown) => {
      compiled ??= Compile(schema);
      const filled = Value.Default(schema, given);
      const value = httpPart === 'body' ? filled : Value.Convert(schema, filled);
      return compiled.Check(value) ? { value } : { error: summarise(compiled.Errors(value)) };
    };
  });
  // Answers are made by our own code from typed values; tests hold them against the schema.
  app.setSerializerCompiler(() => JSON.stringify);
}

/** Keeps one message for each member: a union reports every branch that did not fit. */
function summarise(errors: readonly { instancePath: string; message: string; keyword: string }[]) {
  const byPath = new Map(errors.map((error) => [error.instancePath, error]));
  // The members used by `problem.ts`; fastify's type asks for more that only its own message needs.
  return [...byPath.values()] as unknown as FastifySchemaValidationError[];
}
