/** The outgoing queue: deliveries of studies, series or instances to DICOM peers, and what becomes of them. */

import { type Static, Type } from 'typebox';

/** `dead` is a dead letter: given up for the reason in `code`, until somebody resubmits it. */
export const DeliveryState = Type.Union(
  [
    Type.Literal('waiting'),
    Type.Literal('running'),
    Type.Literal('done'),
    Type.Literal('dead'),
    Type.Literal('cancelled'),
  ],
  { title: 'DeliveryState' },
);
export type DeliveryState = Static<typeof DeliveryState>;

/** The order in which deliveries are taken, and the priority of each C-STORE, PS3.7 §9.1.1. */
export const DeliveryPriority = Type.Union([Type.Literal('high'), Type.Literal('medium'), Type.Literal('low')], {
  title: 'DeliveryPriority',
});
export type DeliveryPriority = Static<typeof DeliveryPriority>;

/** Why a delivery is dead, or waits for another attempt. */
export const DeliveryCode = Type.Union(
  [
    /** No association could be opened. */
    Type.Literal('destination-unreachable'),
    /** The destination rejected the association for good, PS3.8 Table 9-21. */
    Type.Literal('destination-rejects'),
    /** A7xxH, or the association was rejected for the moment. */
    Type.Literal('destination-busy'),
    /** 0110H, processing failure. */
    Type.Literal('destination-failed'),
    /** The peer was removed. */
    Type.Literal('destination-removed'),
    /** The association ended before the destination had answered. */
    Type.Literal('association-lost'),
    Type.Literal('no-answer'),
    /** The destination takes no form of the instance that can be had: SOP Class or Transfer Syntax. */
    Type.Literal('not-accepted'),
    /** The destination refused the instance with a status after which another attempt is of no use. */
    Type.Literal('refused'),
    /** The instance cannot be read here. */
    Type.Literal('unreadable'),
    /** This node had no room to turn the instance into another form. */
    Type.Literal('node-busy'),
    /** Something went wrong in this node; its log says what. */
    Type.Literal('node-failed'),
    /** Everything that was to be sent is gone from the archive. */
    Type.Literal('nothing-left'),
  ],
  { title: 'DeliveryCode' },
);
export type DeliveryCode = Static<typeof DeliveryCode>;
