import { describe, expect, test } from 'vitest';
import { apiRoutes, fillPath, paths } from './paths.ts';

describe('paths', () => {
  test('show every URL the node is asked for', () => {
    const operations = Object.entries(apiRoutes).map(([name, { method, path }]) => `${name}: ${method} ${path}`);
    expect(operations.join('\n')).toMatchInlineSnapshot(`
      "getSession: GET /api/session
      signIn: POST /api/session
      signOut: DELETE /api/session
      changePassword: PUT /api/session/password
      proveSecondFactor: POST /api/session/second-factor
      beginPasskeySignIn: POST /api/session/passkey-challenge
      signInWithPasskey: POST /api/session/passkey
      beginProof: POST /api/session/proof-challenge
      prove: POST /api/session/proof
      getAccount: GET /api/account
      updateAccount: PATCH /api/account
      sendPhoneCode: POST /api/account/phone/code
      confirmPhone: POST /api/account/phone/confirmation
      chooseLanguage: PUT /api/account/language
      beginTotp: POST /api/account/totp
      confirmTotp: POST /api/account/totp/confirmation
      removeTotp: DELETE /api/account/totp
      makeRecoveryCodes: POST /api/account/recovery-codes
      beginPasskey: POST /api/account/passkey-challenge
      addPasskey: POST /api/account/passkeys
      removePasskey: DELETE /api/account/passkeys/:id
      listSessions: GET /api/account/sessions
      endSession: DELETE /api/account/sessions/:id
      endOtherSessions: DELETE /api/account/sessions
      getSetup: GET /api/setup
      completeSetup: POST /api/setup
      listStudies: GET /api/studies
      getStudy: GET /api/studies/:id
      listElements: GET /api/instances/:id/elements
      listChanges: GET /api/changes
      listConflicts: GET /api/conflicts
      getConflict: GET /api/conflicts/:id
      decideConflict: POST /api/conflicts/:id/decision
      importFile: POST /api/imports
      listDeliveries: GET /api/deliveries
      createDelivery: POST /api/deliveries
      getDelivery: GET /api/deliveries/:id
      cancelDelivery: POST /api/deliveries/:id/cancel
      resubmitDelivery: POST /api/deliveries/:id/resubmit
      listDestinations: GET /api/destinations
      updateDestination: PUT /api/destinations/:id
      pauseDestination: POST /api/destinations/:id/pause
      resumeDestination: POST /api/destinations/:id/resume
      resubmitDeadLetters: POST /api/destinations/:id/resubmit
      listPeers: GET /api/peers
      createPeer: POST /api/peers
      updatePeer: PUT /api/peers/:id
      deletePeer: DELETE /api/peers/:id
      echoPeer: POST /api/peers/:id/echo
      testPeerFind: POST /api/peers/:id/test-find
      testPeerStore: POST /api/peers/:id/test-store
      listSources: GET /api/sources
      createSource: POST /api/sources
      getSource: GET /api/sources/:id
      updateSource: PUT /api/sources/:id
      deleteSource: DELETE /api/sources/:id
      runSource: POST /api/sources/:id/run
      pauseSource: POST /api/sources/:id/pause
      resumeSource: POST /api/sources/:id/resume
      retrySource: POST /api/sources/:id/retry
      listSourceStudies: GET /api/sources/:id/studies
      retrySourceStudy: POST /api/sources/:id/studies/:studyId/retry
      listPrefetches: GET /api/prefetches
      retryPrefetch: POST /api/prefetches/:id/retry
      listCommitments: GET /api/commitments
      listRules: GET /api/rules
      createRule: POST /api/rules
      orderRules: PUT /api/rules/order
      tryRules: POST /api/rules/try
      getRule: GET /api/rules/:id
      updateRule: PUT /api/rules/:id
      deleteRule: DELETE /api/rules/:id
      listDeidProjects: GET /api/deid-projects
      createDeidProject: POST /api/deid-projects
      updateDeidProject: PUT /api/deid-projects/:id
      deleteDeidProject: DELETE /api/deid-projects/:id
      getDeidStatistics: GET /api/deid-projects/:id/statistics
      listDeidTerms: GET /api/deid-terms
      addDeidTerm: POST /api/deid-terms
      deleteDeidTerm: DELETE /api/deid-terms/:id
      listHeldObjects: GET /api/deid-quarantine
      lookAtHeldObject: GET /api/deid-quarantine/:id
      decideHeldObject: POST /api/deid-quarantine/:id/decision
      previewDeidentification: POST /api/deid-projects/:id/preview
      listUsers: GET /api/users
      createUser: POST /api/users
      updateUser: PATCH /api/users/:id
      createSetupLink: POST /api/users/:id/setup-link
      endSessionsOfUser: DELETE /api/users/:id/sessions
      removeSecondFactors: DELETE /api/users/:id/second-factors
      listNotices: GET /api/notices
      getNews: GET /api/notices/news
      readNotices: POST /api/notices/read
      listNoticeChoices: GET /api/account/notices
      chooseNotices: PUT /api/account/notices
      listTeams: GET /api/teams
      createTeam: POST /api/teams
      getTeam: GET /api/teams/:id
      listTeamActivity: GET /api/teams/:id/activity
      closeTeam: POST /api/teams/:id/close
      setTeamOwner: PUT /api/teams/:id/owner
      setMemberPrivileges: PUT /api/teams/:id/members/:userId
      removeMember: DELETE /api/teams/:id/members/:userId
      inviteToTeam: POST /api/teams/:id/joinings
      admitToTeam: POST /api/teams/:id/joinings/:joiningId/admit
      resendInvitation: POST /api/teams/:id/joinings/:joiningId/resend
      endJoining: DELETE /api/teams/:id/joinings/:joiningId
      listUploads: GET /api/teams/:id/uploads
      uploadToTeam: POST /api/teams/:id/uploads
      decideUploads: POST /api/teams/:id/uploads/decision
      listReferredUploads: GET /api/referred-uploads
      decideReferredUploads: POST /api/referred-uploads/:id/decision
      listComments: GET /api/studies/:id/comments
      writeComment: POST /api/studies/:id/comments
      withdrawComment: DELETE /api/comments/:id
      askToHandIn: POST /api/hand-in
      confirmJoining: POST /api/joining/confirm
      renewJoining: POST /api/joining/renew
      resendCode: POST /api/joining/code
      verifyJoining: POST /api/joining/verify
      listTokens: GET /api/tokens
      createToken: POST /api/tokens
      revokeToken: DELETE /api/tokens/:id
      listServiceAccounts: GET /api/services
      createServiceAccount: POST /api/services
      updateServiceAccount: PATCH /api/services/:id
      deleteServiceAccount: DELETE /api/services/:id
      createServiceToken: POST /api/services/:id/tokens
      listTrash: GET /api/trash
      moveToTrash: POST /api/trash
      restoreTrash: POST /api/trash/:id/restore
      purgeTrash: POST /api/trash/:id/purge
      listRetentionRules: GET /api/retention-rules
      createRetentionRule: POST /api/retention-rules
      previewRetentionRule: POST /api/retention-rules/preview
      updateRetentionRule: PUT /api/retention-rules/:id
      deleteRetentionRule: DELETE /api/retention-rules/:id
      listAlerts: GET /api/alerts
      testAlerts: POST /api/alerts/test
      dismissAlert: POST /api/alerts/:id/dismiss
      getStorage: GET /api/storage
      listGrants: GET /api/grants
      createGrant: POST /api/grants
      revokeGrant: DELETE /api/grants/:id
      listGrantees: GET /api/grantees
      listOrganisations: GET /api/organisations
      createOrganisation: POST /api/organisations
      updateOrganisation: PUT /api/organisations/:id
      closeOrganisation: DELETE /api/organisations/:id
      updateAccessPolicy: PUT /api/access-policy
      breakGlass: POST /api/break-glass
      listBreakGlass: GET /api/break-glass
      reviewBreakGlass: POST /api/break-glass/:id/review
      listProxies: GET /api/proxies
      establishProxy: POST /api/proxies
      endProxy: DELETE /api/proxies/:id
      listHolds: GET /api/holds
      listWishes: GET /api/studies/:id/wishes
      recordConsent: POST /api/studies/:id/consents
      withdrawConsent: POST /api/consents/:id/withdrawal
      requestCorrection: POST /api/studies/:id/corrections
      answerCorrection: POST /api/corrections/:id/answer
      previewErasure: GET /api/studies/:id/erasure
      listErasures: GET /api/erasures
      erasePatient: POST /api/erasures
      placeHold: POST /api/holds
      releaseHold: POST /api/holds/:id/release
      listAudit: GET /api/audit
      askAuditExport: POST /api/audit/export
      askPatientExport: POST /api/studies/:id/patient.zip
      listStudyAccesses: GET /api/studies/:id/accesses
      listPatientAccesses: GET /api/patients/:id/accesses
      listDangers: GET /api/dangers
      getAbout: GET /api/about"
    `);
    const web = paths.dicomWeb;
    expect(
      [
        paths.events(),
        paths.openApi(),
        paths.setupPage('t0ken'),
        web.root(),
        web.studies(),
        web.study('1.2'),
        web.studyMetadata('1.2'),
        web.series('1.2', '3'),
        web.seriesMetadata('1.2', '3'),
        web.seriesThumbnail('1.2', '3'),
        web.instance('1.2', '3', '4'),
        web.instanceMetadata('1.2', '3', '4'),
        web.instanceThumbnail('1.2', '3', '4'),
        web.instanceRendered('1.2', '3', '4'),
        web.frame('1.2', '3', '4', 1),
        web.frameRendered('1.2', '3', '4', 1),
      ].join('\n'),
    ).toMatchInlineSnapshot(`
      "/api/events
      /api/openapi.json
      /setup#t0ken
      /dicom-web
      /dicom-web/studies
      /dicom-web/studies/1.2
      /dicom-web/studies/1.2/metadata
      /dicom-web/studies/1.2/series/3
      /dicom-web/studies/1.2/series/3/metadata
      /dicom-web/studies/1.2/series/3/thumbnail
      /dicom-web/studies/1.2/series/3/instances/4
      /dicom-web/studies/1.2/series/3/instances/4/metadata
      /dicom-web/studies/1.2/series/3/instances/4/thumbnail
      /dicom-web/studies/1.2/series/3/instances/4/rendered
      /dicom-web/studies/1.2/series/3/instances/4/frames/1
      /dicom-web/studies/1.2/series/3/instances/4/frames/1/rendered"
    `);
  });

  test('percent-encode what comes from outside', () => {
    expect(fillPath('/api/studies/:id', { id: '../users?x#y' })).toBe('/api/studies/..%2Fusers%3Fx%23y');
    expect(paths.dicomWeb.study('1/2')).toBe('/dicom-web/studies/1%2F2');
  });

  test('leave absent query members out', () => {
    expect(fillPath('/api/studies', {}, { q: 'a b&c', limit: 5, from: undefined })).toBe(
      '/api/studies?q=a+b%26c&limit=5',
    );
  });

  test('refuse a pattern whose parameter is missing or empty', () => {
    expect(() => fillPath('/api/studies/:id')).toThrow(TypeError);
    expect(() => fillPath('/api/studies/:id', { id: '' })).toThrow(TypeError);
  });
});
