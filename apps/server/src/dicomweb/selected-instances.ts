/** From the address of a retrieve resource to the instances it names, as far as they exist for who asks. */

import type { FastifyRequest } from 'fastify';
import type { GivenSeries } from '../access/open-answers.ts';
import { downloading, seeing } from '../access/readable-studies.ts';
import { entityTag } from '../http/entity-tag.ts';
import { HttpProblem } from '../http/problem.ts';
import { type InstanceSelector, listInstances, type StoredInstance } from '../retrieval/instance-repository.ts';
import type { DicomwebDeps } from './dependencies.ts';
import { assertRequestedUid } from './requested-uid.ts';

/** Returns the selector of an address. @throws HttpProblem `uid-invalid` */
export function selectorOf(request: FastifyRequest): InstanceSelector {
  // The patterns of all retrieve routes have `study`; the others where the resource is narrower.
  const { study, series, instance } = request.params as { study: string; series?: string; instance?: string };
  for (const uid of [study, series, instance]) if (uid !== undefined) assertRequestedUid(uid);
  return { studyInstanceUid: study, seriesInstanceUid: series, sopInstanceUid: instance };
}

/** @throws HttpProblem `not-found` where there is none, `uid-invalid` */
export async function findInstances(deps: DicomwebDeps, request: FastifyRequest): Promise<readonly StoredInstance[]> {
  const selector = selectorOf(request);
  const instances = await listInstances(deps, request.access.subject, selector);
  if (instances.length === 0) throw new HttpProblem('not-found');
  return instances;
}

/**
 * Returns those that may be downloaded.
 * @throws HttpProblem `forbidden` where some may be seen and none downloaded, `not-found`, `uid-invalid`
 */
export async function findDownloads(deps: DicomwebDeps, request: FastifyRequest): Promise<readonly StoredInstance[]> {
  const selector = { ...selectorOf(request), reach: { privileges: downloading } };
  const instances = await listInstances(deps, request.access.subject, selector);
  if (instances.length > 0) return instances;
  await findInstances(deps, request);
  throw new HttpProblem('forbidden');
}

/** @throws HttpProblem `not-found` where there is none, `uid-invalid` */
export async function findOneInstance(deps: DicomwebDeps, request: FastifyRequest): Promise<StoredInstance> {
  const [one] = await findInstances(deps, request);
  if (one === undefined) throw new HttpProblem('not-found');
  return one;
}

/** Returns the entity tag of what is made of instances. @param made what it is, and every parameter that counts */
export function tagOfInstances(instances: readonly StoredInstance[], made: readonly string[]): string {
  return entityTag([...made, ...instances.map(({ location }) => location.objectId)]);
}

export type RetrievedKind =
  | 'instances'
  | 'metadata'
  | 'frames'
  | 'bulkdata'
  | 'all-bulkdata'
  | 'all-pixeldata'
  | 'rendered'
  | 'thumbnail';

const recordedKinds: ReadonlySet<RetrievedKind> = new Set(['instances', 'metadata', 'all-bulkdata', 'all-pixeldata']);

const downloadedKinds: ReadonlySet<RetrievedKind> = new Set(['instances', 'all-bulkdata', 'all-pixeldata']);

function seriesOf(instances: readonly StoredInstance[]): readonly GivenSeries[] {
  const series = new Map(instances.map((one) => [`${one.studyId} ${one.seriesInstanceUid}`, one]));
  return [...series.values()].map(({ studyId, seriesInstanceUid }) => ({ studyId, seriesInstanceUid }));
}

/**
 * Notes in the audit trail what was retrieved, by internal ids. A study, series or its metadata waits until that is durable;
 * frames and pictures come by the hundred and are counted.
 */
export async function noteRetrieval(
  request: FastifyRequest,
  instances: readonly StoredInstance[],
  what: RetrievedKind,
): Promise<void> {
  const { subject, address, audit } = request.access;
  const privileges = downloadedKinds.has(what) ? downloading : seeing;
  request.given = { given: seriesOf(instances), reach: { privileges } };
  for (const [studyId, ofStudy] of Map.groupBy(instances, (instance) => instance.studyId)) {
    const event = {
      action: 'study:read',
      outcome: 'success',
      subject,
      object: { kind: 'study', id: studyId },
      address,
      details: { edge: 'wado-rs', what, instances: ofStudy.length },
    } as const;
    if (recordedKinds.has(what)) await audit.record(event);
    else audit.count(event);
  }
}
