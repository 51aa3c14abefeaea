/** Row type of uploads to care teams, as `database/migrations/0037-team-uploads.ts` creates it. */

import type { UploadReason } from '@isocenter/contract/team-uploads';
import type { Generated } from 'kysely';

/** `SEMANTICS.md` has what each means, and what leads from one to the other. */
export type UploadState = 'receiving' | 'received' | 'unconfirmed' | 'confirmed' | 'referred' | 'stored' | 'refused';

type TeamUploadTable = {
  id: Generated<number>;
  team_id: number;
  user_id: number;
  /** Which gateway has the file, as `sources/owner.ts` names it. */
  owner: string;
  state: UploadState;
  /** Of what was refused; of what is tried again, why it did not go on. */
  reason: UploadReason | null;
  /** 16 random bytes, from which the file's own key is derived. */
  object_id: Buffer;
  /** Wrapped by the master key; null once the file is of no use. */
  wrapped_key: Buffer | null;
  length_bytes: Generated<number>;
  /** From where it was handed in. */
  address: string | null;
  /** Of the patient that the file names, as `archive/study-identity.ts` makes it; null before it was read. */
  identity_key: Generated<string | null>;
  patient_name: Generated<string | null>;
  birth_date: Generated<string | null>;
  study_instance_uid: Generated<string | null>;
  /** Who took it although it joins nothing that the team reaches, such as `user 3`. */
  taken_by: Generated<string | null>;
  /** Internal, without a foreign key. */
  study_id: Generated<number | null>;
  attempts: Generated<number>;
  created_at: Date;
  due_at: Date;
  expires_at: Date;
  ended_at: Generated<Date | null>;
};

export type UploadTables = { team_upload: TeamUploadTable };
