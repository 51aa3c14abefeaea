/** Row type of DICOM peers, as `database/migrations/0004-peers.ts` creates it and `0009-routing.ts` adds to it. */

import type { ConflictPolicy, PeerService, PeerVerb } from '@isocenter/contract/peers';
import type { Generated } from 'kysely';

export type PeerTable = {
  id: Generated<number>;
  name: string;
  ae_title: string;
  host: string;
  port: number;
  verbs: PeerVerb[];
  /** What it answers when we ask. */
  answers: Generated<PeerService[]>;
  conflict_policy: ConflictPolicy;
  check_address: boolean;
  enabled: boolean;
  note: string;
  created_at: Date;
  changed_at: Date;
};

export type PeerTables = { peer: PeerTable };
