/**
 * The files of a retrieve request, PS3.18 §10.4.1.1.1: which instances can be had in what the client takes, as far as that
 * shows beforehand, and the bytes of those.
 *
 * Who named no transfer syntax, or takes the one an instance is stored in, gets as received what cannot be turned,
 * PS3.18 §8.7.3. For others such an instance is left out.
 */

import { HttpProblem } from '../http/problem.ts';
import { chooseTransferSyntax, type InstanceFormat, isReceivedTaken } from './accept.ts';
import type { DicomwebDeps } from './dependencies.ts';
import { explicitFile, type InstanceFile, isExplicitPossible, receivedFile } from './instance-bytes.ts';
import type { StoredInstance } from './instance-repository.ts';

export type PlannedFile = {
  readonly instance: StoredInstance;
  readonly form: 'received' | 'explicit-le';
  /** Where it turns out that it cannot be turned. */
  readonly mayBeReceived: boolean;
};

/** Returns the files that there will be; instances are left out that can be had in nothing the client takes. */
export function planFiles(instances: readonly StoredInstance[], { syntaxes }: InstanceFormat): readonly PlannedFile[] {
  return instances.flatMap((instance): PlannedFile[] => {
    const wanted = chooseTransferSyntax(syntaxes, instance.transferSyntaxUid);
    const mayBeReceived = isReceivedTaken(syntaxes, instance.transferSyntaxUid);
    if (wanted !== 'explicit-le') return wanted === undefined ? [] : [{ instance, form: wanted, mayBeReceived }];
    if (isExplicitPossible(instance)) return [{ instance, form: 'explicit-le', mayBeReceived }];
    return mayBeReceived ? [{ instance, form: 'received', mayBeReceived }] : [];
  });
}

/** @throws HttpProblem `transcoding-not-possible` */
export async function makeFile(
  { archive, renderer, logger }: DicomwebDeps,
  { instance, form, mayBeReceived }: PlannedFile,
): Promise<InstanceFile> {
  if (form === 'received') return receivedFile(archive, instance);
  try {
    return await explicitFile(archive, renderer, instance);
  } catch (error) {
    if (!(error instanceof HttpProblem)) throw error;
    const { studyId, transferSyntaxUid } = instance;
    logger.warn({ code: error.code, studyId, transferSyntaxUid, mayBeReceived }, 'an instance could not be turned');
    if (!mayBeReceived) throw error;
    return receivedFile(archive, instance);
  }
}
