/**
 * The typed client: one function an operation, over `fetch`.
 *
 * It keeps the CSRF token of the session and sends it with unsafe methods; cookies are the browser's affair, a bearer
 * token may be given instead. Schemas are imported as types only, so that they do not reach the browser's bundle:
 * answers come from the same release on the same origin and are not validated again.
 */

import type { Static, TSchema } from 'typebox';
import { csrfHeader } from './headers.ts';
import type { Operations } from './operations.ts';
import { type ApiRoute, apiRoutes, fillPath, type OperationName } from './paths.ts';
import type { Problem } from './problem.ts';

export type ClientOptions = {
  /** Origin of the node without trailing slash; default the page's own. */
  readonly baseUrl?: string;
  /** Default the global one. */
  readonly fetch?: typeof fetch;
  /** An API token; without it the browser's cookie speaks. */
  readonly bearerToken?: string;
  /** Called whenever the node answers 401: the session has ended. */
  readonly onUnauthenticated?: (problem: Problem) => void;
  /**
   * Called when something dangerous needs a fresh proof; resolves when it was given (the request is then made again,
   * once) or with false when it was not.
   */
  readonly onStepUp?: () => Promise<boolean>;
};

type Part<Name extends string, Operation> = Operation extends { readonly [K in Name]: infer Schema extends TSchema }
  ? { readonly [K in Name]: Static<Schema> }
  : unknown;

type Body<Operation> = Operation extends { readonly binaryBody: true }
  ? { readonly body: Blob | ArrayBuffer; readonly headers?: Readonly<Record<string, string>> }
  : Part<'body', Operation>;

type Query<Operation> = Operation extends { readonly query: infer Schema extends TSchema }
  ? { readonly query?: Static<Schema> }
  : unknown;

/** What an operation takes: those of `params`, `query`, `body` that it has, `signal` always. */
export type Input<Name extends OperationName> = Part<'params', Operations[Name]> &
  Query<Operations[Name]> &
  Body<Operations[Name]> & { readonly signal?: AbortSignal; readonly headers?: Readonly<Record<string, string>> };

/** What it answers; nothing for 204. */
export type Output<Name extends OperationName> =
  Static<Operations[Name]['response']> extends null ? undefined : Static<Operations[Name]['response']>;

export type Client = {
  readonly [Name in OperationName]: Record<never, never> extends Input<Name>
    ? (input?: Input<Name>) => Promise<Output<Name>>
    : (input: Input<Name>) => Promise<Output<Name>>;
};

/** A problem the node answered, RFC 9457; decide on `code`. Without an answer, `code` is `unreachable`. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly problem: Problem;

  constructor(problem: Problem, options?: ErrorOptions) {
    super(problem.title, options);
    this.problem = problem;
  }

  get code(): string {
    return this.problem.code;
  }

  get status(): number {
    return this.problem.status;
  }
}

/**
 * Returns a client for one node.
 *
 * @throws ProblemError from each function when the node answers a problem or cannot be reached; an abort through
 * `signal` rejects with the signal's own reason.
 */
export function createClient(options: ClientOptions = {}): Client {
  const state: ClientState = { csrfToken: undefined };
  const names = Object.keys(apiRoutes) as OperationName[]; // Object.keys of a constant object: its own names.
  const functions = names.map((name) => [name, (input?: AnyInput) => call(name, input ?? {}, options, state)]);
  // Each function was made from the route of its name; the mapped type states what that route takes and answers.
  return Object.fromEntries(functions) as Client;
}

type ClientState = { csrfToken: string | undefined };

type AnyInput = {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
};

async function call(
  name: OperationName,
  input: AnyInput,
  options: ClientOptions,
  state: ClientState,
  isRepeated = false,
): Promise<unknown> {
  const route = apiRoutes[name];
  const needsCsrf = route.method !== 'GET' && options.bearerToken === undefined && !anonymous.has(name);
  if (needsCsrf && state.csrfToken === undefined) await call('getSession', {}, options, state);
  const response = await send(route, input, options, needsCsrf ? state.csrfToken : undefined);
  if (!response.ok) {
    const problem = await readProblem(response);
    if (response.status === 401 && !anonymous.has(name)) {
      state.csrfToken = undefined;
      options.onUnauthenticated?.(problem);
    }
    if (problem.code === 'step-up-required' && !isRepeated && (await options.onStepUp?.()) === true) {
      return call(name, input, options, state, true);
    }
    throw new ProblemError(problem);
  }
  const answer: unknown = response.status === 204 ? undefined : await response.json();
  state.csrfToken = name === 'signOut' ? undefined : (csrfTokenOf(answer) ?? state.csrfToken);
  return answer;
}

/** Operations that begin without a session: they have no CSRF token yet, and their 401 does not end one. */
const anonymous: ReadonlySet<OperationName> = new Set([
  'getSession',
  'signIn',
  'proveSecondFactor',
  'beginPasskeySignIn',
  'signInWithPasskey',
  'getSetup',
  'completeSetup',
  'askToHandIn',
  'confirmJoining',
  'renewJoining',
  'resendCode',
  'verifyJoining',
]);

async function send(route: ApiRoute, input: AnyInput, options: ClientOptions, csrfToken: string | undefined) {
  const { body } = input;
  const binary = body instanceof ArrayBuffer || (typeof Blob !== 'undefined' && body instanceof Blob);
  const headers: Record<string, string> = { accept: 'application/json', ...input.headers };
  if (body !== undefined) headers['content-type'] = binary ? 'application/octet-stream' : 'application/json';
  if (csrfToken !== undefined) headers[csrfHeader] = csrfToken;
  if (options.bearerToken !== undefined) headers.authorization = `Bearer ${options.bearerToken}`;
  const url = `${options.baseUrl ?? ''}${fillPath(route.path, input.params, input.query)}`;
  const fetchOf = options.fetch ?? fetch;
  try {
    return await fetchOf(url, {
      method: route.method,
      headers,
      credentials: 'same-origin',
      ...(body === undefined ? {} : { body: binary ? body : JSON.stringify(body) }),
      ...(input.signal === undefined ? {} : { signal: input.signal }),
    });
  } catch (cause) {
    input.signal?.throwIfAborted();
    throw new ProblemError({ title: 'The node cannot be reached.', status: 503, code: 'unreachable' }, { cause });
  }
}

async function readProblem(response: Response): Promise<Problem> {
  const fallback = { title: `The node answered ${response.status}.`, status: response.status, code: 'unexpected' };
  try {
    const body: unknown = await response.json();
    if (typeof body !== 'object' || body === null) return fallback;
    // A proxy may answer in our place: only members of the right type are taken over, and never the status.
    const said: { readonly [K in keyof Problem]?: unknown } = body;
    const { type, title, detail, code, errors, retryAfterSeconds, remainingTries } = said;
    return {
      ...fallback,
      ...(typeof type === 'string' && { type }),
      ...(typeof title === 'string' && { title }),
      ...(typeof detail === 'string' && { detail }),
      ...(typeof code === 'string' && { code }),
      ...(isErrorList(errors) && { errors }),
      ...(typeof retryAfterSeconds === 'number' && { retryAfterSeconds }),
      ...(typeof remainingTries === 'number' && { remainingTries }),
    };
  } catch {
    // Not JSON, so not from the node itself: the status is all there is to say.
    return fallback;
  }
}

function isErrorList(errors: unknown): errors is NonNullable<Problem['errors']> {
  if (!Array.isArray(errors)) return false;
  return errors.every((error: { readonly pointer?: unknown; readonly message?: unknown } | null) => {
    return typeof error?.pointer === 'string' && typeof error.message === 'string';
  });
}

function csrfTokenOf(answer: unknown): string | undefined {
  if (typeof answer !== 'object' || answer === null || !('csrfToken' in answer)) return undefined;
  return typeof answer.csrfToken === 'string' ? answer.csrfToken : undefined;
}
