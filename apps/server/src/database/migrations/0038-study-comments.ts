/** Comments of care teams on studies and images. Studies are named by internal ids, as grants do; images by their UID. */

import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table gateway.study_comment (
      id bigint generated always as identity primary key,
      study_id bigint not null,
      sop_instance_uid text,
      team_id bigint not null references gateway.care_team,
      author_id bigint not null references gateway.user_account,
      text text,
      written_at timestamptz not null,
      withdrawn_at timestamptz,
      check ((text is null) = (withdrawn_at is not null))
    )`.execute(db);
  await sql`create index study_comment_by_study on gateway.study_comment (study_id)`.execute(db);
  await sql`create index study_comment_by_team on gateway.study_comment (team_id)`.execute(db);
}
