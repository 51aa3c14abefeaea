/** Why a requestor's operations are rejected once their association has ended. */

import type { AssociationEnd } from './association-end.ts';
import { DimseError } from './errors.ts';
import { rejectionName } from './rejection.ts';
import { isTlsCode } from './tls.ts';

/** The peer as it was called. */
export type Address = { readonly host: string; readonly port: number };

/** Returns the error for an end; `isConnected` tells whether there was a connection at all. */
export function errorOfEnd(end: AssociationEnd, where: Address, isConnected: boolean): DimseError {
  switch (end.kind) {
    case 'released':
      return new DimseError('association-closed', 'the association is released', where);
    case 'rejected':
      return new DimseError('association-rejected', `the association was rejected: ${rejectionName(end.rejection)}`, {
        ...where,
        ...end.rejection,
      });
    case 'aborted':
      return new DimseError('association-aborted', `the association was aborted by the ${end.by} side`, {
        ...where,
        source: end.source,
        reason: end.reason,
      });
    case 'timeout':
      return new DimseError('timeout', 'the peer took too long', { ...where, phase: end.phase });
    case 'connection-lost':
      if (isTlsCode(end.systemCode)) {
        return new DimseError('tls-failed', 'the secure connection could not be made', {
          ...where,
          ...(end.systemCode !== undefined && { systemCode: end.systemCode }),
        });
      }
      return new DimseError(
        isConnected ? 'connection-lost' : 'connection-failed',
        isConnected ? 'the connection was lost' : 'the connection could not be opened',
        { ...where, ...(end.systemCode !== undefined && { systemCode: end.systemCode }) },
      );
  }
}
