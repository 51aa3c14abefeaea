/**
 * What gateways over one database tell each other (LISTEN and NOTIFY), and which of them does what is done once: settling,
 * rules, retention, alerts.
 *
 * Both hang on one connection of its own. Notices are hints: what matters is in tables and files, and looked at from time to
 * time by everybody. The leader is whoever has an advisory lock. It asks on its connection each second, and leads no more where
 * it gets no answer: PostgreSQL gives the lock away later than that (`database/pool.ts`). Every piece of work claims its row
 * all the same. A gateway by itself leads whatever becomes of the lock: nobody else has its first spool.
 */

import { randomUUID } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { type Kysely, sql } from 'kysely';
import pg from 'pg';
import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import { noticeFailedHosts } from '../database/pool.ts';
import type { Database } from '../database/schema.ts';
import type { Logger } from '../logging.ts';

const channel = 'isocenter';

/** Key of the advisory lock: the ASCII letters `lead`. */
const lockKey = 0x6c656164;

/** How long a dead leader is not noticed, and a lost connection stays lost. */
const intervalMs = 1_000;

/** PostgreSQL notices at once that a process on the same machine has ended. */
const defaultPatienceMs = 3_000;
const pollMs = 50;

/** A link that answers no sooner counts as lost. */
const defaultAnswerMs = 3_000;

/** Studies in one notice; PostgreSQL takes 8 000 bytes. */
const maxStudies = 500;

const Numbers = Type.Array(Type.Integer());

const Count = Type.Integer({ minimum: 0 });

/** How the files of a spool get on with the S3 store. */
const ToldMoves = Type.Object({
  spool: Type.Integer({ minimum: 1 }),
  ...{
    movedFiles: Count,
    movedBytes: Count,
    cachedBytes: Count,
    waitingFiles: Count,
    waitingBytes: Count,
    removals: Count,
  },
  failingSince: Type.Optional(Type.String()),
  failure: Type.Optional(Type.String()),
});
export type ToldMoves = Readonly<Static<typeof ToldMoves>>;

const Notice = Type.Union([
  /** Somebody waits until the index has what a spool holds. */
  Type.Object({ kind: Type.Literal('flush'), spools: Numbers }),
  /** A gateway starts and finds no spool that is free. */
  Type.Object({ kind: Type.Literal('spool-wanted') }),
  /** Something may have been taken away from somebody; from the database itself, for all gateways. */
  Type.Object({ kind: Type.Literal('access') }),
  /** From the database, for all gateways: somebody is to be erased. */
  Type.Object({ kind: Type.Literal('erasure') }),
  /** Something is to be noted in the log of a spool. */
  Type.Object({ kind: Type.Literal('order') }),
  Type.Object({ kind: Type.Literal('studies'), studies: Numbers }),
  /** From the database, for all gateways: what a page of a team shows, what happened in it, what somebody has handed in to it. */
  Type.Object({ kind: Type.Literal('team'), team: Count }),
  Type.Object({ kind: Type.Literal('activity'), team: Count }),
  Type.Object({ kind: Type.Literal('upload'), team: Count, user: Count }),
  /** From the database: somebody has another notice, or has read one. */
  Type.Object({ kind: Type.Literal('notices'), user: Count }),
  Type.Object({ kind: Type.Literal('moves'), moves: Type.Array(ToldMoves) }),
]);

export type Notice = Readonly<Static<typeof Notice>>;

/** A notice, and which gateway it is from. */
const Told = Type.Intersect([Notice, Type.Object({ from: Type.String() })]);

export type LinkEvents = { notice: [notice: Notice]; leading: [] };

export type GatewayLinkOptions = {
  readonly db: Kysely<Database>;
  readonly pool: pg.Pool;
  readonly logger: Logger;
  /** Whether other gateways may lead. A gateway by itself waits until the connection of one that was killed is gone. */
  readonly isShared: boolean;
  /** How long one by itself waits; default 3 s. */
  readonly patienceMs?: number;
  /** How long an answer on the link may take; default 3 s. */
  readonly answerMs?: number;
};

export class GatewayLink {
  /** `notice` comes from other gateways and the database only; `leading` when this one becomes the leader after its start. */
  readonly events = new EventEmitter<LinkEvents>();
  readonly #options: GatewayLinkOptions;
  readonly #name = randomUUID();
  readonly #timer: NodeJS.Timeout;
  #client: pg.Client | undefined;
  #hasLock = false;
  #looking: Promise<void> | undefined;
  #isClosed = false;

  private constructor(options: GatewayLinkOptions) {
    this.#options = options;
    this.#timer = setInterval(() => this.#look(), intervalMs).unref();
  }

  /** Resolves when it listens and knows whether it leads, or the database is away. */
  static async open(options: GatewayLinkOptions): Promise<GatewayLink> {
    const link = new GatewayLink(options);
    const until = performance.now() + (options.isShared ? 0 : (options.patienceMs ?? defaultPatienceMs));
    do {
      link.#look();
      await link.#looking;
      if (link.#hasLock) break;
      await delay(pollMs);
    } while (performance.now() < until);
    if (!options.isShared && !link.#hasLock) {
      options.logger.warn(
        { code: 'lead-held' },
        'a connection that nobody uses any more has the lead of this gateway still',
      );
    }
    return link;
  }

  /** True where this gateway does what is done once. */
  get leads(): boolean {
    return !this.#isClosed && (this.#hasLock || !this.#options.isShared);
  }

  /** Tells the others; what is lost with a database that is away is found out by them later. */
  async tell(notice: Notice): Promise<void> {
    const payload = JSON.stringify({ ...notice, from: this.#name });
    try {
      await sql`select pg_notify(${channel}, ${payload})`.execute(this.#options.db);
    } catch (error) {
      this.#options.logger.debug({ err: error }, 'the other gateways were not told');
    }
  }

  /** Tells the others of studies that changed, so that pages open there follow. */
  async tellStudies(studies: readonly number[]): Promise<void> {
    for (let at = 0; at < studies.length; at += maxStudies) {
      await this.tell({ kind: 'studies', studies: studies.slice(at, at + maxStudies) });
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearInterval(this.#timer);
    await this.#looking;
    await this.#client?.end().catch(() => undefined); // Whatever state it is in, it is over.
  }

  #look(): void {
    this.#looking ??= this.#seekLead()
      .catch((error: unknown) => {
        this.#hasLock = false;
        if (this.#client !== undefined) this.#abandon(this.#client);
        if (!this.#isClosed) this.#options.logger.debug({ err: error }, 'the link to other gateways is down');
      })
      .finally(() => {
        this.#looking = undefined;
      });
  }

  /** A connection that has the lock would be answered that it has it once more: it is asked for a sign of life only. */
  async #seekLead(): Promise<void> {
    if (this.#isClosed) return;
    const wasThere = this.#client !== undefined;
    this.#client ??= await this.#connect();
    if (wasThere && this.#hasLock) {
      await this.#client.query('select 1');
      return;
    }
    const { rows } = await this.#client.query<{ held: boolean }>('select pg_try_advisory_lock($1) as held', [lockKey]);
    const led = this.leads;
    this.#hasLock = rows[0]?.held === true;
    if (this.#hasLock && !led) this.events.emit('leading');
  }

  async #connect(): Promise<pg.Client> {
    const answerMs = this.#options.answerMs ?? defaultAnswerMs;
    const client = new pg.Client({
      ...this.#options.pool.options,
      application_name: 'isocenter link',
      connectionTimeoutMillis: answerMs,
      query_timeout: answerMs,
    });
    client.on('error', () => this.#lost(client));
    client.on('end', () => this.#lost(client));
    client.on('notification', ({ payload }) => this.#hear(payload ?? ''));
    try {
      await client.connect();
      await noticeFailedHosts(client);
      await client.query(`listen ${channel}`);
    } catch (error) {
      this.#abandon(client);
      throw error;
    }
    return client;
  }

  /** Closes a connection that gave no answer, so that nothing is heard on it any more. */
  #abandon(client: pg.Client): void {
    this.#lost(client);
    void client.end().catch(() => undefined); // Whatever state it is in, it is over.
  }

  #lost(client: pg.Client): void {
    if (this.#client === client) this.#client = undefined;
  }

  /** Anything that may use this database may notify here: what is no notice is none of ours, or of a later version. */
  #hear(payload: string): void {
    const told = parseJson(payload);
    if (Value.Check(Told, told) && told.from !== this.#name) this.events.emit('notice', told);
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
