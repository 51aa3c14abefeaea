/** Subjects as short labels, `user 3`: what lies in the log and in rows that outlive an account, and how it is shown. */

import type { Kysely } from 'kysely';
import type { Database } from '../database/schema.ts';
import type { Subject } from './subject.ts';

/** Of what was handed in to a care team, `uploads/team-studies.ts`. */
const forTeam = / for team \d+$/;

/** Names a subject by internal id, never by a person's name. */
export function labelOf(subject: Subject): string {
  switch (subject.kind) {
    case 'user':
      return `user ${subject.userId}`;
    case 'token':
      return `token ${subject.tokenId}`;
    case 'service':
      return `service ${subject.serviceId}`;
    case 'peer':
      return 'peer';
    case 'system':
      return subject.name;
    case 'anonymous':
      return 'nobody';
  }
}

/** Returns what to show for labels: names of users, tokens and service accounts as they are called now, else the label itself. */
export async function nameLabels(db: Kysely<Database>, labels: readonly string[]): Promise<(label: string) => string> {
  const idsOf = (kind: string) =>
    labels.flatMap((label) => {
      const id = new RegExp(`^${kind} (\\d{1,15})(?: for team \\d+)?$`).exec(label)?.[1];
      return id === undefined ? [] : [Number(id)];
    });
  const [users, tokens, services] = [idsOf('user'), idsOf('token'), idsOf('service')];
  const names = new Map<string, string>();
  if (users.length > 0) {
    const rows = await db.selectFrom('user_account').select(['id', 'name']).where('id', 'in', users).execute();
    for (const { id, name } of rows) names.set(`user ${id}`, name);
  }
  if (tokens.length > 0) {
    const rows = await db.selectFrom('api_token').select(['id', 'label']).where('id', 'in', tokens).execute();
    for (const { id, label } of rows) names.set(`token ${id}`, `token ${label}`);
  }
  if (services.length > 0) {
    const rows = await db.selectFrom('service_account').select(['id', 'name']).where('id', 'in', services).execute();
    for (const { id, name } of rows) names.set(`service ${id}`, name);
  }
  return (label) => names.get(label.replace(forTeam, '')) ?? label;
}
