/**
 * Every operation of the web application's API with its schemas: the server registers routes from this table and the
 * typed client takes its types from it. Import it for its type only where the schemas must not be bundled.
 */

import { Type } from 'typebox';
import { About } from './about.ts';
import { AlertList, ChannelTrialList } from './alerts.ts';
import { AccessHistory, AuditPage, AuditQuery } from './audit.ts';
import { CommitmentList, CommitmentQuery, PrefetchList, PrefetchQuery } from './background-work.ts';
import { ChangePage, ChangeQuery } from './changes.ts';
import { ConflictDecided, ConflictDetail, ConflictList, ConflictQuery, DecideConflict } from './conflicts.ts';
import { DangerList } from './dangers.ts';
import {
  CreateDelivery,
  Delivery,
  DeliveryList,
  DeliveryQuery,
  DestinationList,
  DestinationSettings,
  Resubmitted,
} from './deliveries.ts';
import { ElementTable } from './elements.ts';
import { Hold, HoldList, PlaceHold, ReleaseHold } from './holds.ts';
import { IdParams } from './id.ts';
import { ImportHeaders, ImportResult } from './imports.ts';
import { apiRoutes } from './paths.ts';
import { Peer, PeerInput, PeerList, PeerTestResult } from './peers.ts';
import { RetentionPreview, RetentionRule, RetentionRuleInput, RetentionRuleList } from './retention.ts';
import { RuleTrial, RuleTrialRequest } from './rule-trial.ts';
import { Rule, RuleDefinition, RuleDetail, RuleList, RuleOrder, RuleUpdate } from './rules.ts';
import { ChangePassword, Session, SignedInSession, SignIn } from './session.ts';
import { CompleteSetup, SetupHeaders, SetupState } from './setup.ts';
import {
  Retried,
  RunSource,
  Source,
  SourceInput,
  SourceList,
  SourceStudyList,
  SourceStudyParams,
  SourceStudyQuery,
} from './sources.ts';
import { StorageReport } from './storage.ts';
import { StudyList, StudyQuery } from './studies.ts';
import { StudyDetail } from './study-detail.ts';
import { CreatedToken, CreateToken, TokenList } from './tokens.ts';
import { MovedToTrash, MoveToTrash, PurgeTrash, TrashList, TrashQuery } from './trash.ts';
import { CreateUser, UpdateUser, User, UserList, UserWithLink } from './users.ts';

/** The body of answers that say nothing beyond their status. */
const NoContent = Type.Null();

export const operations = {
  getSession: { ...apiRoutes.getSession, summary: 'Who is signed in', status: 200, response: Session },
  signIn: { ...apiRoutes.signIn, summary: 'Sign in', body: SignIn, status: 201, response: SignedInSession },
  signOut: { ...apiRoutes.signOut, summary: 'Sign out', status: 204, response: NoContent },
  changePassword: {
    ...apiRoutes.changePassword,
    summary: 'Change the own password; every other session of the user ends',
    body: ChangePassword,
    status: 200,
    response: SignedInSession,
  },
  getSetup: {
    ...apiRoutes.getSetup,
    summary: 'Whether set-up is due and what a set-up link leads to',
    headers: SetupHeaders,
    status: 200,
    response: SetupState,
  },
  completeSetup: {
    ...apiRoutes.completeSetup,
    summary: 'Use a set-up link: choose a password and sign in',
    body: CompleteSetup,
    status: 201,
    response: SignedInSession,
  },
  listStudies: {
    ...apiRoutes.listStudies,
    summary: 'Search studies',
    query: StudyQuery,
    status: 200,
    response: StudyList,
  },
  getStudy: {
    ...apiRoutes.getStudy,
    summary: 'One study with series and instances',
    params: IdParams,
    status: 200,
    response: StudyDetail,
  },
  listElements: {
    ...apiRoutes.listElements,
    summary: 'The header of one instance',
    params: IdParams,
    status: 200,
    response: ElementTable,
  },
  listChanges: {
    ...apiRoutes.listChanges,
    summary: 'What happened to studies, series and instances since a number',
    query: ChangeQuery,
    status: 200,
    response: ChangePage,
  },
  listConflicts: {
    ...apiRoutes.listConflicts,
    summary: 'Kept copies that differ from what is served',
    query: ConflictQuery,
    status: 200,
    response: ConflictList,
  },
  getConflict: {
    ...apiRoutes.getConflict,
    summary: 'Both copies of a conflict, and what differs between them',
    params: IdParams,
    status: 200,
    response: ConflictDetail,
  },
  decideConflict: {
    ...apiRoutes.decideConflict,
    summary: 'Decide which copy of a conflict is served; the other one waits in the trash',
    params: IdParams,
    body: DecideConflict,
    status: 200,
    response: ConflictDecided,
  },
  /** The body is the file itself; the typed client takes a `Blob` or bytes. */
  importFile: {
    ...apiRoutes.importFile,
    summary: 'Import one DICOM file',
    headers: ImportHeaders,
    binaryBody: true,
    status: 201,
    response: ImportResult,
  },
  listDeliveries: {
    ...apiRoutes.listDeliveries,
    summary: 'The outgoing queue: what waits, is being sent, or has ended',
    query: DeliveryQuery,
    status: 200,
    response: DeliveryList,
  },
  createDelivery: {
    ...apiRoutes.createDelivery,
    summary: 'Send a study, or series or instances of it, to a DICOM peer',
    body: CreateDelivery,
    status: 201,
    response: Delivery,
  },
  getDelivery: {
    ...apiRoutes.getDelivery,
    summary: 'One delivery',
    params: IdParams,
    status: 200,
    response: Delivery,
  },
  cancelDelivery: {
    ...apiRoutes.cancelDelivery,
    summary: 'Send no more of a delivery',
    params: IdParams,
    status: 200,
    response: Delivery,
  },
  resubmitDelivery: {
    ...apiRoutes.resubmitDelivery,
    summary: 'Send what is left of a dead letter, or of a cancelled delivery',
    params: IdParams,
    status: 200,
    response: Delivery,
  },
  listDestinations: {
    ...apiRoutes.listDestinations,
    summary: 'Where can be sent to, how it is doing, and what waits for it',
    status: 200,
    response: DestinationList,
  },
  updateDestination: {
    ...apiRoutes.updateDestination,
    summary: 'Replace how a peer is sent to: associations, pace, hours',
    params: IdParams,
    body: DestinationSettings,
    status: 204,
    response: NoContent,
  },
  pauseDestination: {
    ...apiRoutes.pauseDestination,
    summary: 'Send nothing more to a peer for now',
    params: IdParams,
    status: 204,
    response: NoContent,
  },
  resumeDestination: {
    ...apiRoutes.resumeDestination,
    summary: 'Send to a peer again, and try at once one that was away',
    params: IdParams,
    status: 204,
    response: NoContent,
  },
  resubmitDeadLetters: {
    ...apiRoutes.resubmitDeadLetters,
    summary: 'Resubmit every dead letter of a peer',
    params: IdParams,
    status: 200,
    response: Resubmitted,
  },
  listPeers: { ...apiRoutes.listPeers, summary: 'List DICOM peers', status: 200, response: PeerList },
  createPeer: { ...apiRoutes.createPeer, summary: 'Add a DICOM peer', body: PeerInput, status: 201, response: Peer },
  updatePeer: {
    ...apiRoutes.updatePeer,
    summary: 'Replace a DICOM peer',
    params: IdParams,
    body: PeerInput,
    status: 200,
    response: Peer,
  },
  deletePeer: {
    ...apiRoutes.deletePeer,
    summary: 'Remove a DICOM peer',
    params: IdParams,
    status: 204,
    response: NoContent,
  },
  echoPeer: {
    ...apiRoutes.echoPeer,
    summary: 'C-ECHO to a DICOM peer',
    params: IdParams,
    status: 200,
    response: PeerTestResult,
  },
  testPeerFind: {
    ...apiRoutes.testPeerFind,
    summary: 'A harmless C-FIND to a DICOM peer: studies of a patient whom nobody has',
    params: IdParams,
    status: 200,
    response: PeerTestResult,
  },
  testPeerStore: {
    ...apiRoutes.testPeerStore,
    summary: 'C-STORE of a small test picture to a DICOM peer',
    params: IdParams,
    status: 200,
    response: PeerTestResult,
  },
  listSources: {
    ...apiRoutes.listSources,
    summary: 'Archives that are copied from, how far they are, and what keeps them',
    status: 200,
    response: SourceList,
  },
  createSource: {
    ...apiRoutes.createSource,
    summary: 'Have an archive asked for what is new, or mirrored',
    body: SourceInput,
    status: 201,
    response: Source,
  },
  getSource: { ...apiRoutes.getSource, summary: 'One source', params: IdParams, status: 200, response: Source },
  updateSource: {
    ...apiRoutes.updateSource,
    summary: 'Replace how an archive is copied from',
    params: IdParams,
    body: SourceInput,
    status: 200,
    response: Source,
  },
  deleteSource: {
    ...apiRoutes.deleteSource,
    summary: 'Copy from an archive no more; what is here stays',
    params: IdParams,
    status: 204,
    response: NoContent,
  },
  runSource: {
    ...apiRoutes.runSource,
    summary: 'Ask a source now, and compare all of it where that is wanted',
    params: IdParams,
    body: RunSource,
    status: 200,
    response: Source,
  },
  pauseSource: {
    ...apiRoutes.pauseSource,
    summary: 'Ask and copy no more for now',
    params: IdParams,
    status: 200,
    response: Source,
  },
  resumeSource: {
    ...apiRoutes.resumeSource,
    summary: 'Ask and copy again, at once also where it was away',
    params: IdParams,
    status: 200,
    response: Source,
  },
  retrySource: {
    ...apiRoutes.retrySource,
    summary: 'Try every study again that was given up',
    params: IdParams,
    status: 200,
    response: Retried,
  },
  listSourceStudies: {
    ...apiRoutes.listSourceStudies,
    summary: 'Studies of a source, and what became of them',
    params: IdParams,
    query: SourceStudyQuery,
    status: 200,
    response: SourceStudyList,
  },
  retrySourceStudy: {
    ...apiRoutes.retrySourceStudy,
    summary: 'Try one study again, also one that was deleted on one side',
    params: SourceStudyParams,
    status: 200,
    response: Retried,
  },
  listPrefetches: {
    ...apiRoutes.listPrefetches,
    summary: 'Earlier studies that rules asked for, and what became of that',
    query: PrefetchQuery,
    status: 200,
    response: PrefetchList,
  },
  retryPrefetch: {
    ...apiRoutes.retryPrefetch,
    summary: 'Try again to fetch earlier studies that were given up',
    params: IdParams,
    status: 204,
    response: NoContent,
  },
  listCommitments: {
    ...apiRoutes.listCommitments,
    summary: 'Storage commitments that peers asked for',
    query: CommitmentQuery,
    status: 200,
    response: CommitmentList,
  },
  listRules: { ...apiRoutes.listRules, summary: 'List rules in their order', status: 200, response: RuleList },
  createRule: {
    ...apiRoutes.createRule,
    summary: 'Add a rule after all others',
    body: RuleDefinition,
    status: 201,
    response: Rule,
  },
  orderRules: {
    ...apiRoutes.orderRules,
    summary: 'Put the rules in another order',
    body: RuleOrder,
    status: 204,
    response: NoContent,
  },
  tryRules: {
    ...apiRoutes.tryRules,
    summary: 'Try rules on a study, with the reasons; nothing is done',
    body: RuleTrialRequest,
    status: 200,
    response: RuleTrial,
  },
  getRule: {
    ...apiRoutes.getRule,
    summary: 'One rule with its versions',
    params: IdParams,
    status: 200,
    response: RuleDetail,
  },
  updateRule: {
    ...apiRoutes.updateRule,
    summary: 'Replace a rule',
    params: IdParams,
    body: RuleUpdate,
    status: 200,
    response: Rule,
  },
  deleteRule: {
    ...apiRoutes.deleteRule,
    summary: 'Remove a rule',
    params: IdParams,
    status: 204,
    response: NoContent,
  },
  listUsers: { ...apiRoutes.listUsers, summary: 'List users', status: 200, response: UserList },
  createUser: {
    ...apiRoutes.createUser,
    summary: 'Add a user, who chooses a password through the returned link',
    body: CreateUser,
    status: 201,
    response: UserWithLink,
  },
  updateUser: {
    ...apiRoutes.updateUser,
    summary: 'Rename, promote, demote, disable or enable a user',
    params: IdParams,
    body: UpdateUser,
    status: 200,
    response: User,
  },
  createSetupLink: {
    ...apiRoutes.createSetupLink,
    summary: 'A new set-up link for a user who is invited or forgot the password',
    params: IdParams,
    status: 201,
    response: UserWithLink,
  },
  listTokens: { ...apiRoutes.listTokens, summary: 'List API tokens', status: 200, response: TokenList },
  createToken: {
    ...apiRoutes.createToken,
    summary: 'Make an API token',
    body: CreateToken,
    status: 201,
    response: CreatedToken,
  },
  revokeToken: {
    ...apiRoutes.revokeToken,
    summary: 'Revoke an API token',
    params: IdParams,
    status: 204,
    response: NoContent,
  },
  listTrash: {
    ...apiRoutes.listTrash,
    summary: 'What waits in the trash',
    query: TrashQuery,
    status: 200,
    response: TrashList,
  },
  moveToTrash: {
    ...apiRoutes.moveToTrash,
    summary: 'Delete a study, series or instance: it waits in the trash',
    body: MoveToTrash,
    status: 201,
    response: MovedToTrash,
  },
  restoreTrash: {
    ...apiRoutes.restoreTrash,
    summary: 'Restore everything of one deletion',
    params: IdParams,
    status: 204,
    response: NoContent,
  },
  purgeTrash: {
    ...apiRoutes.purgeTrash,
    summary: 'Delete everything of one deletion for good',
    params: IdParams,
    body: PurgeTrash,
    status: 204,
    response: NoContent,
  },
  listRetentionRules: {
    ...apiRoutes.listRetentionRules,
    summary: 'Retention rules',
    status: 200,
    response: RetentionRuleList,
  },
  createRetentionRule: {
    ...apiRoutes.createRetentionRule,
    summary: 'Add a retention rule',
    body: RetentionRuleInput,
    status: 201,
    response: RetentionRule,
  },
  previewRetentionRule: {
    ...apiRoutes.previewRetentionRule,
    summary: 'What a retention rule would put into the trash now; nothing is changed',
    body: RetentionRuleInput,
    status: 200,
    response: RetentionPreview,
  },
  updateRetentionRule: {
    ...apiRoutes.updateRetentionRule,
    summary: 'Replace a retention rule',
    params: IdParams,
    body: RetentionRuleInput,
    status: 200,
    response: RetentionRule,
  },
  deleteRetentionRule: {
    ...apiRoutes.deleteRetentionRule,
    summary: 'Remove a retention rule',
    params: IdParams,
    status: 204,
    response: NoContent,
  },
  listAlerts: { ...apiRoutes.listAlerts, summary: 'Alerts, open and closed', status: 200, response: AlertList },
  testAlerts: {
    ...apiRoutes.testAlerts,
    summary: 'Send a test over each channel that alerts are told over',
    status: 200,
    response: ChannelTrialList,
  },
  dismissAlert: {
    ...apiRoutes.dismissAlert,
    summary: 'Close an alert that does not end by itself, until something happens anew',
    params: IdParams,
    status: 204,
    response: NoContent,
  },
  getStorage: {
    ...apiRoutes.getStorage,
    summary: 'How much is stored and how much room is left',
    status: 200,
    response: StorageReport,
  },
  listHolds: { ...apiRoutes.listHolds, summary: 'Legal holds, in force and released', status: 200, response: HoldList },
  placeHold: {
    ...apiRoutes.placeHold,
    summary: 'Place a legal hold on a study or a patient',
    body: PlaceHold,
    status: 201,
    response: Hold,
  },
  releaseHold: {
    ...apiRoutes.releaseHold,
    summary: 'Release a legal hold',
    params: IdParams,
    body: ReleaseHold,
    status: 200,
    response: Hold,
  },
  listAudit: {
    ...apiRoutes.listAudit,
    summary: 'Read the audit trail',
    query: AuditQuery,
    status: 200,
    response: AuditPage,
  },
  listStudyAccesses: {
    ...apiRoutes.listStudyAccesses,
    summary: 'Who looked at a study, by whichever id it had',
    params: IdParams,
    status: 200,
    response: AccessHistory,
  },
  listPatientAccesses: {
    ...apiRoutes.listPatientAccesses,
    summary: 'Who looked at the studies of a patient',
    params: IdParams,
    status: 200,
    response: AccessHistory,
  },
  listDangers: {
    ...apiRoutes.listDangers,
    summary: 'Set-ups of this node that work and are dangerous',
    status: 200,
    response: DangerList,
  },
  getAbout: { ...apiRoutes.getAbout, summary: 'What this node is', status: 200, response: About },
} as const;

export type Operations = typeof operations;
