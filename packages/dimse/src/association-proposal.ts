/** What a requestor proposes: the A-ASSOCIATE-RQ for the options of a caller, PS3.8 §9.3.2, PS3.7 §D.3.3. */

import { encodeAssociateRequest } from './associate-pdu.ts';
import type { OpenAssociationOptions } from './client.ts';
import { defaults } from './defaults.ts';
import { dicomApplicationContext } from './pdu.ts';

/** @throws DimseError `invalid-argument` for AE titles and UIDs that have no encoding */
export function encodeProposal(options: OpenAssociationOptions): Uint8Array {
  const { calledAet, callingAet, contexts, userIdentity, roleSelections, extendedNegotiations } = options;
  return encodeAssociateRequest({
    protocolVersion: 1,
    calledAet,
    callingAet,
    applicationContext: dicomApplicationContext,
    contexts: contexts.map((proposal, index) => ({ id: 2 * index + 1, ...proposal })),
    userInformation: {
      maxPduBytes: options.maxPduBytes ?? defaults.maxPduBytes,
      implementationClassUid: options.implementationClassUid ?? defaults.implementationClassUid,
      implementationVersionName: options.implementationVersionName ?? defaults.implementationVersionName,
      ...(roleSelections !== undefined && { roleSelections }),
      ...(extendedNegotiations !== undefined && { extendedNegotiations }),
      ...(userIdentity !== undefined && { userIdentity }),
    },
  });
}
