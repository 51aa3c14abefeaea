/**
 * Who calls on an association that is open, as its entry of the list is now: an association may last for days, and a peer that is
 * switched off, removed or loses a verb is refused within a second all the same.
 *
 * What was read of an entry counts for half a second, for all associations of its peer: an object costs no query. While the
 * database is away the last that is known counts, so that the spool goes on taking what comes.
 */

import type { Kysely } from 'kysely';
import type { Database } from '../database/schema.ts';
import type { Caller } from '../dimse/admission.ts';
import { currentCaller } from './caller.ts';

/** Half of the second within which a change is to be seen. */
const rememberedMs = 500;
/** A database that takes longer is taken for away; whoever asks waits for it once. */
const defaultAwayAfterMs = 2_000;

type Subject = Caller['subject'];
type Entry = Pick<Subject, 'verbs' | 'isGone'>;
type Known = { readonly entry: Entry; readonly askedAtMs: number };
type Lookup = { readonly done: Promise<void>; isLate: boolean };

export type CurrentCallersOptions = {
  readonly db: Kysely<Database>;
  /** Milliseconds of a clock that does not jump. */
  readonly nowMs: () => number;
  /** Default 2 s. */
  readonly awayAfterMs?: number;
};

export class CurrentCallers {
  readonly #options: CurrentCallersOptions;
  /** By peer. */
  readonly #known = new Map<number, Known>();
  readonly #lookups = new Map<number, Lookup>();

  constructor(options: CurrentCallersOptions) {
    this.#options = options;
  }

  /** Lets a caller in and remembers what its entry said. */
  async admit(find: () => Promise<Caller | undefined>): Promise<Caller | undefined> {
    const askedAtMs = this.#options.nowMs();
    const caller = await find();
    if (caller?.subject.peerId !== undefined) {
      this.#remember(caller.subject.peerId, { entry: { verbs: caller.subject.verbs }, askedAtMs });
    }
    return caller;
  }

  /** Returns a caller that was let in as it is now; at once, and not as a promise, where that is known. */
  current(subject: Subject): Subject | Promise<Subject> {
    const { peerId } = subject;
    if (peerId === undefined) return subject;
    const known = this.#known.get(peerId);
    if (known !== undefined && this.#options.nowMs() - known.askedAtMs < rememberedMs) return as(subject, known);
    return this.#find(subject, peerId);
  }

  async #find(subject: Subject, peerId: number): Promise<Subject> {
    const lookup = this.#lookups.get(peerId) ?? this.#begin(subject, peerId);
    if (!lookup.isLate) await this.#await(lookup);
    const known = this.#known.get(peerId);
    return known === undefined ? subject : as(subject, known);
  }

  #begin(subject: Subject, peerId: number): Lookup {
    const askedAtMs = this.#options.nowMs();
    const done = currentCaller(this.#options.db, subject)
      .then(
        ({ verbs, isGone }) => this.#remember(peerId, { entry: { verbs, isGone }, askedAtMs }),
        () => {
          // The database is away: what is known counts for another while.
          const entry = this.#known.get(peerId)?.entry ?? subject;
          this.#remember(peerId, { entry, askedAtMs: this.#options.nowMs() });
        },
      )
      .finally(() => this.#lookups.delete(peerId));
    const lookup = { done, isLate: false };
    this.#lookups.set(peerId, lookup);
    return lookup;
  }

  async #await(lookup: Lookup): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(() => {
        lookup.isLate = true;
        resolve();
      }, this.#options.awayAfterMs ?? defaultAwayAfterMs);
    });
    await Promise.race([lookup.done, late]);
    clearTimeout(timer);
  }

  #remember(peerId: number, known: Known): void {
    const before = this.#known.get(peerId);
    if (before === undefined || before.askedAtMs <= known.askedAtMs) this.#known.set(peerId, known);
  }
}

function as(subject: Subject, { entry: { verbs, isGone } }: Known): Subject {
  return { ...subject, verbs, isGone };
}
