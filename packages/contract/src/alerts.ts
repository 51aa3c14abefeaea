/** Alerts: what an administrator should know of without looking. Never anything of a patient. */

import { type Static, Type } from 'typebox';
import { Id } from './id.ts';

export const Alert = Type.Object(
  {
    id: Id,
    kind: Type.Union([
      Type.Literal('storage'),
      Type.Literal('object-store'),
      Type.Literal('dead-deliveries'),
      Type.Literal('failing-peer'),
      Type.Literal('silent-source'),
      Type.Literal('failing-archive'),
      Type.Literal('given-up-studies'),
      Type.Literal('given-up-prefetches'),
      Type.Literal('given-up-reports'),
      Type.Literal('waiting-orders'),
    ]),
    /** An AE title, a token or user, or the part of the node that it is about. */
    subject: Type.String(),
    severity: Type.Union([Type.Literal('warning'), Type.Literal('critical')]),
    details: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number()])),
    openedAt: Type.String({ format: 'date-time' }),
    closedAt: Type.Optional(Type.String({ format: 'date-time' })),
    /** How it was closed: it does not hold any more, a person dismissed it, or it is not watched any more. */
    ended: Type.Optional(Type.Union([Type.Literal('over'), Type.Literal('dismissed'), Type.Literal('unwatched')])),
    /** Whether a person may close it; it is told anew when something happens. */
    dismissible: Type.Boolean(),
    messagesSent: Type.Integer({ minimum: 0 }),
    /** Why a message about it did not arrive, the last time. */
    lastError: Type.Optional(Type.String()),
  },
  { title: 'Alert' },
);
export type Alert = Static<typeof Alert>;

/** A channel that has some of its settings and not all is one that somebody believes to have. */
export const ChannelSetting = Type.Object(
  {
    channel: Type.Union([Type.Literal('mail'), Type.Literal('webhook')]),
    isOn: Type.Boolean(),
    /** Names of settings that are there, and of those that are not. */
    set: Type.Array(Type.String()),
    missing: Type.Array(Type.String()),
  },
  { title: 'ChannelSetting' },
);
export type ChannelSetting = Static<typeof ChannelSetting>;

export const AlertList = Type.Object(
  { alerts: Type.Array(Alert), channels: Type.Array(ChannelSetting) },
  { title: 'AlertList' },
);
export type AlertList = Static<typeof AlertList>;

/** What became of a test over one channel. */
export const ChannelTrial = Type.Object(
  {
    channel: Type.Union([Type.Literal('mail'), Type.Literal('webhook')]),
    isDelivered: Type.Boolean(),
    /** Why it was not. */
    code: Type.Optional(Type.String()),
  },
  { title: 'ChannelTrial' },
);
export type ChannelTrial = Static<typeof ChannelTrial>;

export const ChannelTrialList = Type.Object({ trials: Type.Array(ChannelTrial) }, { title: 'ChannelTrialList' });
