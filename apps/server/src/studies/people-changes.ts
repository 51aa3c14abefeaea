/**
 * What the database tells of people and care teams, collected for a tick and handed to the streams of those whom it concerns:
 * who is in a team or was until a moment ago, administrators, who handed something in.
 */

import { type Kysely, sql } from 'kysely';
import type { Database } from '../database/schema.ts';
import type { Notice } from '../gateways/gateway-link.ts';
import type { EventStream, TeamChange } from './event-stream.ts';

export type PeopleNotice = Extract<Notice, { readonly kind: 'team' | 'activity' | 'upload' | 'notices' }>;

export function isPeopleNotice(notice: Notice): notice is PeopleNotice {
  return ['team', 'activity', 'upload', 'notices'].includes(notice.kind);
}

export class PeopleChanges {
  readonly #pending = new Map<string, PeopleNotice>();

  get isEmpty(): boolean {
    return this.#pending.size === 0;
  }

  add(notice: PeopleNotice): void {
    this.#pending.set(JSON.stringify(notice), notice);
  }

  /** Tells what was collected. @throws where the database is away */
  async publish(db: Kysely<Database>, streams: Iterable<EventStream>): Promise<void> {
    const notices = [...this.#pending.values()];
    this.#pending.clear();
    if (notices.length === 0) return;
    const teams = new Set(notices.flatMap((notice) => ('team' in notice ? [notice.team] : [])));
    const people = teams.size === 0 ? new Map<number, Set<number>>() : await readersOf(db, [...teams]);
    for (const stream of streams) {
      const { subject } = stream;
      if (subject.kind !== 'user') continue;
      const { userId, role } = subject;
      const isReader = (team: number) => role === 'admin' || people.get(team)?.has(userId) === true;
      const concerning = notices.filter((notice) =>
        'user' in notice ? notice.user === userId : isReader(notice.team),
      );
      for (const [kind, change] of changes) {
        const changed = concerning.flatMap((notice) => (notice.kind === kind && 'team' in notice ? [notice.team] : []));
        if (changed.length > 0) stream.tellTeams(change, [...new Set(changed)]);
      }
      if (concerning.some(({ kind }) => kind === 'notices')) stream.tellNotices();
    }
  }
}

const changes: readonly (readonly [PeopleNotice['kind'], TeamChange])[] = [
  ['team', 'teams'],
  ['activity', 'activity'],
  ['upload', 'uploads'],
];

/** Who was removed is told by this that there is nothing to be read any more. */
const leftSeconds = 60;

async function readersOf(db: Kysely<Database>, teams: readonly number[]): Promise<Map<number, Set<number>>> {
  const rows = await db
    .selectFrom('care_team_member')
    .select(['team_id', 'user_id'])
    .where('team_id', 'in', [...teams])
    .where(sql<boolean>`(until is null or until > now() - make_interval(secs => ${leftSeconds}))`)
    .execute();
  const people = new Map<number, Set<number>>();
  for (const { team_id, user_id } of rows) people.set(team_id, (people.get(team_id) ?? new Set()).add(user_id));
  return people;
}
