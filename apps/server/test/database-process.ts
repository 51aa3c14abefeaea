/**
 * A process of its own that opens a node's database and says so, for tests that kill it:
 *
 *     node database-process.ts DATA_DIR owner|guest
 *
 * Prints `{ "postmasterPid": … }`, then closes at SIGTERM.
 */

import { once } from 'node:events';
import { openDatabase } from '../src/database/database.ts';
import { describeError } from '../src/logging.ts';
import { silentLogger } from './database-server.ts';

const [dataDir = '', as] = process.argv.slice(2);

// Whoever reads the line below may signal at once.
const stopRequested = once(process, 'SIGTERM');

try {
  const database = await openDatabase({
    url: undefined,
    dataDir,
    maxConnections: 2,
    as: as === 'guest' ? 'guest' : 'owner',
    logger: silentLogger,
    settings: { fsync: 'off' },
  });
  process.stdout.write(`${JSON.stringify({ postmasterPid: database.postmasterPid() })}\n`);
  await stopRequested;
  await database.close();
} catch (error) {
  process.stdout.write(`${JSON.stringify({ failure: describeError(error) })}\n`);
}
