/**
 * What the routes that take a study, a series, an instance or a patient are asked with, and what each of them needs of a
 * grant: the table of `access/SEMANTICS.md`, told apart by pattern and not by the code that it is compared with.
 */

import { operations } from '@isocenter/contract/operations';
import { apiRoutes } from '@isocenter/contract/paths';
import type { Privilege } from '@isocenter/contract/privilege';
import type { Route } from './whole-gateway.ts';

/** What is there to be asked for. Names outside and internal ids. */
export type Asked = {
  readonly uids: { readonly study: string; readonly series: string; readonly instance: string };
  readonly ids: Readonly<Record<'study' | 'instance' | 'patient' | 'conflict' | 'delivery' | 'grant', string>>;
  /** To which deliveries may be ordered. */
  readonly destinationId: string;
};

export type Need = {
  readonly privileges: readonly Privilege[];
  /** What has to be granted of what is named; default any part of it. */
  readonly whole?: true;
  /** Whoever is granted a part only is not told that there is a whole. */
  readonly hiddenInPart?: true;
  /** The route names no study; it answers with those that may be seen. */
  readonly lists?: true;
};

const seeing: readonly Privilege[] = ['view', 'see-identity'];
const downloading: readonly Privilege[] = [...seeing, 'download'];
const managing: readonly Privilege[] = [...seeing, 'manage'];

export const keyOf = ({ method, url }: Route) => `${method} ${url}`;

/** Those that store, open by something else than a grant, or list what belongs to who asks. */
const others = new Set([
  'POST /dicom-web/studies',
  'POST /dicom-web/studies/:study',
  // Broken glass has rules of its own.
  'POST /api/break-glass',
  // Needs a team besides, which `comments/comments.test.ts` walks.
  'POST /api/studies/:id/comments',
]);

/** Routes of the API by what they name; those under `/dicom-web` are told by their ends. */
const apiNeeds: Readonly<Record<string, Need>> = {
  'GET /api/studies': { privileges: seeing, lists: true },
  'GET /api/studies/:id': { privileges: seeing },
  'GET /api/studies/:id/comments': { privileges: seeing },
  'GET /api/instances/:id/elements': { privileges: seeing },
  'GET /api/conflicts': { privileges: seeing, whole: true, lists: true },
  'GET /api/conflicts/:id': { privileges: seeing, whole: true, hiddenInPart: true },
  'GET /api/conflicts/:id/pictures/:copy': { privileges: seeing, whole: true, hiddenInPart: true },
  'GET /api/deliveries': { privileges: seeing, whole: true, lists: true },
  'GET /api/deliveries/:id': { privileges: seeing, whole: true, hiddenInPart: true },
  'POST /api/deliveries': { privileges: downloading, whole: true },
  'POST /api/deliveries/:id/cancel': { privileges: downloading, whole: true, hiddenInPart: true },
  'POST /api/deliveries/:id/resubmit': { privileges: downloading, whole: true, hiddenInPart: true },
  'GET /api/grants': { privileges: seeing, whole: true },
  'GET /api/grantees': { privileges: managing, whole: true },
  'POST /api/grants': { privileges: managing, whole: true },
  'DELETE /api/grants/:id': { privileges: managing, whole: true, hiddenInPart: true },
  'POST /api/teams': { privileges: [...seeing, 'invite'], whole: true },
};

/** What is for administrators is refused to everybody else, whatever is granted. */
export const forAdministrators: readonly string[] = [
  'GET /api/patients/:id/accesses',
  'GET /api/proxies',
  'GET /api/studies/:id/accesses',
  'GET /api/studies/:id/erasure',
  'GET /api/studies/:id/patient.zip',
  'GET /api/studies/:id/wishes',
  'POST /api/conflicts/:id/decision',
  'POST /api/deid-projects/:id/preview',
  'POST /api/erasures',
  'POST /api/holds',
  'POST /api/proxies',
  'POST /api/rules/try',
  'POST /api/sources/:id/studies/:studyId/retry',
  'POST /api/studies/:id/consents',
  'POST /api/studies/:id/corrections',
  'POST /api/studies/:id/patient.zip',
];

/** Which schemas of the API name a study. */
const namingStudies = new Set(
  Object.entries(apiRoutes)
    .filter(([name]) => {
      const { body, query } = operations[name as keyof typeof operations] as Record<string, unknown>; // of the same names
      return [body, query].some((schema) => JSON.stringify(schema ?? {}).includes('"studyId"'));
    })
    .map(([, { method, path }]) => `${method} ${path}`),
);

/** Whether a route takes a study, series, instance or patient, by path, query or body. */
export function takesPatientData(route: Route): boolean {
  if (route.method === 'HEAD' || route.method === 'OPTIONS' || others.has(keyOf(route))) return false;
  const { url } = route;
  if (url.startsWith('/dicom-web/')) return true;
  if (/^\/api\/(studies|instances|patients|series|conflicts|deliveries|grants)(\/|$)/.test(url)) return true;
  return namingStudies.has(keyOf(route)) || url.includes(':studyId');
}

/** Undefined for what is for administrators. @throws Error for a route that nobody has described yet */
export function needOf(route: Route): Need | undefined {
  const { url } = route;
  if (forAdministrators.includes(keyOf(route))) return undefined;
  const need = apiNeeds[keyOf(route)];
  if (need !== undefined) return need;
  if (!url.startsWith('/dicom-web/')) throw new Error(`say in granted-routes.ts what ${keyOf(route)} needs of a grant`);
  if (/^\/dicom-web\/(studies|series|instances)$/.test(url)) return { privileges: seeing, lists: true };
  // Objects as such: instances, and all bulk data; the Pixel Data of one instance is a single value.
  const isObject = /:(study|series|instance)(\/bulkdata)?$|:(study|series)\/pixeldata$/.test(url);
  return { privileges: isObject ? downloading : seeing };
}

/** Address and body of a request. */
export function requestOf(route: Route, { uids, ids, destinationId }: Asked): { path: string; body?: object } {
  const named: Record<string, string> = { ...uids, studyId: ids.study, frames: '1', copy: 'served' };
  const [, , kind = ''] = route.url.split('/');
  const byKind: Record<string, string> = {
    ...{ studies: ids.study, instances: ids.instance, patients: ids.patient },
    ...{ conflicts: ids.conflict, deliveries: ids.delivery, grants: ids.grant },
  };
  const path = route.url
    .replace(/:(\w+)/g, (_, name: string) => (name === 'id' ? (byKind[kind] ?? '1') : (named[name] ?? '1')))
    .replace('*', '7FE00010');
  const studyId = ids.study;
  const ended = { expiresAt: '2000-01-01T00:00:00.000Z' };
  const bodies: Record<string, object> = {
    'POST /api/deliveries': { studyId, destinationId },
    // Refused for its end once it would be made, so that nothing is granted by the way.
    'POST /api/grants': {
      ...{ studyId, level: 'study', granteeKind: 'everyone', privileges: ['view'], reason: 'test', ...ended },
    },
    'POST /api/teams': { studyId, name: 'Test' },
    'POST /api/rules/try': { studyId },
    'POST /api/deid-projects/:id/preview': { studyId },
    'POST /api/erasures': { studyId, reason: 'court-order', instances: 0 },
    'POST /api/holds': { kind: 'study', studyId, reason: 'test' },
    'POST /api/proxies': { studyId, userId: '1', kind: 'guardian', evidence: 'test' },
    'POST /api/studies/:id/consents': { purpose: 'sharing', form: 'paper', givenOn: '2026-01-02' },
    'POST /api/studies/:id/corrections': { request: 'test' },
    'POST /api/conflicts/:id/decision': { serve: 'served', servedInstanceId: '1', keptInstanceId: '2', reason: 'test' },
  };
  const body = bodies[keyOf(route)];
  const needsStudy = ['GET /api/grants', 'GET /api/grantees', 'GET /api/proxies'].includes(keyOf(route));
  return { path: needsStudy ? `${path}?studyId=${studyId}` : path, ...(body !== undefined && { body }) };
}
