/** What each person wants to be told, and how; who has not chosen is told in the page and by mail. */

import { type NoticeChoice, type NoticeTopic, privacyTopics, topicOf } from '@isocenter/contract/notices';
import { permissionsOfRole } from '@isocenter/contract/role';
import type { Kysely } from 'kysely';
import type { Database } from '../database/schema.ts';
import { HttpProblem } from '../http/problem.ts';
import { defaultWay } from './notify.ts';
import type { Reader } from './repository.ts';

/** Lists the topics that somebody may be told of at all. */
export async function listChoices(db: Kysely<Database>, { userId, role }: Reader): Promise<NoticeChoice[]> {
  const rows = await db.selectFrom('notice_choice').select(['topic', 'way']).where('user_id', '=', userId).execute();
  const chosen = new Map(rows.map(({ topic, way }) => [topic, way]));
  return topicsFor(role).map((topic) => ({ topic, way: chosen.get(topic) ?? defaultWay }));
}

/** @throws HttpProblem `invalid-request` for emergencies that are to be told of nowhere, and for topics of others */
export async function choose(db: Kysely<Database>, { userId, role }: Reader, choice: NoticeChoice): Promise<void> {
  const { topic, way } = choice;
  const isWhollyOff = topic === 'emergencies' && way === 'none';
  if (isWhollyOff || !topicsFor(role).includes(topic)) throw new HttpProblem('invalid-request');
  await db
    .insertInto('notice_choice')
    .values({ user_id: userId, topic, way })
    .onConflict((conflict) => conflict.columns(['user_id', 'topic']).doUpdateSet({ way }))
    .execute();
}

function topicsFor(role: Reader['role']): readonly NoticeTopic[] {
  const topics = [...new Set(Object.values(topicOf))];
  return permissionsOfRole[role].includes('privacy') ? topics : topics.filter((one) => !privacyTopics.includes(one));
}
