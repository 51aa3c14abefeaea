/** Row type of comments, as `database/migrations/0038-study-comments.ts` creates it. */

import type { Generated } from 'kysely';

type StudyCommentTable = {
  id: Generated<number>;
  /** Internal, without a foreign key. */
  study_id: number;
  /** Null for the study as a whole. An image is known by its UID: its internal id does not outlast an index. */
  sop_instance_uid: string | null;
  /** Who reads it. */
  team_id: number;
  author_id: number;
  /** Null once it is withdrawn. */
  text: string | null;
  written_at: Date;
  withdrawn_at: Generated<Date | null>;
};

export type CommentTables = { study_comment: StudyCommentTable };
