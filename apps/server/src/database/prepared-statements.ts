/**
 * Names the statements that come again, so that PostgreSQL parses and plans each of them once a connection: planning a
 * search of four tables takes longer than running it.
 *
 * Names are bounded in number, as each holds a plan in every connection; statements beyond that, and those that came only
 * once, such as migrations, go unnamed. With changing parameters PostgreSQL goes on planning anew where that is better
 * (`plan_cache_mode = auto`).
 */

import type { PostgresPoolClient, PostgresQueryResult } from 'kysely';
import type pg from 'pg';

/** Plans of a search take about 100 KiB in each connection. */
const maxNamed = 128;

/** Texts that came once are remembered up to here. */
const maxSeen = 1024;

/** `feature_not_supported`: a cached plan whose result another version's migration has changed. */
const cachedPlanOutdated = '0A000';

export class PreparedStatements {
  readonly #names = new Map<string, string>();
  readonly #seen = new Set<string>();
  readonly #clients = new WeakMap<pg.PoolClient, PostgresPoolClient>();
  #count = 0;

  /** Returns a connection as Kysely wants it, the same for the same connection. */
  client(client: pg.PoolClient): PostgresPoolClient {
    const known = this.#clients.get(client);
    if (known !== undefined) return known;
    const named = { query: this.#query(client), release: (destroy?: boolean) => client.release(destroy) };
    // Kysely's overload for cursors is not used: the dialect has none.
    const created = Object.defineProperty(named, 'processID', {
      get: () => ('processID' in client ? client.processID : undefined),
    }) as PostgresPoolClient;
    this.#clients.set(client, created);
    return created;
  }

  #query(client: pg.PoolClient) {
    return async <Row>(text: string, values: readonly unknown[]): Promise<PostgresQueryResult<Row>> => {
      // What has no parameters and is no search begins and ends transactions.
      const name = values.length > 0 || text.startsWith('select') ? this.#name(text) : undefined;
      try {
        // What rows are is said by Kysely's types.
        return (await client.query({ name, text, values: [...values] })) as unknown as PostgresQueryResult<Row>;
      } catch (error) {
        const isOutdated = error instanceof Error && 'code' in error && error.code === cachedPlanOutdated;
        if (isOutdated) this.#names.delete(text);
        throw error;
      }
    };
  }

  #name(text: string): string | undefined {
    const known = this.#names.get(text);
    if (known !== undefined || this.#names.size >= maxNamed) return known;
    if (!this.#seen.delete(text)) {
      if (this.#seen.size >= maxSeen) this.#seen.clear();
      this.#seen.add(text);
      return undefined;
    }
    this.#count += 1;
    const name = `isocenter_${this.#count}`;
    this.#names.set(text, name);
    return name;
  }
}
