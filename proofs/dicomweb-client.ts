/** The few DICOMweb requests that the proofs ask a node after they have hurt it. */

import { createHash } from 'node:crypto';
import { tagOf } from '@isocenter/dicom/dictionary';
import { parsePart10 } from '@isocenter/dicom/part10';
import { getString } from '@isocenter/dicom/values';

export type DicomwebClient = {
  /** Lists the SOP Instance UIDs of a study. */
  listInstances(studyInstanceUid: string): Promise<readonly string[]>;
  /** Retrieves a study as it was received: SOP Instance UID → SHA-256 of the data set. */
  retrieveDigests(studyInstanceUid: string): Promise<ReadonlyMap<string, string>>;
};

const pageSize = 1000;

export function connectDicomweb(httpUrl: string, token: string): DicomwebClient {
  const get = async (path: string, accept: string) => {
    const response = await fetch(`${httpUrl}/dicom-web${path}`, {
      headers: { authorization: `Bearer ${token}`, accept },
    });
    if (!response.ok && response.status !== 204)
      throw new Error(`GET ${path.split('?')[0]} answered ${response.status}`);
    return response;
  };
  return {
    async listInstances(studyInstanceUid) {
      const uids: string[] = [];
      for (let offset = 0; ; offset += pageSize) {
        const path = `/studies/${studyInstanceUid}/instances?limit=${pageSize}&offset=${offset}`;
        const response = await get(path, 'application/dicom+json');
        const page = response.status === 204 ? [] : ((await response.json()) as DicomJsonInstance[]); // PS3.18 §F.2
        uids.push(...page.flatMap((instance) => instance['00080018']?.Value ?? []));
        if (page.length < pageSize) return uids;
      }
    },
    async retrieveDigests(studyInstanceUid) {
      const accept = 'multipart/related; type="application/dicom"; transfer-syntax=*';
      const response = await get(`/studies/${studyInstanceUid}`, accept);
      const boundary = /boundary="?([^";]+)/.exec(response.headers.get('content-type') ?? '')?.[1] ?? '';
      const body = Buffer.from(await response.arrayBuffer());
      const digests = new Map<string, string>();
      for (const file of splitParts(body, boundary)) {
        const { value } = parsePart10(file);
        const uid = getString(value.fileMeta, tagOf('MediaStorageSOPInstanceUID')) ?? '';
        digests.set(uid, createHash('sha256').update(file.subarray(value.dataSetOffset)).digest('hex'));
      }
      return digests;
    },
  };
}

type DicomJsonInstance = { readonly '00080018'?: { readonly Value?: readonly string[] } };

/** Takes a multipart body apart, RFC 2046 §5.1; the boundary is long enough not to occur in what we sent. */
function splitParts(body: Buffer, boundary: string): readonly Buffer[] {
  const delimiter = Buffer.from(`--${boundary}`);
  const parts: Buffer[] = [];
  let start = body.indexOf(delimiter);
  while (start >= 0) {
    const next = body.indexOf(delimiter, start + delimiter.length);
    if (next < 0) break;
    const part = body.subarray(start + delimiter.length, next - 2);
    parts.push(part.subarray(part.indexOf('\r\n\r\n') + 4));
    start = next;
  }
  return parts;
}
