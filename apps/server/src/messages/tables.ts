/** Row types of the outbox, as `database/migrations/0030-messages.ts` creates them. */

import type { Language } from '@isocenter/contract/language';
import type { ColumnType, Generated, JSONColumnType } from 'kysely';
import type { MessageContent } from './templates.ts';

export type MessageChannelKind = 'mail' | 'sms';

/** `SEMANTICS.md` has what each means, and what leads from one to the other. */
export type MessageState = 'waiting' | 'sent' | 'dead';

type OutboxMessageTable = {
  id: Generated<number>;
  channel: MessageChannelKind;
  /** An e-mail address, or a telephone number as `+49…`. */
  recipient: string;
  language: Language;
  /** Which template; stays when the content has gone. */
  kind: MessageContent['kind'];
  /** What the template is filled with; null once nothing is to be sent any more. */
  content: JSONColumnType<MessageContent, string, null> | null;
  /** What it was asked for, such as `user 5`: whatever ends that withdraws the message. */
  about: string;
  state: Generated<MessageState>;
  attempts: Generated<number>;
  /** When it is tried next; of one that is being sent, when another process may. */
  due_at: Date;
  /** From when on its content is of no use. */
  expires_at: Date;
  created_at: Date;
  ended_at: ColumnType<Date | null, never, Date>;
  /** Code of the last failure. */
  error: ColumnType<string | null, never, string | null>;
};

export type MessageTables = { outbox_message: OutboxMessageTable };
