/**
 * The answer to a store request: the Store Instances Response Module in the DICOM JSON Model, PS3.18 §10.5.3 and Annex I.
 *
 * What was stored is in Referenced SOP Sequence, what was refused in Failed SOP Sequence, and what could not even be told
 * apart in Other Failures Sequence.
 */

import { findDictionaryVr, type Keyword, tagOf } from '@isocenter/dicom/dictionary';
import type { DicomJson, DicomJsonValue } from '@isocenter/dicom/json';
import { tagKey } from '@isocenter/dicom/tag';
import type { RefusalCode } from '../archive/object-check.ts';
import type { ResourceUrls } from './resource-urls.ts';

/** What became of one part of a request. */
export type StowResult =
  | {
      readonly kind: 'stored';
      readonly sopClassUid: string;
      readonly sopInstanceUid: string;
      readonly seriesInstanceUid: string;
      readonly studyInstanceUid: string;
    }
  | {
      readonly kind: 'failed';
      readonly code: StowFailureCode;
      /** Known where the header was read. */
      readonly identity: { readonly sopClassUid: string; readonly sopInstanceUid: string } | undefined;
    };

/** Refusals of the archive, and of this edge: a part of another media type, a body that broke off, a fault of ours. */
export type StowFailureCode =
  | RefusalCode
  | 'part-media-type'
  | 'body-broken'
  /** Metadata is not the model of PS3.18 Annex F, or does not fit the frames that came with it. */
  | 'metadata-invalid'
  /** Metadata names bulk data that did not come. */
  | 'bulk-data-missing'
  /** No metadata names the bulk data that came. */
  | 'bulk-data-unused'
  | 'database-unavailable'
  | 'processing-failure';

/** Worth another try, PS3.18 Table I.2-2. */
const outOfResources = 0xa700;

/** Failure Reason (0008,1197), PS3.18 Table I.2-2; 0111H is of PS3.7 §C.4.2. */
export const stowFailureReasons: Readonly<Record<StowFailureCode, number>> = {
  empty: 0xc000,
  'not-dicom': 0xc000,
  unreadable: 0xc000,
  truncated: 0xc000,
  'budget-exceeded': 0xc000,
  'part-media-type': 0xc000,
  'body-broken': 0xc000,
  'metadata-invalid': 0xc000,
  'bulk-data-missing': 0xc000,
  'bulk-data-unused': 0xc000,
  'missing-uid': 0xa900,
  'invalid-uid': 0xa900,
  'sop-class-mismatch': 0xa900,
  'sop-instance-mismatch': 0xa900,
  'study-mismatch': 0xa900,
  dicomdir: 0x0122,
  'sop-class-disabled': 0x0122,
  'different-content': 0x0111,
  'out-of-resources': outOfResources,
  'database-unavailable': outOfResources,
  'processing-failure': 0x0110,
};

/** Returns the module; the order of each sequence is that of the request. */
export function storeResponse(results: readonly StowResult[], urls: ResourceUrls): DicomJson {
  const stored = results.filter((result) => result.kind === 'stored');
  const failed = results.filter((result) => result.kind === 'failed');
  const studies = [...new Set(stored.map(({ studyInstanceUid }) => studyInstanceUid))];
  const [study] = studies;
  return {
    // Only one address fits here; where several studies were stored, each instance has its own.
    ...(studies.length === 1 && study !== undefined && attribute('RetrieveURL', [urls.study(study)])),
    ...sequence('FailedSOPSequence', failed.filter(isIdentified).map(failedItem)),
    ...sequence(
      'ReferencedSOPSequence',
      stored.map((result) => storedItem(result, urls)),
    ),
    ...sequence(
      'OtherFailuresSequence',
      failed.filter((result) => !isIdentified(result)).map(({ code }) => failureReason(code)),
    ),
  };
}

/**
 * Returns the HTTP status, PS3.18 Table 10.5.3-1; where nothing was stored, 507 for want of room (RFC 4918 §11.5) and 503 for
 * want of the database.
 */
export function storeStatus(results: readonly StowResult[]): 200 | 202 | 409 | 503 | 507 {
  const failed = results.filter((result) => result.kind === 'failed');
  if (failed.length === 0) return 200;
  if (failed.length < results.length) return 202;
  if (failed.every(({ code }) => code === 'out-of-resources')) return 507;
  return failed.every(({ code }) => stowFailureReasons[code] === outOfResources) ? 503 : 409;
}

type Failed = Extract<StowResult, { kind: 'failed' }>;
type Identified = Failed & { readonly identity: NonNullable<Failed['identity']> };

function isIdentified(result: Failed): result is Identified {
  return result.identity !== undefined;
}

function failedItem({ identity, code }: Identified): DicomJson {
  return {
    ...attribute('ReferencedSOPClassUID', [identity.sopClassUid]),
    ...attribute('ReferencedSOPInstanceUID', [identity.sopInstanceUid]),
    ...failureReason(code),
  };
}

function storedItem(result: Extract<StowResult, { kind: 'stored' }>, urls: ResourceUrls): DicomJson {
  return {
    ...attribute('ReferencedSOPClassUID', [result.sopClassUid]),
    ...attribute('ReferencedSOPInstanceUID', [result.sopInstanceUid]),
    ...attribute('RetrieveURL', [urls.instance(result)]),
  };
}

function failureReason(code: StowFailureCode): DicomJson {
  return attribute('FailureReason', [stowFailureReasons[code]]);
}

function sequence(keyword: Keyword, items: readonly DicomJson[]): DicomJson {
  return items.length === 0 ? {} : attribute(keyword, items);
}

function attribute(keyword: Keyword, values: readonly DicomJsonValue[]): DicomJson {
  const tag = tagOf(keyword);
  return { [tagKey(tag)]: { vr: findDictionaryVr(tag) ?? 'UN', Value: values } };
}
