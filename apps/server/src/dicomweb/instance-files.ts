/**
 * The files of a retrieve request, PS3.18 §10.4.1.1.1: which instances can be had in what the client takes, as far as that
 * shows beforehand, and the bytes of those.
 *
 * The syntaxes that a client takes are tried in its order. Who named none, or takes the one an instance is stored in, gets
 * as received what cannot be turned, PS3.18 §8.7.3. For others such an instance is left out.
 */

import { fileIn, type InstanceFile } from '../retrieval/instance-file.ts';
import type { StoredInstance } from '../retrieval/instance-repository.ts';
import { RetrievalError } from '../retrieval/retrieval-error.ts';
import { isPossible } from '../retrieval/transcode.ts';
import { type InstanceFormat, transferSyntaxesFor } from './accept.ts';
import type { DicomwebDeps } from './dependencies.ts';

export type PlannedFile = {
  readonly instance: StoredInstance;
  /** At least one; each after the first is for the case that it turns out that the one before cannot be had. */
  readonly transferSyntaxUids: readonly string[];
};

/** Returns the files that there will be; instances are left out that can be had in nothing the client takes. */
export function planFiles(instances: readonly StoredInstance[], { syntaxes }: InstanceFormat): readonly PlannedFile[] {
  return instances
    .map((instance) => {
      const wanted = transferSyntaxesFor(syntaxes, instance.transferSyntaxUid);
      return { instance, transferSyntaxUids: wanted.filter((uid) => isPossible(instance, uid)) };
    })
    .filter(({ transferSyntaxUids }) => transferSyntaxUids.length > 0);
}

/** @throws RetrievalError `transcoding-not-possible` where none of the planned syntaxes turns out possible */
export async function makeFile(
  deps: DicomwebDeps,
  { instance, transferSyntaxUids: [uid = instance.transferSyntaxUid, ...others] }: PlannedFile,
): Promise<InstanceFile> {
  try {
    return await fileIn(deps, instance, uid);
  } catch (error) {
    if (!(error instanceof RetrievalError)) throw error;
    const { studyId, transferSyntaxUid } = instance;
    const left = others.length;
    deps.logger.warn(
      { code: error.code, studyId, transferSyntaxUid, wanted: uid, left },
      'an instance could not be turned',
    );
    if (left === 0) throw error;
    return makeFile(deps, { instance, transferSyntaxUids: others });
  }
}
