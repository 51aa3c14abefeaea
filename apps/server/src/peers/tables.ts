/**
 * Row types of DICOM peers, as `database/migrations/0004-peers.ts`, `0009-routing.ts`, `0010-peer-security.ts`,
 * `0019-peer-exchange.ts` and `0022-committed-deliveries.ts` make them.
 */

import type { ConflictPolicy, PeerProposal, PeerService, PeerTls, PeerVerb } from '@isocenter/contract/peers';
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
  proposes: Generated<PeerProposal[]>;
  move_associations: Generated<number>;
  /** Whether what is delivered to it counts as sent only when it has committed to it. */
  confirm_by_commitment: Generated<boolean>;
  /** For how long the report of one request is waited for. */
  commitment_minutes: Generated<number>;
  conflict_policy: ConflictPolicy;
  check_address: boolean;
  enabled: boolean;
  note: string;
  networks: Generated<string[]>;
  require_tls: Generated<boolean>;
  tls: Generated<PeerTls>;
  /** SHA-256 of a certificate, hexadecimal. */
  tls_fingerprint: string | null;
  max_associations: number | null;
  max_instances_per_second: number | null;
  max_megabytes_per_second: number | null;
  max_pdu_bytes: number | null;
  idle_seconds: number | null;
  created_at: Date;
  changed_at: Date;
};

export type PeerTrafficTable = {
  peer_id: number;
  associations_in: number;
  associations_out: number;
  objects_in: number;
  objects_out: number;
  bytes_in: number;
  bytes_out: number;
  last_contact_at: Date | null;
  last_error_at: Date | null;
  last_error_direction: 'in' | 'out' | null;
  last_error_code: string | null;
};

export type PeerTables = { peer: PeerTable; peer_traffic: PeerTrafficTable };
