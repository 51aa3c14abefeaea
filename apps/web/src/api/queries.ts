/**
 * Every question the pages ask, as TanStack Query options: the key under which the answer is kept, and the call. What is
 * asked anew after a change is decided by key prefixes, so they stand here and nowhere else.
 */

import type { AuditQuery } from '@isocenter/contract/audit';
import type { Client } from '@isocenter/contract/client';
import type { DeidPreviewRequest } from '@isocenter/contract/deid-projects';
import type { SourceStudy } from '@isocenter/contract/sources';
import type { StudyQuery } from '@isocenter/contract/studies';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';

/** Rows asked for at once: about three screens. */
export const studyPageSize = 100;

/** What goes on in the background is asked for again while somebody looks. */
const backgroundIntervalMs = 5_000;

export type StudyFilter = Omit<StudyQuery, 'limit' | 'offset'>;

export type AuditFilter = Omit<AuditQuery, 'limit' | 'before'>;

export const keys = {
  session: ['session'],
  account: ['account'],
  openSessions: ['open-sessions'],
  studies: ['studies'],
  study: (id: string) => ['study', id],
  conflicts: ['conflicts'],
  peers: ['peers'],
  sources: ['sources'],
  rules: ['rules'],
  deidProjects: ['deid-projects'],
  deidHeld: ['deid-held'],
  deidTerms: ['deid-terms'],
  deidPreviews: ['deid-preview'],
  deliveries: ['deliveries'],
  destinations: ['destinations'],
  prefetches: ['prefetches'],
  commitments: ['commitments'],
  users: ['users'],
  teams: ['teams'],
  notices: ['notices'],
  news: ['news'],
  noticeChoices: ['notice-choices'],
  tokens: ['tokens'],
  services: ['services'],
  trash: ['trash'],
  holds: ['holds'],
  erasures: ['erasures'],
  emergencies: ['emergencies'],
  proxies: ['proxies'],
  wishes: ['wishes'],
  grants: ['grants'],
  organisations: ['organisations'],
  storage: ['storage'],
  alerts: ['alerts'],
  retention: ['retention'],
  audit: ['audit'],
  about: ['about'],
  dangers: ['dangers'],
} as const;

export const sessionQuery = (client: Client) =>
  queryOptions({
    queryKey: keys.session,
    queryFn: ({ signal }) => client.getSession({ signal }),
    staleTime: 60_000,
  });

export const teamsQuery = (client: Client, state: 'open' | 'closed') =>
  queryOptions({
    queryKey: [...keys.teams, state],
    queryFn: ({ signal }) => client.listTeams({ signal, query: { state } }),
  });

/** Asked again when the node says that something changed, see `features/shell/use-live-updates.ts`. */
export const teamQuery = (client: Client, id: string) =>
  queryOptions({
    queryKey: [...keys.teams, 'one', id],
    queryFn: ({ signal }) => client.getTeam({ signal, params: { id } }),
  });

export const teamActivityQuery = (client: Client, id: string) =>
  infiniteQueryOptions({
    queryKey: [...keys.teams, 'activity', id],
    queryFn: ({ signal, pageParam }) =>
      client.listTeamActivity({ signal, params: { id }, query: pageParam === '' ? {} : { before: pageParam } }),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextBefore,
  });

/** What was handed in and joins nothing that its team reaches, for administrators. */
export const referredUploadsQuery = (client: Client) =>
  queryOptions({
    queryKey: [...keys.teams, 'referred'],
    queryFn: ({ signal }) => client.listReferredUploads({ signal }),
  });

export const teamUploadsQuery = (client: Client, id: string) =>
  queryOptions({
    queryKey: [...keys.teams, 'uploads', id],
    queryFn: ({ signal }) => client.listUploads({ signal, params: { id } }),
  });

/** Cheap, and not in the audit trail; asked again when the node says so, and each minute in case it could not. */
export const newsQuery = (client: Client) =>
  queryOptions({
    queryKey: keys.news,
    queryFn: ({ signal }) => client.getNews({ signal }),
    refetchInterval: 60_000,
  });

export const noticesQuery = (client: Client) =>
  infiniteQueryOptions({
    queryKey: keys.notices,
    queryFn: ({ signal, pageParam }) =>
      client.listNotices({ signal, query: pageParam === '' ? {} : { before: pageParam } }),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextBefore,
  });

export const noticeChoicesQuery = (client: Client) =>
  queryOptions({ queryKey: keys.noticeChoices, queryFn: ({ signal }) => client.listNoticeChoices({ signal }) });

export const accountQuery = (client: Client) =>
  queryOptions({ queryKey: keys.account, queryFn: ({ signal }) => client.getAccount({ signal }) });

export const openSessionsQuery = (client: Client) =>
  queryOptions({ queryKey: keys.openSessions, queryFn: ({ signal }) => client.listSessions({ signal }) });

export const studyPageQuery = (client: Client, filter: StudyFilter, page: number) =>
  queryOptions({
    queryKey: [...keys.studies, filter, page],
    queryFn: ({ signal }) =>
      client.listStudies({ signal, query: { ...filter, limit: studyPageSize, offset: page * studyPageSize } }),
    staleTime: 15_000,
  });

export const studyQuery = (client: Client, id: string) =>
  queryOptions({
    queryKey: keys.study(id),
    queryFn: ({ signal }) => client.getStudy({ signal, params: { id } }),
    staleTime: 15_000,
  });

export const commentsQuery = (client: Client, studyId: string) =>
  queryOptions({
    queryKey: [...keys.study(studyId), 'comments'],
    queryFn: ({ signal }) => client.listComments({ signal, params: { id: studyId } }),
  });

export const grantsQuery = (client: Client, studyId: string) =>
  queryOptions({
    queryKey: [...keys.grants, studyId],
    queryFn: ({ signal }) => client.listGrants({ signal, query: { studyId } }),
  });

/** Asked anew each time somebody looks; the node notes who did. */
export const studyAccessesQuery = (client: Client, studyId: string) =>
  queryOptions({
    queryKey: ['accesses', studyId],
    queryFn: ({ signal }) => client.listStudyAccesses({ signal, params: { id: studyId } }),
    gcTime: 0,
    refetchOnWindowFocus: false,
  });

export const granteesQuery = (client: Client, studyId: string) =>
  queryOptions({
    queryKey: ['grantees', studyId],
    queryFn: ({ signal }) => client.listGrantees({ signal, query: { studyId } }),
  });

export const servicesQuery = (client: Client) =>
  queryOptions({ queryKey: keys.services, queryFn: ({ signal }) => client.listServiceAccounts({ signal }) });

export const organisationsQuery = (client: Client) =>
  queryOptions({ queryKey: keys.organisations, queryFn: ({ signal }) => client.listOrganisations({ signal }) });

export const proxiesQuery = (client: Client, studyId: string) =>
  queryOptions({
    queryKey: [...keys.proxies, studyId],
    queryFn: ({ signal }) => client.listProxies({ signal, query: { studyId } }),
  });

/** Consents of the patient of a study, and requests for correction. */
export const wishesQuery = (client: Client, studyId: string) =>
  queryOptions({
    queryKey: [...keys.wishes, studyId],
    queryFn: ({ signal }) => client.listWishes({ signal, params: { id: studyId } }),
  });

export const emergenciesQuery = (client: Client) =>
  queryOptions({ queryKey: keys.emergencies, queryFn: ({ signal }) => client.listBreakGlass({ signal }) });

type WhatWasOpened = {
  readonly key: string;
  readonly userId: string;
  readonly at: string;
  readonly expiresAt: string;
  readonly studies: readonly { readonly studyId: string }[];
};

/** What the trail has of somebody and some studies, while they were open; of each study the latest. */
export const emergencyDeedsQuery = (client: Client, { key, userId, at, expiresAt, studies }: WhatWasOpened) =>
  queryOptions({
    queryKey: [...keys.audit, 'emergency', key],
    queryFn: async ({ signal }) => {
      const during = { subject: `user:${userId}`, from: at, to: expiresAt, limit: 100 };
      const pages = await Promise.all(
        studies.map(({ studyId }) => client.listAudit({ signal, query: { ...during, object: `study:${studyId}` } })),
      );
      return {
        entries: pages.flatMap(({ entries }) => entries).sort((a, b) => b.sequence - a.sequence),
        isCut: pages.some(({ nextBefore }) => nextBefore !== undefined),
      };
    },
  });

export const elementsQuery = (client: Client, instanceId: string) =>
  queryOptions({
    queryKey: ['elements', instanceId],
    queryFn: ({ signal }) => client.listElements({ signal, params: { id: instanceId } }),
    staleTime: Number.POSITIVE_INFINITY,
  });

export const conflictsQuery = (client: Client, studyId?: string) =>
  queryOptions({
    queryKey: [...keys.conflicts, studyId ?? 'all'],
    queryFn: ({ signal }) =>
      client.listConflicts({ signal, query: { limit: 500, ...(studyId === undefined ? {} : { studyId }) } }),
  });

export const conflictQuery = (client: Client, id: string) =>
  queryOptions({
    queryKey: ['conflict', id],
    queryFn: ({ signal }) => client.getConflict({ signal, params: { id } }),
  });

export const peersQuery = (client: Client) =>
  queryOptions({ queryKey: keys.peers, queryFn: ({ signal }) => client.listPeers({ signal }) });

export const sourcesQuery = (client: Client) =>
  queryOptions({
    queryKey: keys.sources,
    queryFn: ({ signal }) => client.listSources({ signal }),
    refetchInterval: backgroundIntervalMs,
  });

export const sourceStudiesQuery = (client: Client, id: string, state: SourceStudy['state']) =>
  queryOptions({
    queryKey: [...keys.sources, id, state],
    queryFn: ({ signal }) => client.listSourceStudies({ signal, params: { id }, query: { state } }),
    refetchInterval: backgroundIntervalMs,
  });

export const rulesQuery = (client: Client) =>
  queryOptions({ queryKey: keys.rules, queryFn: ({ signal }) => client.listRules({ signal }) });

export const deidProjectsQuery = (client: Client) =>
  queryOptions({ queryKey: keys.deidProjects, queryFn: ({ signal }) => client.listDeidProjects({ signal }) });

export const deidTermsQuery = (client: Client) =>
  queryOptions({ queryKey: keys.deidTerms, queryFn: ({ signal }) => client.listDeidTerms({ signal }) });

export const deidStatisticsQuery = (client: Client, id: string) =>
  queryOptions({
    queryKey: ['deid-statistics', id],
    queryFn: ({ signal }) => client.getDeidStatistics({ signal, params: { id } }),
    refetchInterval: 60_000,
  });

export const deidHeldQuery = (client: Client) =>
  queryOptions({
    queryKey: keys.deidHeld,
    queryFn: ({ signal }) => client.listHeldObjects({ signal }),
    refetchInterval: 60_000,
  });

/** Each answer is a look at the study, which the node notes: asked once. */
export const heldObjectQuery = (client: Client, id: string) =>
  queryOptions({
    queryKey: [...keys.deidHeld, id],
    queryFn: ({ signal }) => client.lookAtHeldObject({ signal, params: { id } }),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });

/** Each answer is a look at the study, which the node notes: asked once for the same settings. */
export const deidPreviewQuery = (client: Client, id: string, body: DeidPreviewRequest) =>
  queryOptions({
    queryKey: [...keys.deidPreviews, id, body],
    queryFn: ({ signal }) => client.previewDeidentification({ signal, params: { id }, body }),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });

/** Deliveries shown at once; what lies beyond is counted. */
const deliveryPageSize = 100;

export const deliveriesQuery = (client: Client, state: string) =>
  queryOptions({
    queryKey: [...keys.deliveries, state],
    queryFn: ({ signal }) => client.listDeliveries({ signal, query: { state, limit: deliveryPageSize } }),
  });

export const destinationsQuery = (client: Client) =>
  queryOptions({ queryKey: keys.destinations, queryFn: ({ signal }) => client.listDestinations({ signal }) });

/** What is open or was given up: what ended well is of no interest. */
export const prefetchesQuery = (client: Client) =>
  queryOptions({
    queryKey: keys.prefetches,
    queryFn: ({ signal }) => client.listPrefetches({ signal, query: { state: 'waiting,failed' } }),
    refetchInterval: backgroundIntervalMs,
  });

export const commitmentsQuery = (client: Client) =>
  queryOptions({
    queryKey: keys.commitments,
    queryFn: ({ signal }) => client.listCommitments({ signal, query: { state: 'waiting,dead' } }),
    refetchInterval: backgroundIntervalMs,
  });

export const usersQuery = (client: Client) =>
  queryOptions({ queryKey: keys.users, queryFn: ({ signal }) => client.listUsers({ signal }) });

export const tokensQuery = (client: Client) =>
  queryOptions({ queryKey: keys.tokens, queryFn: ({ signal }) => client.listTokens({ signal }) });

export const trashQuery = (client: Client) =>
  queryOptions({ queryKey: keys.trash, queryFn: ({ signal }) => client.listTrash({ signal, query: { limit: 500 } }) });

export const retentionRulesQuery = (client: Client) =>
  queryOptions({ queryKey: keys.retention, queryFn: ({ signal }) => client.listRetentionRules({ signal }) });

export const alertsQuery = (client: Client) =>
  queryOptions({
    queryKey: keys.alerts,
    queryFn: ({ signal }) => client.listAlerts({ signal }),
    refetchInterval: 60_000,
  });

export const storageQuery = (client: Client) =>
  queryOptions({ queryKey: keys.storage, queryFn: ({ signal }) => client.getStorage({ signal }) });

export const holdsQuery = (client: Client) =>
  queryOptions({ queryKey: keys.holds, queryFn: ({ signal }) => client.listHolds({ signal }) });

export const erasuresQuery = (client: Client) =>
  queryOptions({ queryKey: keys.erasures, queryFn: ({ signal }) => client.listErasures({ signal }) });

/** Asked anew each time: what is confirmed is what is shown. */
export const erasurePreviewQuery = (client: Client, studyId: string) =>
  queryOptions({
    queryKey: [...keys.erasures, 'preview', studyId],
    queryFn: ({ signal }) => client.previewErasure({ params: { id: studyId }, signal }),
    gcTime: 0,
  });

export const auditQuery = (client: Client, filter: AuditFilter) =>
  infiniteQueryOptions({
    queryKey: [...keys.audit, filter],
    queryFn: ({ signal, pageParam }) =>
      client.listAudit({ signal, query: { ...filter, limit: 100, ...(pageParam === 0 ? {} : { before: pageParam }) } }),
    initialPageParam: 0,
    getNextPageParam: (page) => page.nextBefore,
  });

export const aboutQuery = (client: Client) =>
  queryOptions({ queryKey: keys.about, queryFn: ({ signal }) => client.getAbout({ signal }), staleTime: 60_000 });

export const dangersQuery = (client: Client) =>
  queryOptions({ queryKey: keys.dangers, queryFn: ({ signal }) => client.listDangers({ signal }), staleTime: 60_000 });
