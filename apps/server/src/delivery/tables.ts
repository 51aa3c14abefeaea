/**
 * Row types of the outgoing queue, as `database/migrations/0008-delivery.ts`, `0022-committed-deliveries.ts` and
 * `0025-stored-at.ts` create them.
 */

import type { DeliveryState, SendingWindow } from '@isocenter/contract/deliveries';
import type { ColumnType, Generated, JSONColumnType } from 'kysely';

/** PostgreSQL bigint; the driver is set to read it as a number, which holds to 2^53. */
type Id = ColumnType<number, number, number>;

/** A study or series takes in what arrives until the delivery ends. */
export type DeliveryScope = 'study' | 'series' | 'instances';

export type RequesterKind = 'user' | 'token' | 'service' | 'rule' | 'peer' | 'system';

export type DeliveryTable = {
  id: Generated<number>;
  /** Null once the peer is removed. */
  peer_id: ColumnType<number | null, number, number>;
  /** Of the peer when the delivery was asked for. */
  ae_title: string;
  study_id: Id;
  scope: DeliveryScope;
  /** It leaves de-identified by this project, or not at all; null for as it is. */
  deid_project_id: ColumnType<number | null, number | null | undefined, never>;
  /** 0 high, 1 medium, 2 low: the order in which deliveries are taken. */
  priority: number;
  requested_by_kind: RequesterKind;
  requested_by_id: string | null;
  /** Where no table knows it: the AE title of a peer, the name of a rule. */
  requested_by_name: string | null;
  /** Why, for a person; never a value of a data set. */
  reason: string;
  state: DeliveryState;
  /** Why it is dead, or waits for another attempt. */
  code: string | null;
  /** Attempts in a row in which no instance was acknowledged. */
  attempts: Generated<number>;
  /** Requests for commitment in a row after which nothing more was committed to. */
  commitment_attempts: Generated<number>;
  /** When it is claimed; of one that is `committing`, until when the report is waited for. */
  due_at: Date;
  lease_owner: string | null;
  lease_until: Date | null;
  cancel_requested: Generated<boolean>;
  instances_total: number;
  instances_sent: Generated<number>;
  /** Of those sent, which the destination has yet to commit to. */
  instances_uncommitted: Generated<number>;
  instances_failed: Generated<number>;
  bytes_total: Id;
  bytes_sent: ColumnType<number, number | undefined, number>;
  created_at: Date;
  /** When the first association for it was opened, which is when the audit trail has it. */
  begun_at: Date | null;
  /** When an instance was last acknowledged. */
  progressed_at: Date | null;
  ended_at: Date | null;
};

export type DeliveryInstanceTable = {
  delivery_id: Id;
  /** The object's name in the log for good, `instance.object_id`. */
  object_id: string;
  /** `stored`: the peer took it and has yet to commit to it. */
  state: 'waiting' | 'stored' | 'sent' | 'failed';
  length_bytes: Id;
  attempts: Generated<number>;
  /** As the peer answered, PS3.7 Annex C; why it did not commit, PS3.3 §C.14.1.1. */
  status: number | null;
  code: string | null;
  /** Of what the peer is to commit to, or was. */
  sop_class_uid: ColumnType<string | null, string | undefined, string>;
  sop_instance_uid: ColumnType<string | null, string | undefined, string>;
  /** When the peer took it. */
  stored_at: ColumnType<Date | null, Date | undefined, Date>;
};

/** How a peer is sent to; a row is made with its first delivery. */
export type DeliveryDestinationTable = {
  peer_id: Id;
  /** Deliveries at a time, each on an association of its own. */
  max_associations: Generated<number>;
  instances_per_second: number | null;
  bytes_per_second: ColumnType<number | null, number | null | undefined, number | null>;
  /** Any time where it is empty. */
  sending_hours: JSONColumnType<readonly SendingWindow[], string | undefined, string>;
  /** For how long a destination may be away before its deliveries are given up. */
  give_up_hours: Generated<number>;
  paused_at: Date | null;
  /** Associations in a row that could not be opened. */
  failures: Generated<number>;
  failing_since: Date | null;
  failure_code: string | null;
  retry_at: Date | null;
};

export type DeliveryTables = {
  delivery: DeliveryTable;
  delivery_instance: DeliveryInstanceTable;
  delivery_destination: DeliveryDestinationTable;
};
