/** A claimed delivery under way, with what it needs, and what an attempt at it came to. */

import type { DeliveryCode } from '@isocenter/contract/deliveries';
import type { Kysely } from 'kysely';
import type { ArchiveReader } from '../archive/archive.ts';
import type { Database } from '../database/schema.ts';
import type { OutgoingDeidentifier } from '../deidentification/outgoing.ts';
import type { CalledPeer } from '../peers/destination.ts';
import type { Destination } from '../query-retrieve/move-destination.ts';
import type { SuboperationOptions } from '../query-retrieve/suboperations.ts';
import type { ClaimedDelivery } from './leases.ts';
import type { DeliveryMeasures } from './measures.ts';
import type { Pace } from './pace.ts';
import type { RunControl } from './run-control.ts';

export type DeliveryOptions = SuboperationOptions & {
  readonly db: Kysely<Database>;
  readonly reader: ArchiveReader;
  /** This node's AE title. */
  readonly aeTitle: string;
  readonly now: () => Date;
  readonly random: () => number;
  readonly measures: DeliveryMeasures;
  /** Told whenever something of a delivery has changed. */
  readonly changed: () => void;
  /** How a peer is called: with TLS or without. */
  readonly destinationOf: (peer: CalledPeer) => Destination;
  /** De-identifies what leaves by a project. */
  readonly deidentifier: Pick<OutgoingDeidentifier, 'prepare'>;
  /** For how long a report is waited for on the association of its request, in milliseconds; default 3 000. */
  readonly reportGraceMs?: number;
};

export type Run = {
  readonly delivery: ClaimedDelivery;
  readonly options: DeliveryOptions;
  readonly pace: Pace;
  readonly control: RunControl;
};

/** What became of an attempt, besides what is written down of each instance. */
export type Attempt =
  | { readonly kind: 'complete' }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'lease-lost' }
  /** Instances are left; the code says why. */
  | { readonly kind: 'again'; readonly code: DeliveryCode }
  | { readonly kind: 'no-association'; readonly code: DeliveryCode }
  /** The destination was asked to commit to what it took, and is to report. */
  | { readonly kind: 'committing' }
  /** It could not be asked, or did not want to be; `isForGood` where asking again is of no use. */
  | { readonly kind: 'not-asked'; readonly code: DeliveryCode; readonly isForGood: boolean };
