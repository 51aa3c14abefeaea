/** `/api/notices`: what waits for the caller or has changed without them; `/api/account/notices`: what they are told by mail. */

import type { Kysely } from 'kysely';
import { callerOf, requireAccess } from '../access/access.ts';
import { parseObjectId } from '../access/object-id.ts';
import type { AuditRecorder } from '../audit/event.ts';
import { personOf } from '../care-teams/routes.ts';
import type { Database } from '../database/schema.ts';
import { registerOperation } from '../http/operation.ts';
import type { HttpServer } from '../http/server.ts';
import type { MessageSender } from '../messages/message-sender.ts';
import { choose, listChoices } from './choices.ts';
import { countUnread, listNotices, markOfTeams, readNotices } from './repository.ts';

export type NoticeRouteDeps = {
  readonly db: Kysely<Database>;
  readonly audit: AuditRecorder;
  readonly messages: Pick<MessageSender, 'has'>;
};

export function registerNoticeRoutes(app: HttpServer, { db, audit, messages }: NoticeRouteDeps): void {
  registerOperation(app, 'listNotices', async ({ access, query }) => {
    await requireAccess(access, 'notice:read');
    const before = query.before === undefined ? undefined : parseObjectId(query.before);
    return listNotices(db, personOf(access), { limit: query.limit, before });
  });

  registerOperation(app, 'getNews', async ({ access }) => {
    await requireAccess(access, 'notice:count');
    const reader = personOf(access);
    const [unread, teams] = await Promise.all([countUnread(db, reader), markOfTeams(db, reader)]);
    return { unread, teams };
  });

  registerOperation(app, 'readNotices', async ({ access, body }) => {
    await requireAccess(access, 'notice:write');
    await readNotices(db, personOf(access).userId, body.ids?.map(parseObjectId));
    const details = { notices: body.ids?.length ?? 'all' };
    audit.count({ action: 'notice:write', outcome: 'success', ...callerOf(access), details });
    return undefined;
  });

  registerOperation(app, 'listNoticeChoices', async ({ access }) => {
    await requireAccess(access, 'account:read');
    return { choices: await listChoices(db, personOf(access)), hasMail: messages.has('mail') };
  });

  registerOperation(app, 'chooseNotices', async ({ access, body }) => {
    await requireAccess(access, 'account:notices');
    await choose(db, personOf(access), body);
    const details = { topic: body.topic, way: body.way };
    await audit.record({ action: 'account:notices', outcome: 'success', ...callerOf(access), details });
    return undefined;
  });
}
