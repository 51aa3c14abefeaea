/** Notices: what waits for somebody, or has changed without them. And what of it each person is told by mail. */

import { type Static, Type } from 'typebox';
import { Id } from './id.ts';
import { NamedStudy } from './team-activity.ts';

const DateTime = Type.String({ format: 'date-time' });

export const NoticeKind = Type.Union(
  [
    /** Somebody outside asks a team to take an image: whoever may invite answers. */
    Type.Literal('joining-asked'),
    /** Files that the reader has handed in name another person: the reader answers. */
    Type.Literal('upload-waiting'),
    Type.Literal('upload-released'),
    Type.Literal('upload-refused'),
    Type.Literal('comment-written'),
    Type.Literal('study-shared'),
    Type.Literal('privileges-changed'),
    Type.Literal('member-removed'),
    Type.Literal('team-closed'),
    Type.Literal('emergency-opened'),
    /** Nobody has reviewed an emergency for a day. */
    Type.Literal('review-due'),
    Type.Literal('correction-asked'),
    /** A token of a service account ends soon: whoever answers for the account, and administrators. */
    Type.Literal('token-ending'),
  ],
  { title: 'NoticeKind' },
);
export type NoticeKind = Static<typeof NoticeKind>;

/** What is switched together. */
export const NoticeTopic = Type.Union(
  [
    Type.Literal('requests'),
    Type.Literal('uploads'),
    Type.Literal('comments'),
    Type.Literal('studies'),
    Type.Literal('membership'),
    Type.Literal('emergencies'),
    Type.Literal('corrections'),
    Type.Literal('services'),
  ],
  { title: 'NoticeTopic' },
);
export type NoticeTopic = Static<typeof NoticeTopic>;

export const topicOf: Readonly<Record<NoticeKind, NoticeTopic>> = {
  'joining-asked': 'requests',
  'upload-waiting': 'uploads',
  'upload-released': 'uploads',
  'upload-refused': 'uploads',
  'comment-written': 'comments',
  'study-shared': 'studies',
  'privileges-changed': 'membership',
  'member-removed': 'membership',
  'team-closed': 'membership',
  'emergency-opened': 'emergencies',
  'review-due': 'emergencies',
  'correction-asked': 'corrections',
  'token-ending': 'services',
};

/** What is for who has the permission `privacy`; everybody else is told none of it. */
export const privacyTopics: readonly NoticeTopic[] = ['emergencies', 'corrections'];

export const Notice = Type.Object(
  {
    id: Id,
    kind: NoticeKind,
    at: DateTime,
    isRead: Type.Boolean(),
    /** How many comments, files or studies. */
    count: Type.Integer({ minimum: 1 }),
    /** Who did it, by name. */
    by: Type.Optional(Type.String()),
    team: Type.Optional(Type.Object({ id: Id, name: Type.String() })),
    /** Only where the caller may see it now. */
    study: Type.Optional(NamedStudy),
    token: Type.Optional(
      Type.Object({
        /** What the service account is called. */
        service: Type.String(),
        label: Type.String(),
        /** When the token ends, with its account or before. */
        endsAt: DateTime,
      }),
    ),
  },
  { title: 'Notice' },
);
export type Notice = Static<typeof Notice>;

export const NoticeQuery = Type.Object({
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
  /** Notices before this one, from `nextBefore`. */
  before: Type.Optional(Id),
});

export const NoticeList = Type.Object(
  {
    /** The newest first. */
    notices: Type.Array(Notice),
    nextBefore: Type.Optional(Id),
  },
  { title: 'NoticeList' },
);

/** Numbers that say whether there is anything new, and nothing of what it is. */
export const News = Type.Object(
  {
    unread: Type.Integer({ minimum: 0 }),
    /** Another text whenever something changed in the care teams of the caller. */
    teams: Type.String(),
  },
  { title: 'News' },
);

/** Without ids all of them. */
export const ReadNotices = Type.Object(
  { ids: Type.Optional(Type.Array(Id, { minItems: 1, maxItems: 200 })) },
  { additionalProperties: false, title: 'ReadNotices' },
);

const NoticeWay = Type.Union([Type.Literal('none'), Type.Literal('page'), Type.Literal('mail')], {
  title: 'NoticeWay',
});
export type NoticeWay = Static<typeof NoticeWay>;

export const NoticeChoice = Type.Object(
  {
    topic: NoticeTopic,
    /** `mail` is in the page and by mail. Emergencies are not `none`. */
    way: NoticeWay,
  },
  { additionalProperties: false, title: 'NoticeChoice' },
);
export type NoticeChoice = Static<typeof NoticeChoice>;

export const NoticeChoices = Type.Object(
  {
    /** Those that are of any use to the caller. */
    choices: Type.Array(NoticeChoice),
    /** Whether this node sends mail. */
    hasMail: Type.Boolean(),
  },
  { title: 'NoticeChoices' },
);
export type NoticeChoices = Static<typeof NoticeChoices>;
