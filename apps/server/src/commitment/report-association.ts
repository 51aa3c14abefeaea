/**
 * Reports a storage commitment on an association of our own, PS3.4 §J.3.3: we open it and take the role of SCP, for which
 * role selection is needed (PS3.7 §D.3.3.4).
 */

import { explicitVrLittleEndian, implicitVrLittleEndian } from '@isocenter/dicom/transfer-syntax';
import { openAssociation } from '@isocenter/dimse/client';
import { DimseError } from '@isocenter/dimse/errors';
import type { Destination } from '../query-retrieve/move-destination.ts';
import { type CommitmentReport, encodeCommitmentReport } from './data-sets.ts';
import { storageCommitmentInstance, storageCommitmentSopClass } from './service-class.ts';

/** For each step; the next attempt comes anyway. */
const timeoutMs = 5_000;
/** A peer may look up thousands of instances before it answers. */
const responseTimeoutMs = 60_000;

/** Returns the status that the peer answered. @throws DimseError where it cannot be told */
export async function reportOnNewAssociation(
  destination: Destination,
  callingAet: string,
  { transactionUid, report }: { readonly transactionUid: string; readonly report: CommitmentReport },
): Promise<number> {
  const { aeTitle: calledAet, observer, ...address } = destination;
  const association = await openAssociation({
    ...address,
    calledAet,
    callingAet,
    contexts: [
      {
        abstractSyntax: storageCommitmentSopClass,
        transferSyntaxes: [explicitVrLittleEndian.uid, implicitVrLittleEndian.uid],
      },
    ],
    roleSelections: [{ sopClassUid: storageCommitmentSopClass, scu: false, scp: true }],
    connectTimeoutMs: timeoutMs,
    artimTimeoutMs: timeoutMs,
    responseTimeoutMs,
  });
  observer?.opened();
  try {
    const [context] = association.acceptedContexts;
    if (context === undefined) throw new DimseError('context-not-accepted', 'the peer takes no reports');
    const { status } = await association.eventReport({
      sopClassUid: storageCommitmentSopClass,
      sopInstanceUid: storageCommitmentInstance,
      transferSyntaxUid: context.transferSyntax,
      ...encodeCommitmentReport(transactionUid, report, context.transferSyntax),
    });
    await association.release();
    return status;
  } catch (error) {
    association.abort();
    throw error;
  }
}
