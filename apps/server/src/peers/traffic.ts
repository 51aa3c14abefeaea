/**
 * What goes between this node and each peer: counted in memory as it happens, added to the table every few seconds, so
 * that an object costs no statement. What a killed node had not added yet is missing from the counts and from nothing
 * else.
 */

import { type Kysely, sql } from 'kysely';
import type { Database } from '../database/schema.ts';
import type { Logger } from '../logging.ts';

const flushEveryMs = 5_000;

export type Direction = 'in' | 'out';

type Counts = { associations: number; objects: number; bytes: number };

type Pending = {
  readonly in: Counts;
  readonly out: Counts;
  contactAt: Date | undefined;
  error: { readonly at: Date; readonly direction: Direction; readonly code: string } | undefined;
};

/** What features tell; `peerId` is undefined for callers that no entry names, who have no counts. */
export type TrafficCounter = {
  /** An association was established. */
  opened(peerId: number | undefined, direction: Direction): void;
  /** Objects went over, and were stored where they went. */
  moved(peerId: number | undefined, direction: Direction, objects: number, lengthBytes: number): void;
  /** Something went wrong; the code is stable and names no value. */
  failed(peerId: number | undefined, direction: Direction, code: string): void;
};

export type TrafficOptions = { readonly db: Kysely<Database>; readonly now: () => Date; readonly logger: Logger };

export class PeerTraffic implements TrafficCounter {
  readonly #options: TrafficOptions;
  readonly #timer: NodeJS.Timeout;
  #pending = new Map<number, Pending>();
  #flushing: Promise<void> = Promise.resolve();

  constructor(options: TrafficOptions) {
    this.#options = options;
    this.#timer = setInterval(() => void this.flush(), flushEveryMs).unref();
  }

  opened(peerId: number | undefined, direction: Direction): void {
    const pending = this.#of(peerId);
    if (pending === undefined) return;
    pending[direction].associations += 1;
    pending.contactAt = this.#options.now();
  }

  moved(peerId: number | undefined, direction: Direction, objects: number, lengthBytes: number): void {
    const pending = this.#of(peerId);
    if (pending === undefined) return;
    pending[direction].objects += objects;
    pending[direction].bytes += lengthBytes;
    pending.contactAt = this.#options.now();
  }

  failed(peerId: number | undefined, direction: Direction, code: string): void {
    const pending = this.#of(peerId);
    if (pending !== undefined) pending.error = { at: this.#options.now(), direction, code };
  }

  /** Adds what was counted so far to the table; never rejects, because counts are no reason to stop anything. */
  flush(): Promise<void> {
    this.#flushing = this.#flushing.then(() => this.#write());
    return this.#flushing;
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.flush();
  }

  #of(peerId: number | undefined): Pending | undefined {
    if (peerId === undefined) return undefined;
    const known = this.#pending.get(peerId);
    if (known !== undefined) return known;
    const none = () => ({ associations: 0, objects: 0, bytes: 0 });
    const pending = { in: none(), out: none(), contactAt: undefined, error: undefined };
    this.#pending.set(peerId, pending);
    return pending;
  }

  async #write(): Promise<void> {
    const pending = this.#pending;
    this.#pending = new Map();
    for (const [peerId, counts] of pending) {
      try {
        await add(this.#options.db, peerId, counts);
      } catch (error) {
        this.#options.logger.warn({ err: error, peerId }, 'the traffic of a peer could not be counted');
      }
    }
  }
}

/** A peer that was removed meanwhile has no row to add to. */
async function add(db: Kysely<Database>, peerId: number, { in: came, out: went, ...last }: Pending): Promise<void> {
  await sql`
    insert into gateway.peer_traffic
    select id, ${came.associations}::bigint, ${went.associations}::bigint, ${came.objects}::bigint,
      ${went.objects}::bigint, ${came.bytes}::bigint, ${went.bytes}::bigint, ${last.contactAt ?? null}::timestamptz,
      ${last.error?.at ?? null}::timestamptz, ${last.error?.direction ?? null}::text, ${last.error?.code ?? null}::text
    from gateway.peer where id = ${peerId}
    on conflict (peer_id) do update set
      associations_in = peer_traffic.associations_in + excluded.associations_in,
      associations_out = peer_traffic.associations_out + excluded.associations_out,
      objects_in = peer_traffic.objects_in + excluded.objects_in,
      objects_out = peer_traffic.objects_out + excluded.objects_out,
      bytes_in = peer_traffic.bytes_in + excluded.bytes_in,
      bytes_out = peer_traffic.bytes_out + excluded.bytes_out,
      last_contact_at = coalesce(excluded.last_contact_at, peer_traffic.last_contact_at),
      last_error_at = coalesce(excluded.last_error_at, peer_traffic.last_error_at),
      last_error_direction = coalesce(excluded.last_error_direction, peer_traffic.last_error_direction),
      last_error_code = coalesce(excluded.last_error_code, peer_traffic.last_error_code)`.execute(db);
}
