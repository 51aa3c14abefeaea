/** Measures of associations for Prometheus. No AE title is a label: what strangers call themselves has no end. */

import type { AssociationEnd } from '@isocenter/dimse/association-end';
import { type Rejection, rejectionName } from '@isocenter/dimse/rejection';
import type { Metrics } from '../http/metrics.ts';

/** How an association ended: by the peer or by this node where that makes a difference. */
export type EndName = 'released' | 'aborted-by-peer' | 'aborted-by-node' | 'timeout' | 'connection-lost';

export type AssociationMeasures = {
  accepted(): void;
  rejected(rejection: Rejection): void;
  ended(end: EndName): void;
};

/** @param open returns how many associations there are now */
export function createAssociationMeasures(metrics: Metrics, open: () => number): AssociationMeasures {
  const registers = [metrics.registry];
  new metrics.Gauge({
    name: 'isocenter_associations_open',
    help: 'Associations that are established now',
    registers,
    collect() {
      this.set(open());
    },
  });
  const accepted = new metrics.Counter({
    name: 'isocenter_associations_accepted_total',
    help: 'Associations that were accepted',
    registers,
  });
  const rejected = new metrics.Counter({
    name: 'isocenter_associations_rejected_total',
    help: 'Associations that were rejected, by the reasons of PS3.8 Table 9-21',
    labelNames: ['reason'],
    registers,
  });
  const ended = new metrics.Counter({
    name: 'isocenter_associations_ended_total',
    help: 'Associations that are over, by how they ended',
    labelNames: ['end'],
    registers,
  });
  return {
    accepted: () => accepted.inc(),
    rejected: (rejection) => rejected.inc({ reason: rejectionName(rejection) }),
    ended: (end) => ended.inc({ end }),
  };
}

/** Returns how an association ended that was established; undefined for one that was rejected. */
export function endNameOf(end: AssociationEnd): EndName | undefined {
  switch (end.kind) {
    case 'released':
    case 'timeout':
    case 'connection-lost':
      return end.kind;
    case 'aborted':
      return end.by === 'peer' ? 'aborted-by-peer' : 'aborted-by-node';
    case 'rejected':
      return undefined;
  }
}
