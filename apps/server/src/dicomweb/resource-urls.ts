/** Addresses of DICOMweb resources, PS3.18 §10.1, below `http.publicUrl`. */

import type { InstanceIds } from '../retrieval/instance-repository.ts';

export const dicomwebPath = '/dicom-web';

/**
 * Makes addresses from the base of the node, without trailing slash, which is known once it listens. UIDs may hold odd text
 * and are escaped.
 */
export function createResourceUrls(baseUrl: () => string) {
  const root = () => `${baseUrl()}${dicomwebPath}`;
  const study = (uid: string) => `${root()}/studies/${encodeURIComponent(uid)}`;
  const series = (studyUid: string, uid: string) => `${study(studyUid)}/series/${encodeURIComponent(uid)}`;
  const instance = ({ studyInstanceUid, seriesInstanceUid, sopInstanceUid }: InstanceIds) =>
    `${series(studyInstanceUid, seriesInstanceUid)}/instances/${encodeURIComponent(sopInstanceUid)}`;
  return {
    root,
    study,
    series,
    instance,
    /** @param path tags and item numbers, as `toDicomJson` gives them */
    bulkData: (ids: InstanceIds, path: readonly string[]) => `${instance(ids)}/bulkdata/${path.join('/')}`,
  };
}

export type ResourceUrls = ReturnType<typeof createResourceUrls>;
