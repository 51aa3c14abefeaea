/** Which words say why a patient was erased, and how somebody came by a copy. */

import type { Erasure, Recipient } from '@isocenter/contract/erasures';

export const erasureReasons = {
  'patient-request': 'erasures.reasonPatient',
  'consent-withdrawn': 'erasures.reasonConsent',
  'court-order': 'erasures.reasonCourt',
  'stored-by-mistake': 'erasures.reasonMistake',
  'retention-over': 'erasures.reasonRetention',
  ledger: 'erasures.reasonLedger',
} as const satisfies Record<Erasure['reason'], string>;

export const recipientWays = {
  delivery: 'erasures.wayDelivery',
  move: 'erasures.wayMove',
  get: 'erasures.wayGet',
  web: 'erasures.wayWeb',
} as const satisfies Record<Recipient['way'], string>;
