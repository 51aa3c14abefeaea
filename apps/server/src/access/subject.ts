/**
 * Subjects: who asks. Everything that reaches the node is given one before anything else is decided about it.
 *
 * `member` and `admin` are roles of users and of API tokens. A service account speaks with tokens of its own, and which of
 * them it is makes no difference to what it may do. A peer carries the verbs that its entry allows; a system
 * subject is a part of the node itself acting on nobody's behalf.
 */

import type { PeerVerb } from '@isocenter/contract/peers';
import type { Role, UserRole } from '@isocenter/contract/role';
import type { Membership } from './memberships.ts';

export type Subject =
  | {
      readonly kind: 'user';
      readonly userId: number;
      readonly role: UserRole;
      readonly email: string;
      /** Teams and organisations, as they are at this request. */
      readonly memberships?: readonly Membership[];
    }
  | { readonly kind: 'token'; readonly tokenId: number; readonly role: Role; readonly label: string }
  | {
      readonly kind: 'service';
      readonly serviceId: number;
      readonly name: string;
      /** With which it speaks. */
      readonly tokenId: number;
      /** Organisations, as they are at this request. */
      readonly memberships?: readonly Membership[];
    }
  | {
      readonly kind: 'peer';
      /** Calling AE title. */
      readonly aet: string;
      /** IP address the association came from. */
      readonly address: string;
      /** Undefined for a caller on this machine that no entry names. */
      readonly peerId: number | undefined;
      readonly verbs: readonly PeerVerb[];
      /** Its entry was switched off or removed after it was let in: nothing at all is open to it. */
      readonly isGone?: boolean | undefined;
    }
  | { readonly kind: 'system'; readonly name: string }
  | { readonly kind: 'anonymous' };

export const anonymous: Subject = { kind: 'anonymous' };
