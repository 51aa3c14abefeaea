/**
 * The data sets of storage commitment: the Action Information of a request and the Event Information of a report,
 * PS3.4 Tables J.3-1 and J.3-2; reasons of failure, PS3.3 §C.14.
 */

import { type Attributes, buildDataSet } from '@isocenter/dicom/build';
import type { DataSet } from '@isocenter/dicom/data-set';
import { tagOf } from '@isocenter/dicom/dictionary';
import { encodeDataSet } from '@isocenter/dicom/encode';
import { parseDataSet } from '@isocenter/dicom/parse';
import { findTransferSyntax } from '@isocenter/dicom/transfer-syntax';
import { getItems, getNumber, getString } from '@isocenter/dicom/values';
import { isUid } from '@isocenter/dimse/uid';
import { inflateRaw } from '../archive/inflate.ts';
import { isTakenUid } from '../archive/object-check.ts';

export type InstanceReference = { readonly sopClassUid: string; readonly sopInstanceUid: string };

export type CommitmentRequest = { readonly transactionUid: string; readonly instances: readonly InstanceReference[] };

/** Failure Reason (0008,1197), PS3.3 §C.14.1.1. */
export const failureReasons = {
  processingFailure: 0x0110,
  noSuchObjectInstance: 0x0112,
  classInstanceConflict: 0x0119,
  duplicateTransactionUid: 0x0131,
} as const;

export type FailedInstance = InstanceReference & { readonly reason: number };

export type CommitmentReport = {
  readonly committed: readonly InstanceReference[];
  readonly failed: readonly FailedInstance[];
};

/** Event Type IDs of a report, PS3.4 Table J.3-2. */
export const reportTypes = { complete: 1, failuresExist: 2 } as const;

/** Returns the request; undefined where it cannot be read, names no transaction or instance, or what nothing here is called. */
export function parseCommitmentRequest(bytes: Uint8Array, transferSyntaxUid: string): CommitmentRequest | undefined {
  const dataSet = parse(bytes, transferSyntaxUid);
  const transactionUid = dataSet && getString(dataSet, tagOf('TransactionUID'));
  if (dataSet === undefined || transactionUid === undefined || !isUid(transactionUid)) return undefined;
  const instances = referencesOf(dataSet, 'ReferencedSOPSequence');
  return instances === undefined || instances.length === 0 ? undefined : { transactionUid, instances };
}

export function encodeCommitmentRequest(request: CommitmentRequest, transferSyntaxUid: string): Uint8Array {
  const ReferencedSOPSequence = request.instances.map(referenceAttributes);
  return encode({ TransactionUID: request.transactionUid, ReferencedSOPSequence }, transferSyntaxUid);
}

/** Returns a report with its transaction; undefined where it cannot be read, names none, or what nothing here is called. */
export function parseCommitmentReport(
  bytes: Uint8Array,
  transferSyntaxUid: string,
): { readonly transactionUid: string; readonly report: CommitmentReport } | undefined {
  const dataSet = parse(bytes, transferSyntaxUid);
  const transactionUid = dataSet && getString(dataSet, tagOf('TransactionUID'));
  if (dataSet === undefined || transactionUid === undefined || !isUid(transactionUid)) return undefined;
  const committed = referencesOf(dataSet, 'ReferencedSOPSequence');
  const failedReferences = referencesOf(dataSet, 'FailedSOPSequence');
  if (committed === undefined || failedReferences === undefined) return undefined;
  const reasons = getItems(dataSet, tagOf('FailedSOPSequence')).map(reasonOf);
  const failed = failedReferences.map((reference, index) => ({
    ...reference,
    reason: reasons[index] ?? failureReasons.processingFailure,
  }));
  return { transactionUid, report: { committed, failed } };
}

export type ReportMessage = { readonly typeId: number; readonly dataSet: Uint8Array };

/** Returns the Event Type ID and the data set of a report; sequences without items are left out. */
export function encodeCommitmentReport(
  transactionUid: string,
  { committed, failed }: CommitmentReport,
  transferSyntaxUid: string,
): ReportMessage {
  const attributes: Attributes = {
    TransactionUID: transactionUid,
    ...(committed.length > 0 && { ReferencedSOPSequence: committed.map(referenceAttributes) }),
    ...(failed.length > 0 && {
      FailedSOPSequence: failed.map((instance) => ({
        ...referenceAttributes(instance),
        FailureReason: instance.reason,
      })),
    }),
  };
  const typeId = failed.length > 0 ? reportTypes.failuresExist : reportTypes.complete;
  return { typeId, dataSet: encode(attributes, transferSyntaxUid) };
}

function referenceAttributes({ sopClassUid, sopInstanceUid }: InstanceReference) {
  return { ReferencedSOPClassUID: sopClassUid, ReferencedSOPInstanceUID: sopInstanceUid };
}

/** What is stored here may be named, whether its UIDs are such or not: one object keeps no others from being committed to. */
function referencesOf(
  dataSet: DataSet,
  sequence: 'ReferencedSOPSequence' | 'FailedSOPSequence',
): readonly InstanceReference[] | undefined {
  const instances = getItems(dataSet, tagOf(sequence)).map((item) => ({
    sopClassUid: getString(item, tagOf('ReferencedSOPClassUID')) ?? '',
    sopInstanceUid: getString(item, tagOf('ReferencedSOPInstanceUID')) ?? '',
  }));
  const isWhole = instances.every(
    ({ sopClassUid, sopInstanceUid }) => isTakenUid(sopClassUid) && isTakenUid(sopInstanceUid),
  );
  return isWhole ? instances : undefined;
}

/** Undefined where it is missing, or not what a US can be: peers write it in other VRs, which hold anything. */
function reasonOf(item: DataSet): number | undefined {
  const reason = getNumber(item, tagOf('FailureReason'));
  return reason !== undefined && Number.isInteger(reason) && reason >= 0 && reason <= 0xffff ? reason : undefined;
}

function parse(bytes: Uint8Array, transferSyntaxUid: string): DataSet | undefined {
  const syntax = findTransferSyntax(transferSyntaxUid);
  if (syntax === undefined) return undefined;
  const { value, findings } = parseDataSet(bytes, syntax, { inflate: inflateRaw });
  return findings.some(({ code }) => code === 'unreadable-element') ? undefined : value;
}

function encode(attributes: Attributes, transferSyntaxUid: string): Uint8Array {
  const syntax = findTransferSyntax(transferSyntaxUid);
  if (syntax === undefined) throw new RangeError('the context of a commitment has an unknown transfer syntax');
  return encodeDataSet(buildDataSet(attributes), syntax);
}
