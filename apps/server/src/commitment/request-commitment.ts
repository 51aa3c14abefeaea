/**
 * Asks a peer to commit to what it was sent, PS3.4 Annex J as SCU: N-ACTION, then the report, which comes on the same
 * association or, where somebody else takes it, on one that the peer opens to our AE title.
 */

import { randomUUID } from 'node:crypto';
import { explicitVrLittleEndian, implicitVrLittleEndian } from '@isocenter/dicom/transfer-syntax';
import { openAssociation } from '@isocenter/dimse/client';
import type { ClientAssociation } from '@isocenter/dimse/client-association';
import { DimseError } from '@isocenter/dimse/errors';
import { dimseStatus } from '@isocenter/dimse/status';
import type { RequestorTls } from '@isocenter/dimse/tls';
import type { NotificationRequest, StoreOutcome } from '@isocenter/dimse/verbs';
import {
  type CommitmentReport,
  encodeCommitmentRequest,
  type InstanceReference,
  parseCommitmentReport,
} from './data-sets.ts';
import { requestCommitmentAction, storageCommitmentInstance, storageCommitmentSopClass } from './service-class.ts';

/** Between two looks for a report that came on another association, in milliseconds. */
const lookPauseMs = 250;

/** Where reports on other associations are noted: the listener of this AE title. */
export type ReportInbox = {
  /** Called before the peer is asked. */
  expect(transactionUid: string): Promise<void>;
  find(transactionUid: string): Promise<CommitmentReport | undefined>;
  /** Keeps a report that came on the association of the request, before the peer is answered. Default: it is not kept. */
  note?(transactionUid: string, report: CommitmentReport): Promise<unknown>;
};

export type CommitmentInquiry = {
  readonly target: {
    readonly host: string;
    readonly port: number;
    readonly calledAet: string;
    readonly callingAet: string;
    readonly tls?: RequestorTls;
  };
  readonly instances: readonly InstanceReference[];
  /** How long the report is waited for, in milliseconds. */
  readonly waitMs: number;
  readonly pause: (ms: number) => Promise<void>;
  /** Without it, only a report on the same association is known. */
  readonly inbox?: ReportInbox | undefined;
  /** Told that the association is open. */
  readonly opened?: () => Promise<unknown>;
  /** Ends the waiting for the report; what was asked stays asked. */
  readonly stopping?: AbortSignal;
  /** Ends the association at once, also while it is being opened. */
  readonly cut?: AbortSignal;
};

export type CommitmentOutcome =
  | ({ readonly kind: 'reported' } & CommitmentReport)
  /** The peer answered the request with the status. */
  | { readonly kind: 'refused'; readonly status: number }
  /** It took the request and did not report in time, or ended the association and nobody else takes its report. */
  | { readonly kind: 'unreported' };

/** @throws DimseError where the peer cannot be asked: `context-not-accepted`, and what ends the association */
export async function requestCommitment(inquiry: CommitmentInquiry): Promise<CommitmentOutcome> {
  const { target, instances, inbox } = inquiry;
  const transactionUid = newUid();
  await inbox?.expect(transactionUid);
  const reported = Promise.withResolvers<CommitmentReport>();
  const association = await openAssociation({
    ...target,
    contexts: [
      {
        abstractSyntax: storageCommitmentSopClass,
        transferSyntaxes: [explicitVrLittleEndian.uid, implicitVrLittleEndian.uid],
      },
    ],
    takeEvent: (event) =>
      takeReport(event, transactionUid, async (report) => {
        await inbox?.note?.(transactionUid, report);
        reported.resolve(report);
      }),
    ...(inquiry.cut !== undefined && { signal: inquiry.cut }),
  });
  try {
    await inquiry.opened?.();
    const [context] = association.acceptedContexts;
    if (context === undefined) throw new DimseError('context-not-accepted', 'the peer offers no storage commitment');
    const { status } = await association.action({
      sopClassUid: storageCommitmentSopClass,
      sopInstanceUid: storageCommitmentInstance,
      typeId: requestCommitmentAction,
      transferSyntaxUid: context.transferSyntax,
      dataSet: encodeCommitmentRequest({ transactionUid, instances }, context.transferSyntax),
    });
    if (status !== dimseStatus.success) return { kind: 'refused', status };
    const report = await waitForReport(inquiry, transactionUid, association, reported.promise);
    return report === undefined ? { kind: 'unreported' } : { kind: 'reported', ...report };
  } finally {
    await association.release().catch(() => association.abort());
  }
}

async function takeReport(
  { typeId, dataSet, transferSyntaxUid }: NotificationRequest,
  transactionUid: string,
  keep: (report: CommitmentReport) => Promise<void>,
): Promise<StoreOutcome> {
  if (typeId !== 1 && typeId !== 2) return { status: dimseStatus.noSuchEventType };
  const told = parseCommitmentReport(dataSet ?? new Uint8Array(), transferSyntaxUid);
  if (told?.transactionUid !== transactionUid) return { status: dimseStatus.invalidArgumentValue };
  await keep(told.report);
  return { status: dimseStatus.success };
}

/** Returns the report; undefined where it does not come, or can come no more. */
async function waitForReport(
  { waitMs, pause, inbox, stopping }: CommitmentInquiry,
  transactionUid: string,
  association: ClientAssociation,
  sameAssociation: Promise<CommitmentReport>,
): Promise<CommitmentReport | undefined> {
  for (const deadline = performance.now() + waitMs; performance.now() < deadline && stopping?.aborted !== true; ) {
    const signs: Promise<CommitmentReport | 'ended' | undefined>[] = [
      sameAssociation,
      pause(lookPauseMs).then(() => undefined),
    ];
    // Once the association has ended, only the inbox is left to look into.
    if (inbox === undefined) signs.push(association.gone.then(() => 'ended' as const));
    const sign = await Promise.race(signs);
    if (sign === 'ended') return undefined;
    if (sign !== undefined) return sign;
    const report = await inbox?.find(transactionUid);
    if (report !== undefined) return report;
  }
  return undefined;
}

/** A UID made of a random UUID, PS3.5 §B.2. */
function newUid(): string {
  return `2.25.${BigInt(`0x${randomUUID().replaceAll('-', '')}`)}`;
}
