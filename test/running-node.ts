/**
 * A node for acceptance tests: the program as users start it, on data of its own, with a token that may do everything.
 * Each test file starts one, shares it among its tests, and ends it.
 *
 * Its database is one of the test run's server, which saves two seconds a node, unless the test is about a private one.
 */

import { connectDicomweb, type DicomwebClient } from '@isocenter/testkit/dicomweb-client';
import {
  type IsocenterProcess,
  makeDataDir,
  runIsocenter,
  startIsocenterProcess,
} from '@isocenter/testkit/isocenter-process';
import { openTestDatabase } from '../apps/server/test/database.ts';

export type RunningNode = {
  readonly process: IsocenterProcess;
  readonly pid: number;
  readonly dataDir: string;
  /** Its configuration, data folder included, for commands beside it. */
  readonly env: Readonly<Record<string, string>>;
  readonly httpUrl: string;
  readonly dicomPort: number;
  readonly aet: string;
  readonly token: string;
  readonly dicomweb: DicomwebClient;
  /** Asks the API of the web application. */
  api(method: string, path: string, body?: unknown): Promise<ApiAnswer>;
  /** Everything the node wrote so far, its log above all. */
  output(): string;
  /** Starts the node again on the same data, once it has ended. */
  startAgain(): Promise<RunningNode>;
  /** Stops the node and removes its data. */
  close(): Promise<void>;
};

/** `body` is parsed JSON; undefined where the answer has none. */
// biome-ignore lint/suspicious/noExplicitAny: tests assert on the shape
export type ApiAnswer = { readonly status: number; readonly body: any };

type Options = {
  /** Configuration keys as `ISOCENTER__SECTION__KEY`. */
  readonly env?: Readonly<Record<string, string>>;
  /** Default `shared`: of the server of the test run. */
  readonly database?: 'private' | 'shared';
  /** Told the data folder before the node starts. */
  readonly prepare?: (dataDir: string) => void;
};

export async function startNode({
  env: wanted = {},
  database = 'shared',
  prepare,
}: Options = {}): Promise<RunningNode> {
  const { path: dataDir, remove: removeData } = makeDataDir();
  const shared = database === 'shared' ? await openTestDatabase() : undefined;
  const env = { ...(shared !== undefined && { ISOCENTER__DATABASE__URL: shared.url }), ...wanted };
  const remove = async () => {
    await shared?.close();
    removeData();
  };
  try {
    prepare?.(dataDir);
    const process = await startIsocenterProcess({ dataDir, env, keepOutput: true });
    const token = runIsocenter({ dataDir, env }, ['user', 'token', '--role', 'admin']).trim();
    return describe(process, { dataDir, env, token, remove });
  } catch (error) {
    await remove();
    throw error;
  }
}

type Kept = {
  readonly dataDir: string;
  readonly env: Readonly<Record<string, string>>;
  readonly token: string;
  readonly remove: () => Promise<void>;
};

function describe(process: IsocenterProcess, kept: Kept): RunningNode {
  const { dataDir, env, token, remove } = kept;
  const { pid, http: httpUrl, aet } = process.ready;
  return {
    process,
    pid,
    dataDir,
    env: { ...env, ISOCENTER__DATA__DIR: dataDir },
    httpUrl,
    dicomPort: process.dicomPort,
    aet,
    token,
    dicomweb: connectDicomweb(httpUrl, token),
    output: process.output,
    async api(method, path, body) {
      const response = await fetch(`${httpUrl}${path}`, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          ...(body !== undefined && { 'content-type': 'application/json' }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
    },
    async startAgain() {
      return describe(await startIsocenterProcess({ dataDir, env, keepOutput: true }), kept);
    },
    async close() {
      await process.stop();
      await remove();
    },
  };
}
