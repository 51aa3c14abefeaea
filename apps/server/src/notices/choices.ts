/** What each person wants to be told, and how; who has not chosen is told in the page and by mail. */

import { type NoticeChoice, type NoticeTopic, privacyTopics, topicOf } from '@isocenter/contract/notices';
import { permissionsOfRole } from '@isocenter/contract/role';
import type { Kysely } from 'kysely';
import type { Database } from '../database/schema.ts';
import { HttpProblem } from '../http/problem.ts';
import { defaultWay } from './notify.ts';
import { type Reader, stillLooksAfterService } from './repository.ts';

/** Lists the topics that somebody may be told of at all. */
export async function listChoices(db: Kysely<Database>, reader: Reader): Promise<NoticeChoice[]> {
  const { userId } = reader;
  const rows = await db.selectFrom('notice_choice').select(['topic', 'way']).where('user_id', '=', userId).execute();
  const chosen = new Map(rows.map(({ topic, way }) => [topic, way]));
  return (await topicsFor(db, reader)).map((topic) => ({ topic, way: chosen.get(topic) ?? defaultWay }));
}

/** @throws HttpProblem `invalid-request` for emergencies that are to be told of nowhere, and for topics of others */
export async function choose(db: Kysely<Database>, reader: Reader, choice: NoticeChoice): Promise<void> {
  const { userId } = reader;
  const { topic, way } = choice;
  const isWhollyOff = topic === 'emergencies' && way === 'none';
  if (isWhollyOff || !(await topicsFor(db, reader)).includes(topic)) throw new HttpProblem('invalid-request');
  await db
    .insertInto('notice_choice')
    .values({ user_id: userId, topic, way })
    .onConflict((conflict) => conflict.columns(['user_id', 'topic']).doUpdateSet({ way }))
    .execute();
}

async function topicsFor(db: Kysely<Database>, reader: Reader): Promise<readonly NoticeTopic[]> {
  const permissions = permissionsOfRole[reader.role];
  const hidden: NoticeTopic[] = permissions.includes('privacy') ? [] : [...privacyTopics];
  if (!permissions.includes('administer') && !(await answersForService(db, reader))) hidden.push('services');
  return [...new Set(Object.values(topicOf))].filter((topic) => !hidden.includes(topic));
}

async function answersForService(db: Kysely<Database>, reader: Reader): Promise<boolean> {
  const accounts = db.selectFrom('service_account').select('id').where(stillLooksAfterService(reader)).limit(1);
  return (await accounts.executeTakeFirst()) !== undefined;
}
