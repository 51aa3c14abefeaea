/**
 * The tables of the schema `gateway` as Kysely sees them.
 *
 * Each feature describes its own tables in its `tables.ts` and joins them here. Names are those of SQL, without the
 * schema, which `openDatabase` sets; raw SQL writes `gateway.name`.
 */

import type { AccessTables } from '../access/tables.ts';
import type { AlertTables } from '../alerts/tables.ts';
import type { ArchiveTables } from '../archive/tables.ts';
import type { AuditTables } from '../audit/tables.ts';
import type { CareTeamTables } from '../care-teams/tables.ts';
import type { ChangeTables } from '../changes/tables.ts';
import type { CommentTables } from '../comments/tables.ts';
import type { CommitmentTables } from '../commitment/tables.ts';
import type { ConsentTables } from '../consent/tables.ts';
import type { DeidentificationTables } from '../deidentification/tables.ts';
import type { DeliveryTables } from '../delivery/tables.ts';
import type { ErasureTables } from '../erasure/tables.ts';
import type { ImportProgressTables } from '../folder-import/tables.ts';
import type { HoldTables } from '../holds/tables.ts';
import type { IdentityTables } from '../identity/tables.ts';
import type { JoiningTables } from '../joining/tables.ts';
import type { MessageTables } from '../messages/tables.ts';
import type { NoticeTables } from '../notices/tables.ts';
import type { PeerTables } from '../peers/tables.ts';
import type { PrefetchTables } from '../prefetch/tables.ts';
import type { RetentionTables } from '../retention/tables.ts';
import type { RoutingTables } from '../routing/tables.ts';
import type { SettlingTables } from '../settling/tables.ts';
import type { SourceTables } from '../sources/tables.ts';
import type { UploadTables } from '../uploads/tables.ts';
import type { VerificationTables } from '../verification/tables.ts';

export type Database = ArchiveTables &
  AccessTables &
  IdentityTables &
  AuditTables &
  PeerTables &
  ChangeTables &
  CommitmentTables &
  HoldTables &
  ErasureTables &
  ConsentTables &
  AlertTables &
  RetentionTables &
  DeidentificationTables &
  DeliveryTables &
  PrefetchTables &
  RoutingTables &
  SettlingTables &
  SourceTables &
  ImportProgressTables &
  MessageTables &
  NoticeTables &
  VerificationTables &
  CareTeamTables &
  CommentTables &
  JoiningTables &
  UploadTables;
