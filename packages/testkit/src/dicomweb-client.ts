/**
 * The DICOMweb requests that tests and proofs ask a node, PS3.18 §10.4 to §10.6. It reads whole answers into memory; what
 * is large is asked for with `fetch` by those who need it.
 */

import { createHash } from 'node:crypto';
import type { DataSet } from '@isocenter/dicom/data-set';
import { tagOf } from '@isocenter/dicom/dictionary';
import type { DicomJson } from '@isocenter/dicom/json';
import { parseDataSet } from '@isocenter/dicom/parse';
import { explicitVrLittleEndian } from '@isocenter/dicom/transfer-syntax';
import { getString } from '@isocenter/dicom/values';

/** As received, PS3.18 §8.7.3.4. */
const asReceived = 'multipart/related; type="application/dicom"; transfer-syntax=*';
const pageSize = 1000;

/** Offsets of PS3.10 §7.1: preamble, "DICM", then (0002,0000) with VR UL and four bytes. */
const preambleBytes = 128;
const fileMetaStart = 132;
const groupLengthElementBytes = 12;

export type InstanceReference = {
  readonly studyInstanceUid: string;
  readonly seriesInstanceUid: string;
  readonly sopInstanceUid: string;
};

/** One part of a multipart answer. */
export type RetrievedPart = {
  /** Header names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Buffer;
};

export type SentPart = { readonly body: Uint8Array; readonly contentType?: string };

export type StoreAnswer = { readonly status: number; readonly response: DicomJson };

export type DicomwebClient = {
  /** Everything that a search finds, page after page; `path` such as `/studies/1.2/instances?includefield=all`. */
  search(path: string): Promise<readonly DicomJson[]>;
  /** Lists the instances of a study, or of the whole archive. */
  listInstances(studyInstanceUid?: string): Promise<readonly InstanceReference[]>;
  /** Retrieves what lies at a path, such as `/studies/1.2`; as received unless told. */
  retrieve(path: string, accept?: string): Promise<readonly RetrievedPart[]>;
  /** Retrieves a study as it was received: SOP Instance UID → SHA-256 of the data set. */
  retrieveDigests(studyInstanceUid: string): Promise<ReadonlyMap<string, string>>;
  /** Stores files in one request; to a study where one is named. */
  store(parts: readonly SentPart[], studyInstanceUid?: string): Promise<StoreAnswer>;
};

export function connectDicomweb(httpUrl: string, token: string): DicomwebClient {
  const authorization = `Bearer ${token}`;
  const get = async (path: string, accept: string) => {
    const response = await fetch(`${httpUrl}/dicom-web${path}`, { headers: { authorization, accept } });
    if (!response.ok) throw new Error(`GET ${path.split('?')[0]} answered ${response.status}`);
    return response;
  };
  const search = async (path: string) => {
    const found: DicomJson[] = [];
    for (let offset = 0; ; offset += pageSize) {
      const paged = `${path}${path.includes('?') ? '&' : '?'}limit=${pageSize}&offset=${offset}`;
      const response = await get(paged, 'application/dicom+json');
      const page: readonly DicomJson[] = response.status === 204 ? [] : JSON.parse(await response.text());
      found.push(...page);
      if (page.length < pageSize) return found;
    }
  };
  const retrieve = async (path: string, accept = asReceived) => {
    const response = await get(path, accept);
    const contentType = response.headers.get('content-type') ?? '';
    return splitParts(Buffer.from(await response.arrayBuffer()), boundaryOf(contentType));
  };
  return {
    search,
    retrieve,
    async listInstances(studyInstanceUid) {
      const found = await search(
        studyInstanceUid === undefined ? '/instances' : `/studies/${studyInstanceUid}/instances`,
      );
      return found.map((instance) => ({
        studyInstanceUid: studyInstanceUid ?? textOf(instance, '0020000D'),
        seriesInstanceUid: textOf(instance, '0020000E'),
        sopInstanceUid: textOf(instance, '00080018'),
      }));
    },
    async retrieveDigests(studyInstanceUid) {
      const parts = await retrieve(`/studies/${studyInstanceUid}`);
      return new Map(
        parts.map(({ body }) => {
          const { sopInstanceUid, dataSet } = splitFile(body);
          return [sopInstanceUid, sha256(dataSet)];
        }),
      );
    },
    async store(parts, studyInstanceUid) {
      const boundary = 'test-boundary';
      const response = await fetch(`${httpUrl}/dicom-web/studies${studyInstanceUid ? `/${studyInstanceUid}` : ''}`, {
        method: 'POST',
        headers: {
          authorization,
          accept: 'application/dicom+json',
          'content-type': `multipart/related; type="application/dicom"; boundary=${boundary}`,
        },
        body: joinParts(parts, boundary),
      });
      return { status: response.status, response: JSON.parse(await response.text()) };
    },
  };
}

/** What a node sends: file meta information and, as they stand, the bytes of the data set. */
export type RetrievedFile = {
  readonly preamble: Uint8Array;
  readonly fileMeta: DataSet;
  readonly transferSyntaxUid: string;
  readonly sopInstanceUid: string;
  readonly dataSet: Buffer;
};

/** Takes a file apart by (0002,0000), which every file of ours has, PS3.10 Table 7.1-1. */
export function splitFile(file: Buffer): RetrievedFile {
  const end = fileMetaStart + groupLengthElementBytes + file.readUInt32LE(fileMetaStart + 8);
  const fileMeta = parseDataSet(file.subarray(fileMetaStart, end), explicitVrLittleEndian).value;
  return {
    preamble: file.subarray(0, preambleBytes),
    fileMeta,
    transferSyntaxUid: getString(fileMeta, tagOf('TransferSyntaxUID')) ?? '',
    sopInstanceUid: getString(fileMeta, tagOf('MediaStorageSOPInstanceUID')) ?? '',
    dataSet: file.subarray(end),
  };
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function textOf(json: DicomJson, key: string): string {
  return String(json[key]?.Value?.[0] ?? '');
}

function boundaryOf(contentType: string): string {
  return /boundary="?([^";]+)/.exec(contentType)?.[1] ?? '';
}

/** Takes a multipart body apart, RFC 2046 §5.1; the boundary is long enough not to occur in what was sent. */
function splitParts(body: Buffer, boundary: string): readonly RetrievedPart[] {
  const delimiter = Buffer.from(`--${boundary}`);
  const parts: RetrievedPart[] = [];
  let start = body.indexOf(delimiter);
  while (start >= 0) {
    const next = body.indexOf(delimiter, start + delimiter.length);
    if (next < 0) break;
    const part = body.subarray(start + delimiter.length + 2, next - 2);
    const end = part.indexOf('\r\n\r\n');
    const lines = part.subarray(0, end).toString('latin1').split('\r\n');
    const headers = lines.map((line): [string, string] => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
    });
    parts.push({ headers: new Map(headers), body: part.subarray(end + 4) });
    start = next;
  }
  return parts;
}

function joinParts(parts: readonly SentPart[], boundary: string): Buffer {
  const pieces = parts.flatMap(({ body, contentType = 'application/dicom' }) => [
    Buffer.from(`--${boundary}\r\nContent-Type: ${contentType}\r\n\r\n`),
    body,
    Buffer.from('\r\n'),
  ]);
  return Buffer.concat([...pieces, Buffer.from(`--${boundary}--\r\n`)]);
}
