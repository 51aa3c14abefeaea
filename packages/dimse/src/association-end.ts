/** Why an association is no more, as both sides and their applications are told. PS3.8 §7.2 to §7.5. */

import type { Rejection } from './rejection.ts';

export type AssociationEnd =
  | { readonly kind: 'released' }
  | { readonly kind: 'rejected'; readonly rejection: Rejection }
  | {
      readonly kind: 'aborted';
      readonly by: 'peer' | 'local';
      readonly source: number;
      readonly reason: number;
    }
  | { readonly kind: 'timeout'; readonly phase: 'artim' | 'idle' }
  | { readonly kind: 'connection-lost'; readonly systemCode: string | undefined };
