/**
 * Every URL of the node, built in one place.
 *
 * `apiRoutes` are the patterns the server registers and the client fills; `paths` builds what a page links to or loads
 * without the typed client: DICOMweb resources (PS3.18 §10.1) and the link of the set-up page.
 */

/** Method and pattern of every operation of the web application's API. */
export const apiRoutes = {
  getSession: { method: 'GET', path: '/api/session' },
  signIn: { method: 'POST', path: '/api/session' },
  signOut: { method: 'DELETE', path: '/api/session' },
  changePassword: { method: 'PUT', path: '/api/session/password' },
  proveSecondFactor: { method: 'POST', path: '/api/session/second-factor' },
  beginPasskeySignIn: { method: 'POST', path: '/api/session/passkey-challenge' },
  signInWithPasskey: { method: 'POST', path: '/api/session/passkey' },
  beginProof: { method: 'POST', path: '/api/session/proof-challenge' },
  prove: { method: 'POST', path: '/api/session/proof' },
  getAccount: { method: 'GET', path: '/api/account' },
  updateAccount: { method: 'PATCH', path: '/api/account' },
  sendPhoneCode: { method: 'POST', path: '/api/account/phone/code' },
  confirmPhone: { method: 'POST', path: '/api/account/phone/confirmation' },
  chooseLanguage: { method: 'PUT', path: '/api/account/language' },
  beginTotp: { method: 'POST', path: '/api/account/totp' },
  confirmTotp: { method: 'POST', path: '/api/account/totp/confirmation' },
  removeTotp: { method: 'DELETE', path: '/api/account/totp' },
  makeRecoveryCodes: { method: 'POST', path: '/api/account/recovery-codes' },
  beginPasskey: { method: 'POST', path: '/api/account/passkey-challenge' },
  addPasskey: { method: 'POST', path: '/api/account/passkeys' },
  removePasskey: { method: 'DELETE', path: '/api/account/passkeys/:id' },
  listSessions: { method: 'GET', path: '/api/account/sessions' },
  endSession: { method: 'DELETE', path: '/api/account/sessions/:id' },
  endOtherSessions: { method: 'DELETE', path: '/api/account/sessions' },
  getSetup: { method: 'GET', path: '/api/setup' },
  completeSetup: { method: 'POST', path: '/api/setup' },
  listStudies: { method: 'GET', path: '/api/studies' },
  getStudy: { method: 'GET', path: '/api/studies/:id' },
  listElements: { method: 'GET', path: '/api/instances/:id/elements' },
  listChanges: { method: 'GET', path: '/api/changes' },
  listConflicts: { method: 'GET', path: '/api/conflicts' },
  getConflict: { method: 'GET', path: '/api/conflicts/:id' },
  decideConflict: { method: 'POST', path: '/api/conflicts/:id/decision' },
  importFile: { method: 'POST', path: '/api/imports' },
  listDeliveries: { method: 'GET', path: '/api/deliveries' },
  createDelivery: { method: 'POST', path: '/api/deliveries' },
  getDelivery: { method: 'GET', path: '/api/deliveries/:id' },
  cancelDelivery: { method: 'POST', path: '/api/deliveries/:id/cancel' },
  resubmitDelivery: { method: 'POST', path: '/api/deliveries/:id/resubmit' },
  listDestinations: { method: 'GET', path: '/api/destinations' },
  updateDestination: { method: 'PUT', path: '/api/destinations/:id' },
  pauseDestination: { method: 'POST', path: '/api/destinations/:id/pause' },
  resumeDestination: { method: 'POST', path: '/api/destinations/:id/resume' },
  resubmitDeadLetters: { method: 'POST', path: '/api/destinations/:id/resubmit' },
  listPeers: { method: 'GET', path: '/api/peers' },
  createPeer: { method: 'POST', path: '/api/peers' },
  updatePeer: { method: 'PUT', path: '/api/peers/:id' },
  deletePeer: { method: 'DELETE', path: '/api/peers/:id' },
  echoPeer: { method: 'POST', path: '/api/peers/:id/echo' },
  testPeerFind: { method: 'POST', path: '/api/peers/:id/test-find' },
  testPeerStore: { method: 'POST', path: '/api/peers/:id/test-store' },
  listSources: { method: 'GET', path: '/api/sources' },
  createSource: { method: 'POST', path: '/api/sources' },
  getSource: { method: 'GET', path: '/api/sources/:id' },
  updateSource: { method: 'PUT', path: '/api/sources/:id' },
  deleteSource: { method: 'DELETE', path: '/api/sources/:id' },
  runSource: { method: 'POST', path: '/api/sources/:id/run' },
  pauseSource: { method: 'POST', path: '/api/sources/:id/pause' },
  resumeSource: { method: 'POST', path: '/api/sources/:id/resume' },
  retrySource: { method: 'POST', path: '/api/sources/:id/retry' },
  listSourceStudies: { method: 'GET', path: '/api/sources/:id/studies' },
  retrySourceStudy: { method: 'POST', path: '/api/sources/:id/studies/:studyId/retry' },
  listPrefetches: { method: 'GET', path: '/api/prefetches' },
  retryPrefetch: { method: 'POST', path: '/api/prefetches/:id/retry' },
  listCommitments: { method: 'GET', path: '/api/commitments' },
  listRules: { method: 'GET', path: '/api/rules' },
  createRule: { method: 'POST', path: '/api/rules' },
  orderRules: { method: 'PUT', path: '/api/rules/order' },
  tryRules: { method: 'POST', path: '/api/rules/try' },
  getRule: { method: 'GET', path: '/api/rules/:id' },
  updateRule: { method: 'PUT', path: '/api/rules/:id' },
  deleteRule: { method: 'DELETE', path: '/api/rules/:id' },
  listDeidProjects: { method: 'GET', path: '/api/deid-projects' },
  createDeidProject: { method: 'POST', path: '/api/deid-projects' },
  updateDeidProject: { method: 'PUT', path: '/api/deid-projects/:id' },
  deleteDeidProject: { method: 'DELETE', path: '/api/deid-projects/:id' },
  getDeidStatistics: { method: 'GET', path: '/api/deid-projects/:id/statistics' },
  listDeidTerms: { method: 'GET', path: '/api/deid-terms' },
  addDeidTerm: { method: 'POST', path: '/api/deid-terms' },
  deleteDeidTerm: { method: 'DELETE', path: '/api/deid-terms/:id' },
  listHeldObjects: { method: 'GET', path: '/api/deid-quarantine' },
  lookAtHeldObject: { method: 'GET', path: '/api/deid-quarantine/:id' },
  decideHeldObject: { method: 'POST', path: '/api/deid-quarantine/:id/decision' },
  previewDeidentification: { method: 'POST', path: '/api/deid-projects/:id/preview' },
  listUsers: { method: 'GET', path: '/api/users' },
  createUser: { method: 'POST', path: '/api/users' },
  updateUser: { method: 'PATCH', path: '/api/users/:id' },
  createSetupLink: { method: 'POST', path: '/api/users/:id/setup-link' },
  endSessionsOfUser: { method: 'DELETE', path: '/api/users/:id/sessions' },
  removeSecondFactors: { method: 'DELETE', path: '/api/users/:id/second-factors' },
  listNotices: { method: 'GET', path: '/api/notices' },
  getNews: { method: 'GET', path: '/api/notices/news' },
  readNotices: { method: 'POST', path: '/api/notices/read' },
  listNoticeChoices: { method: 'GET', path: '/api/account/notices' },
  chooseNotices: { method: 'PUT', path: '/api/account/notices' },
  listTeams: { method: 'GET', path: '/api/teams' },
  createTeam: { method: 'POST', path: '/api/teams' },
  getTeam: { method: 'GET', path: '/api/teams/:id' },
  listTeamActivity: { method: 'GET', path: '/api/teams/:id/activity' },
  closeTeam: { method: 'POST', path: '/api/teams/:id/close' },
  setTeamOwner: { method: 'PUT', path: '/api/teams/:id/owner' },
  setMemberPrivileges: { method: 'PUT', path: '/api/teams/:id/members/:userId' },
  removeMember: { method: 'DELETE', path: '/api/teams/:id/members/:userId' },
  inviteToTeam: { method: 'POST', path: '/api/teams/:id/joinings' },
  admitToTeam: { method: 'POST', path: '/api/teams/:id/joinings/:joiningId/admit' },
  resendInvitation: { method: 'POST', path: '/api/teams/:id/joinings/:joiningId/resend' },
  endJoining: { method: 'DELETE', path: '/api/teams/:id/joinings/:joiningId' },
  listUploads: { method: 'GET', path: '/api/teams/:id/uploads' },
  uploadToTeam: { method: 'POST', path: '/api/teams/:id/uploads' },
  decideUploads: { method: 'POST', path: '/api/teams/:id/uploads/decision' },
  listReferredUploads: { method: 'GET', path: '/api/referred-uploads' },
  decideReferredUploads: { method: 'POST', path: '/api/referred-uploads/:id/decision' },
  listComments: { method: 'GET', path: '/api/studies/:id/comments' },
  writeComment: { method: 'POST', path: '/api/studies/:id/comments' },
  withdrawComment: { method: 'DELETE', path: '/api/comments/:id' },
  askToHandIn: { method: 'POST', path: '/api/hand-in' },
  confirmJoining: { method: 'POST', path: '/api/joining/confirm' },
  renewJoining: { method: 'POST', path: '/api/joining/renew' },
  resendCode: { method: 'POST', path: '/api/joining/code' },
  verifyJoining: { method: 'POST', path: '/api/joining/verify' },
  listTokens: { method: 'GET', path: '/api/tokens' },
  createToken: { method: 'POST', path: '/api/tokens' },
  revokeToken: { method: 'DELETE', path: '/api/tokens/:id' },
  listServiceAccounts: { method: 'GET', path: '/api/services' },
  createServiceAccount: { method: 'POST', path: '/api/services' },
  updateServiceAccount: { method: 'PATCH', path: '/api/services/:id' },
  deleteServiceAccount: { method: 'DELETE', path: '/api/services/:id' },
  createServiceToken: { method: 'POST', path: '/api/services/:id/tokens' },
  listTrash: { method: 'GET', path: '/api/trash' },
  moveToTrash: { method: 'POST', path: '/api/trash' },
  restoreTrash: { method: 'POST', path: '/api/trash/:id/restore' },
  purgeTrash: { method: 'POST', path: '/api/trash/:id/purge' },
  listRetentionRules: { method: 'GET', path: '/api/retention-rules' },
  createRetentionRule: { method: 'POST', path: '/api/retention-rules' },
  previewRetentionRule: { method: 'POST', path: '/api/retention-rules/preview' },
  updateRetentionRule: { method: 'PUT', path: '/api/retention-rules/:id' },
  deleteRetentionRule: { method: 'DELETE', path: '/api/retention-rules/:id' },
  listAlerts: { method: 'GET', path: '/api/alerts' },
  testAlerts: { method: 'POST', path: '/api/alerts/test' },
  dismissAlert: { method: 'POST', path: '/api/alerts/:id/dismiss' },
  getStorage: { method: 'GET', path: '/api/storage' },
  listGrants: { method: 'GET', path: '/api/grants' },
  createGrant: { method: 'POST', path: '/api/grants' },
  revokeGrant: { method: 'DELETE', path: '/api/grants/:id' },
  listGrantees: { method: 'GET', path: '/api/grantees' },
  listOrganisations: { method: 'GET', path: '/api/organisations' },
  createOrganisation: { method: 'POST', path: '/api/organisations' },
  updateOrganisation: { method: 'PUT', path: '/api/organisations/:id' },
  closeOrganisation: { method: 'DELETE', path: '/api/organisations/:id' },
  updateAccessPolicy: { method: 'PUT', path: '/api/access-policy' },
  breakGlass: { method: 'POST', path: '/api/break-glass' },
  listBreakGlass: { method: 'GET', path: '/api/break-glass' },
  reviewBreakGlass: { method: 'POST', path: '/api/break-glass/:id/review' },
  listProxies: { method: 'GET', path: '/api/proxies' },
  establishProxy: { method: 'POST', path: '/api/proxies' },
  endProxy: { method: 'DELETE', path: '/api/proxies/:id' },
  listHolds: { method: 'GET', path: '/api/holds' },
  listWishes: { method: 'GET', path: '/api/studies/:id/wishes' },
  recordConsent: { method: 'POST', path: '/api/studies/:id/consents' },
  withdrawConsent: { method: 'POST', path: '/api/consents/:id/withdrawal' },
  requestCorrection: { method: 'POST', path: '/api/studies/:id/corrections' },
  answerCorrection: { method: 'POST', path: '/api/corrections/:id/answer' },
  previewErasure: { method: 'GET', path: '/api/studies/:id/erasure' },
  listErasures: { method: 'GET', path: '/api/erasures' },
  erasePatient: { method: 'POST', path: '/api/erasures' },
  placeHold: { method: 'POST', path: '/api/holds' },
  releaseHold: { method: 'POST', path: '/api/holds/:id/release' },
  listAudit: { method: 'GET', path: '/api/audit' },
  askAuditExport: { method: 'POST', path: '/api/audit/export' },
  askPatientExport: { method: 'POST', path: '/api/studies/:id/patient.zip' },
  listStudyAccesses: { method: 'GET', path: '/api/studies/:id/accesses' },
  listPatientAccesses: { method: 'GET', path: '/api/patients/:id/accesses' },
  listDangers: { method: 'GET', path: '/api/dangers' },
  getAbout: { method: 'GET', path: '/api/about' },
} as const satisfies Record<string, ApiRoute>;

export type ApiRoute = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: `/api/${string}`;
};

export type OperationName = keyof typeof apiRoutes;

const segment = encodeURIComponent;
const study = (studyUid: string) => `/dicom-web/studies/${segment(studyUid)}`;
const series = (studyUid: string, seriesUid: string) => `${study(studyUid)}/series/${segment(seriesUid)}`;
const instance = (studyUid: string, seriesUid: string, sopInstanceUid: string) =>
  `${series(studyUid, seriesUid)}/instances/${segment(sopInstanceUid)}`;

export const paths = {
  /** Server-sent events, see `events.ts`. */
  events: () => '/api/events',
  /** Where a browser goes, to the identity provider and back. */
  singleSignOn: {
    /** @param next page of this node to come back to */
    begin: (next?: string) => `/api/single-sign-on${next === undefined ? '' : `?next=${segment(next)}`}`,
    proof: (next?: string) => `/api/single-sign-on/proof${next === undefined ? '' : `?next=${segment(next)}`}`,
    return: () => '/api/single-sign-on/return',
    /** Once the session here has ended: ends that of the provider. */
    signOut: () => '/api/single-sign-on/sign-out',
  },
  openApi: () => '/api/openapi.json',
  /** The audit trail as a file, see `AuditExportQuery`. */
  auditExport: () => '/api/audit/export',
  /** Of the patient of a study. */
  patientExport: (studyId: string) => `/api/studies/${studyId}/patient.zip`,
  /** A picture of one copy of a conflict, JPEG. */
  conflictPicture: (id: string, copy: 'served' | 'kept') => `/api/conflicts/${segment(id)}/pictures/${copy}`,
  /** Page of the web application; the token stays in the fragment, which no server and no referrer sees. */
  setupPage: (token: string) => `/setup#${segment(token)}`,
  /** Where an invitation to a care team leads; the token is in the fragment as well. */
  joiningPage: (token: string) => `/join#${segment(token)}`,
  /** Where a mail with news leads. */
  noticesPage: () => '/notices',
  /** Where it is said what is mailed. */
  noticeChoicesPage: () => '/account#notices',
  dicomWeb: {
    root: () => '/dicom-web',
    studies: () => '/dicom-web/studies',
    /** All files of a study as they were received, in an archive. */
    studyArchive: (studyUid: string) => `${study(studyUid)}?accept=application/zip`,
    study,
    studyMetadata: (studyUid: string) => `${study(studyUid)}/metadata`,
    series,
    seriesMetadata: (studyUid: string, seriesUid: string) => `${series(studyUid, seriesUid)}/metadata`,
    seriesThumbnail: (studyUid: string, seriesUid: string) => `${series(studyUid, seriesUid)}/thumbnail`,
    instance,
    instanceMetadata: (studyUid: string, seriesUid: string, sopInstanceUid: string) =>
      `${instance(studyUid, seriesUid, sopInstanceUid)}/metadata`,
    instanceThumbnail: (studyUid: string, seriesUid: string, sopInstanceUid: string) =>
      `${instance(studyUid, seriesUid, sopInstanceUid)}/thumbnail`,
    instanceRendered: (studyUid: string, seriesUid: string, sopInstanceUid: string) =>
      `${instance(studyUid, seriesUid, sopInstanceUid)}/rendered`,
    /** `frame` counts from 1, PS3.18 Table 10.1.1-1. */
    frame: (studyUid: string, seriesUid: string, sopInstanceUid: string, frame: number) =>
      `${instance(studyUid, seriesUid, sopInstanceUid)}/frames/${frame}`,
    frameRendered: (studyUid: string, seriesUid: string, sopInstanceUid: string, frame: number) =>
      `${instance(studyUid, seriesUid, sopInstanceUid)}/frames/${frame}/rendered`,
  },
} as const;

/** Returns the pattern with its parameters percent-encoded in place and the query appended; absent members are left out. */
export function fillPath(
  pattern: string,
  params: Readonly<Record<string, string>> = {},
  query: Readonly<Record<string, string | number | boolean | undefined>> = {},
): string {
  const path = pattern.replace(/:([a-zA-Z]+)/g, (_, name: string) => {
    const value = params[name];
    if (value === undefined || value === '') throw new TypeError(`The path ${pattern} needs the parameter ${name}.`);
    return segment(value);
  });
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) search.set(name, String(value));
  return search.size === 0 ? path : `${path}?${search}`;
}
