/**
 * The gateway: what a hospital or a clinic runs. This file says which features it is made of, and nothing else.
 */

import { setTimeout as delay } from 'node:timers/promises';
import { paths } from '@isocenter/contract/paths';
import { AssociationPlaces } from '@isocenter/dimse/association-places';
import type { DimseServer } from '@isocenter/dimse/server';
import { registerAboutRoutes } from '../about/routes.ts';
import { requireAccess } from '../access/access.ts';
import { ensureConfiguredAdmin } from '../access/administration.ts';
import { registerAccess } from '../access/authenticate.ts';
import { OpenAnswers } from '../access/open-answers.ts';
import { PasswordHasher } from '../access/password.ts';
import { accessProblems } from '../access/problems.ts';
import { registerAccessRoutes } from '../access/register.ts';
import { issueFirstAdminLink } from '../access/setup.ts';
import { listChannelSettings, readChannels } from '../alerts/channels.ts';
import { openAlerts } from '../alerts/open-alerts.ts';
import { registerAlertRoutes } from '../alerts/routes.ts';
import { tryChannels } from '../alerts/try-channels.ts';
import type { ArchiveReader } from '../archive/archive.ts';
import { measureArchive } from '../archive/measures.ts';
import { openNodeKeys } from '../archive/node-keys.ts';
import { blobsDir, openArchive } from '../archive/open-archive.ts';
import { archiveProblems } from '../archive/problems.ts';
import { startReadingUnread } from '../archive/unread-series.ts';
import { auditDir, measureAudit, openAudit } from '../audit/audit.ts';
import { registerFhirAudit } from '../audit/fhir/routes.ts';
import { registerAuditRoutes } from '../audit/routes.ts';
import { startForwarder } from '../audit/syslog/forwarder.ts';
import { careTeamProblems } from '../care-teams/problems.ts';
import { registerCareTeamRoutes } from '../care-teams/routes.ts';
import { registerChanges } from '../changes/routes.ts';
import { registerCommentRoutes } from '../comments/routes.ts';
import { CommitmentReporter } from '../commitment/reporter.ts';
import { registerCommitmentRoutes } from '../commitment/routes.ts';
import { ConfigError } from '../config/errors.ts';
import { isLoopback } from '../config/exposure.ts';
import { nodeZone } from '../config/node-zone.ts';
import { registerConflicts } from '../conflicts/routes.ts';
import { registerConsentRoutes } from '../consent/routes.ts';
import { createOutgoingDeidentifier } from '../deidentification/outgoing.ts';
import { createDeidPreviewer } from '../deidentification/previewer.ts';
import { registerDeidQuarantine } from '../deidentification/quarantine-routes.ts';
import { registerDeidProjects } from '../deidentification/routes.ts';
import { createDeliveryMeasures } from '../delivery/measures.ts';
import { deliveryProblems } from '../delivery/problems.ts';
import { startDeliveryPruning } from '../delivery/prune.ts';
import { DeliveryQueue } from '../delivery/queue.ts';
import { registerDeliveryRoutes } from '../delivery/routes.ts';
import { dicomwebProblems } from '../dicomweb/problems.ts';
import { registerDicomweb } from '../dicomweb/routes.ts';
import { listenForPeers } from '../dimse/listener.ts';
import { createAssociationMeasures } from '../dimse/measures.ts';
import { PeerLoad } from '../dimse/peer-load.ts';
import { DicomTls } from '../dimse/tls.ts';
import { readDangerFacts } from '../doctor/danger-facts.ts';
import { findDangers } from '../doctor/dangers.ts';
import { registerProxyRoutes } from '../emergency/proxies.ts';
import { registerBreakGlassRoutes } from '../emergency/routes.ts';
import { Eraser } from '../erasure/eraser.ts';
import { erasureProblems } from '../erasure/problems.ts';
import { registerErasureRoutes } from '../erasure/routes.ts';
import { GatewayLink } from '../gateways/gateway-link.ts';
import { measureGateway } from '../gateways/measures.ts';
import { SharedChanges } from '../gateways/shared-changes.ts';
import { SharedMoves } from '../gateways/shared-moves.ts';
import { registerGrantRoutes } from '../grants/routes.ts';
import { holdProblems } from '../holds/problems.ts';
import { registerHoldRoutes } from '../holds/routes.ts';
import { registerMetrics } from '../http/metrics.ts';
import { registerOpenApi } from '../http/openapi.ts';
import { openIdentityKey } from '../identity/identity-key.ts';
import { openIdentityProvider } from '../identity/identity-provider.ts';
import { registerPhoneRoutes } from '../identity/phone-routes.ts';
import { policyOf } from '../identity/policy.ts';
import { relyingPartyOf } from '../identity/relying-party.ts';
import { registerImports } from '../imports/routes.ts';
import { startJoiningKeeper } from '../joining/joining-keeper.ts';
import { registerJoiningRoutes } from '../joining/routes.ts';
import { openMessageChannels } from '../messages/channels.ts';
import { MessageSender } from '../messages/message-sender.ts';
import { startNoticeKeeper } from '../notices/notice-keeper.ts';
import { registerNoticeRoutes } from '../notices/routes.ts';
import { measureMoves } from '../object-store/measures.ts';
import { openObjectStore } from '../object-store/open-object-store.ts';
import { objectStoreProblems } from '../object-store/problems.ts';
import { registerOrganisationRoutes } from '../organisations/routes.ts';
import { registerPatientExport } from '../patient-export/routes.ts';
import { findCaller } from '../peers/caller.ts';
import { CurrentCallers } from '../peers/current-callers.ts';
import { destinationOf, findDestination } from '../peers/destination.ts';
import { HostAddresses } from '../peers/host-addresses.ts';
import { peerProblems } from '../peers/problems.ts';
import { surveyPeers } from '../peers/repository.ts';
import { registerPeerRoutes } from '../peers/routes.ts';
import { PeerTraffic } from '../peers/traffic.ts';
import { Prefetcher } from '../prefetch/prefetcher.ts';
import { registerPrefetchRoutes } from '../prefetch/routes.ts';
import { createNativeDecoder } from '../rendering/native-decoder.ts';
import { createRenderer } from '../rendering/renderer.ts';
import { RetentionRunner } from '../retention/retention-runner.ts';
import { registerRetentionRoutes } from '../retention/routes.ts';
import { StudyAccesses } from '../retention/study-accesses.ts';
import { performDrops } from '../routing/drops.ts';
import { ruleProblems } from '../routing/problems.ts';
import { wantsSeries } from '../routing/repository.ts';
import { registerRules } from '../routing/routes.ts';
import { RuleRunner } from '../routing/rule-runner.ts';
import { startSettling } from '../settling/settling.ts';
import { createSourceMeasures } from '../sources/measures.ts';
import { sourceOwner } from '../sources/owner.ts';
import { sourceProblems } from '../sources/problems.ts';
import { registerSourceRoutes } from '../sources/routes.ts';
import { SourceRunner } from '../sources/source-runner.ts';
import { guardIngest } from '../space/guarded-ingest.ts';
import { openSpace } from '../space/open-space.ts';
import { registerSpaceRoutes } from '../space/routes.ts';
import { StudyEvents } from '../studies/events.ts';
import { isPeopleNotice } from '../studies/people-changes.ts';
import { registerStudies } from '../studies/routes.ts';
import { trashProblems } from '../trash/problems.ts';
import { Purger } from '../trash/purger.ts';
import { registerTrashRoutes } from '../trash/routes.ts';
import { QuarantineFiles } from '../uploads/quarantine-files.ts';
import { registerUploadRoutes } from '../uploads/routes.ts';
import { UploadKeeper } from '../uploads/upload-keeper.ts';
import { version } from '../version.ts';
import { isScanning } from '../virus-scanner/scan.ts';
import type { Role } from './role.ts';

/** What the index may take to catch up when the node stops; the rest is read from the log at the next start. */
const indexGraceMs = 3_000;

export const gateway: Role = {
  problemMappings: [
    accessProblems,
    archiveProblems,
    careTeamProblems,
    deliveryProblems,
    dicomwebProblems,
    erasureProblems,
    holdProblems,
    objectStoreProblems,
    trashProblems,
    peerProblems,
    ruleProblems,
    sourceProblems,
  ],

  async start({ config, logger, database, http, metrics, publicUrl, startedAt }) {
    const { db } = database;
    const now = () => new Date();
    const hasher = new PasswordHasher();
    const isShared = config.gateway.name !== undefined;
    if (isShared && config.database.url === undefined) {
      throw new ConfigError('invalid-value', 'gateway.name: gateways share a PostgreSQL server, so set database.url');
    }
    const link = await GatewayLink.open({ db, pool: database.pool, logger, isShared });
    const leads = () => link.leads;
    const accesses = new StudyAccesses({ db, logger });
    const audit = await openAudit({
      ...{ db, dir: auditDir(config.data.dir), logger, version, leads },
      onEvent: (event) => accesses.note(event),
    });
    const forwarder = await startForwarder({
      ...{ db, settings: config.audit.syslog, aeTitle: config.dicom.aet, logger, now, leads, metrics },
    });
    await ensureConfiguredAdmin({ db, now, audit, hasher }, config.admin);
    let listener: DimseServer | undefined;
    let tlsListener: DimseServer | undefined;
    let unwatchTls = () => {};
    const dicomTls = new DicomTls(config.dicomTls);
    const { maxAssociations: total, maxAssociationsPerAddress: perAddress } = config.dicom;
    const places = new AssociationPlaces({ total, perAddress, isExempt: isLoopback });
    const load = new PeerLoad(() => performance.now());
    const callers = new CurrentCallers({ db, nowMs: () => performance.now() });
    const traffic = new PeerTraffic({ db, now, logger });
    const hosts = new HostAddresses({ now });
    const { aet: aeTitle, allowLoopback } = config.dicom;
    const zone = nodeZone(config.dicom.timeZone);
    const loopbackOnly = isLoopback(config.dicom.host);
    const renderer = createRenderer();
    const previewer = createDeidPreviewer();
    const decoder = createNativeDecoder(renderer);
    const sopClasses = { refused: config.dicom.refusedSopClasses, acceptPrivate: config.dicom.acceptPrivateSopClasses };
    const objectStore = await openObjectStore(config.storage.s3, { dir: blobsDir(config.data.dir), now, logger });
    const space = await openSpace(config, metrics, logger);
    const room = {
      freed: (bytes: number) => space.noteStored(-bytes),
      isTight: () => space.space.level !== 'enough',
    };
    const masterKeys = await openNodeKeys(config, logger);
    const archive = await openArchive({
      ...{ dataDir: config.data.dir, db, logger, decoder, sopClasses, objectStore, link, isShared, room },
      masterKeys: masterKeys.keys,
    });
    const events = new StudyEvents({ db, index: archive.index });
    const answers = new OpenAnswers(db);
    link.events.on('notice', (notice) => {
      if (isPeopleNotice(notice)) events.peopleChanged(notice);
      if (notice.kind !== 'access') return;
      events.recheck();
      void answers.recheck();
    });
    const sharing = new SharedChanges({ link, index: archive.index, hasOthers: archive.hasOthers, events });
    const { reader } = archive;
    const eraser = new Eraser({
      ...{ db, dataDir: config.data.dir, audit, logger, now, leads },
      ...{ index: archive.index, trash: archive.trash, spools: archive },
    });
    // Before anything is served: a copy of database, objects or keys may have brought somebody back.
    const returned = await eraser.replayLedger();
    if (returned > 0)
      logger.warn({ code: 'erased-again', patients: returned }, 'patients of the ledger of erasures were erased again');
    const findPeer = (destinationAet: string, peerId?: number) =>
      findDestination({ db, tls: dicomTls, traffic }, destinationAet, peerId);
    const commitments = new CommitmentReporter({
      ...{ db, reader, logger, audit, now, aeTitle },
      findDestination: findPeer,
    });
    const moves = objectStore && new SharedMoves({ link, movers: archive.movers, hasOthers: archive.hasOthers });
    if (moves !== undefined) measureMoves(metrics, () => moves.own, now);
    const ingest = guardIngest(measureArchive(metrics, archive, now), space);
    measureAudit(metrics, audit);
    measureGateway(metrics, { ownedSpools: archive.ownedSpools, leads });
    const prefetcher = new Prefetcher({
      ...{ db, reader, ingest, audit, metrics, logger, now, leads },
      ...{ hosts, aeTitle, tls: dicomTls },
    });
    const rules = new RuleRunner({
      db,
      reader,
      audit,
      metrics,
      logger,
      now,
      leads,
      performDrops: () =>
        performDrops({ db, trash: archive.trash, audit, logger, trashDays: config.storage.trashDays, now }),
      acted: (studyId) => {
        prefetcher.wake();
        deliveries.wake();
        sharing.changed([studyId]);
      },
    });
    const settler = await startSettling({
      db,
      index: archive.index,
      config: config.settling,
      metrics,
      logger,
      now,
      leads,
      isWhole: await isWhole(reader),
      hasOthers: archive.hasOthers,
      hosts,
      aeTitle,
      tls: dicomTls,
      wantsSeries: () => wantsSeries(db),
      settled: (studyId) => {
        rules.wake();
        sharing.changed([studyId]);
      },
    });
    const alerts = openAlerts(config, { db, logger, now, space, moves: () => moves?.all, leads });
    const messages = new MessageSender({ db, channels: openMessageChannels(config), logger, now });
    const notices = startNoticeKeeper({
      ...{ db, messages, linkBase: publicUrl, logger, now, leads },
      gatherMinutes: config.messages.gatherMinutes,
    });
    const joinings = startJoiningKeeper({ db, audit, logger, now, leads });
    const owner = sourceOwner(config.data.dir, config.gateway.name);
    const quarantine = await QuarantineFiles.open(config.data.dir, owner, masterKeys.keys);
    const { scanner: command, clamd, scanImports, scannerSeconds, ...uploadLimits } = config.uploads;
    const scanner = { command, clamd, timeoutMs: scannerSeconds * 1000 };
    const uploads = await UploadKeeper.start({
      ...{ db, files: quarantine, owner, ingest, reader, sopClasses, audit, logger, now },
      scanner,
      changed: (studies) => sharing.changed(studies),
    });
    const disposal = { db, trash: archive.trash, audit, logger, now, leads };
    const purger = new Purger(disposal);
    const retention = new RetentionRunner({ ...disposal, trashDays: config.storage.trashDays });
    const identityKey = await openIdentityKey(config.data.dir);
    const deidentifier = createOutgoingDeidentifier({ db, identityKey });
    const deliveries = new DeliveryQueue({
      deidentifier,
      db,
      reader,
      renderer,
      logger,
      aeTitle,
      now,
      random: Math.random,
      measures: createDeliveryMeasures(metrics, db, now),
      changed: () => events.deliveriesChanged(),
      destinationOf: (peer) => destinationOf({ tls: dicomTls, traffic }, peer),
    });
    const sources = new SourceRunner({
      ...{ db, reader, ingest, audit, logger, now, hosts, aeTitle, tls: dicomTls, random: Math.random },
      owner,
      measures: createSourceMeasures(metrics, db),
      queued: () => deliveries.wake(),
    });
    const pruning = startDeliveryPruning({ db, logger, now, keepDays: config.delivery.keepDays });
    const reading = startReadingUnread({ db, reader, logger, leads });
    const measures = createAssociationMeasures(metrics, () => places.taken);
    rules.wake();
    link.events.on('notice', ({ kind }) => {
      if (kind === 'erasure') eraser.wake();
    });
    eraser.wake();
    prefetcher.wake();
    uploads.wake();
    link.events.on('leading', () => {
      logger.info({}, 'this gateway does now what one of several does for all');
      for (const runner of [rules, prefetcher, purger, reading, eraser]) runner.wake();
      void Promise.all([audit.lead(), commitments.takeOver()]).catch((error: unknown) => {
        logger.error({ err: error }, 'what another gateway did could not be taken over as a whole');
      });
    });

    const publicOrigin = config.http.publicUrl === undefined ? undefined : new URL(config.http.publicUrl).origin;
    const policy = policyOf(config);
    await registerAccess(http, { db, audit, logger, now, publicOrigin, policy, answers });
    await registerOpenApi(http, { version, authorize: ({ access }) => requireAccess(access, 'openapi:read') });
    registerMetrics(http, { metrics, authorize: ({ access }) => requireAccess(access, 'metrics:read') });
    registerAccessRoutes(http, {
      ...{ db, now, hasher, audit, policy, linkBase: publicUrl },
      identityKey,
      relyingParty: () => relyingPartyOf(config.http.publicUrl, publicUrl()),
      provider: openIdentityProvider(config.oidc, publicUrl),
      providerPolicy: config.oidc,
    });
    registerPhoneRoutes(http, { db, now, audit, policy, messages });
    registerAuditRoutes(http, { db, audit, now });
    registerFhirAudit(http, { db, audit, publicUrl, version, startedAt });
    registerCareTeamRoutes(http, { db, audit, now });
    registerJoiningRoutes(http, { db, audit, now, messages, linkBase: publicUrl });
    registerNoticeRoutes(http, { db, audit, messages });
    registerUploadRoutes(http, {
      ...{ db, files: quarantine, owner, limits: uploadLimits, audit, now, keeper: uploads },
      isFull: () => space.isFull,
    });
    registerPeerRoutes(http, { db, now, audit, hosts, aeTitle, traffic, tls: dicomTls });
    registerPrefetchRoutes(http, { db, audit, now, prefetcher });
    registerCommitmentRoutes(http, { db, audit });
    registerSourceRoutes(http, { db, audit, now, runner: sources });
    // Not those of callers: many names that hang would keep healthy peers out.
    const calledHosts = new HostAddresses({ now });
    const dangers = async () =>
      findDangers(await readDangerFacts({ config, now: now(), peers: await surveyPeers(db), hosts: calledHosts }));
    registerAboutRoutes(http, {
      db,
      dangers,
      version,
      startedAt,
      publicUrl: config.http.publicUrl,
      dicom: () => (listener === undefined ? undefined : { aeTitle, port: listener.port, allowLoopback, loopbackOnly }),
    });
    registerTrashRoutes(http, { db, trash: archive.trash, audit, now, trashDays: config.storage.trashDays });
    registerRetentionRoutes(http, { db, audit, now });
    registerAlertRoutes(http, {
      ...{ db, audit, now, alerts, channels: listChannelSettings(config) },
      tryChannels: () => tryChannels({ channels: readChannels(config), logger, now: now() }),
    });
    registerSpaceRoutes(http, {
      ...{ db, watch: space, moves: () => moves?.all, store: objectStore?.store.address, now },
    });
    registerErasureRoutes(http, { db, audit, now, wake: () => eraser.wake() });
    registerPatientExport(http, { db, inOrder: (locations) => reader.inOrder(locations), audit, now });
    const tell = (studies: readonly number[]) => sharing.changed(studies);
    registerConsentRoutes(http, { db, audit, now, changed: tell });
    registerGrantRoutes(http, { db, audit, now, changed: tell });
    registerCommentRoutes(http, { db, audit, now, changed: tell });
    registerOrganisationRoutes(http, { db, audit });
    registerBreakGlassRoutes(http, { db, audit, changed: tell });
    registerProxyRoutes(http, { db, audit, now });
    registerHoldRoutes(http, { db, index: archive.index, audit, now });
    registerChanges(http, { db, reader, events, audit, now });
    registerStudies(http, { db, reader, events, audit, now });
    registerConflicts(http, { db, archive, renderer, audit, now, trashDays: config.storage.trashDays });
    registerRules(http, { db, reader, audit, logger, now });
    registerDeidProjects(http, { db, identityKey, reader, previewer, audit, now });
    registerDeidQuarantine(http, {
      ...{ db, identityKey, reader, previewer, audit, now, queue: deliveries },
      changed: () => events.deliveriesChanged(),
    });
    registerDeliveryRoutes(http, {
      db,
      reader,
      queue: deliveries,
      audit,
      now,
      changed: () => events.deliveriesChanged(),
    });
    registerImports(http, {
      ...{ db, ingest, reader, audit, logger, now },
      ...(scanImports && isScanning(scanner) && { scanner }),
    });
    registerDicomweb(http, { db, archive: reader, ingest, renderer, publicUrl, logger, now });

    return {
      // Of its own spool: what another gateway does not do is no reason to take this one out of the balancer.
      readiness: [{ name: 'index', run: () => archive.index.reached(archive.log.position()) }],

      async open() {
        const listenerOptions = {
          places,
          load,
          traffic,
          aeTitle,
          zone,
          isAlwaysRelational: config.dicom.relationalQueries === 'always',
          findCaller: (callingAet: string, address: string) =>
            callers.admit(() => findCaller({ db, hosts, allowLoopback }, callingAet, address)),
          callers,
          sopClasses,
          db,
          answers,
          audit,
          ingest,
          reader,
          renderer,
          commitments,
          findDestination: (destinationAet: string) => findPeer(destinationAet),
          logger,
          measures,
          now,
        };
        const { host, port } = config.dicom;
        listener = await listenForPeers({ ...listenerOptions, host, port });
        const tls = dicomTls.acceptor();
        const tlsHost = config.dicomTls.host ?? host;
        if (tls !== undefined) {
          tlsListener = await listenForPeers({ ...listenerOptions, host: tlsHost, port: config.dicomTls.port, tls });
        }
        await (link.leads ? commitments.takeOver() : commitments.start());
        await deliveries.start();
        await sources.start();
        unwatchTls = dicomTls.watch((secureContext) => tlsListener?.setSecureContext(secureContext), logger);
        const setup = link.leads ? await issueFirstAdminLink({ db, now }) : undefined;
        return {
          dicom: { host, port: listener.port },
          ...(tlsListener === undefined ? {} : { dicomTls: { host: tlsHost, port: tlsListener.port } }),
          dangers: await dangers(),
          ...(setup === undefined ? {} : { setupLink: `${publicUrl()}${paths.setupPage(setup.token)}` }),
        };
      },

      async stopListening(graceMs) {
        events.close();
        unwatchTls();
        await Promise.all([
          listener?.close(graceMs),
          tlsListener?.close(graceMs),
          commitments.close(graceMs),
          deliveries.close(graceMs),
          sources.close(),
        ]);
      },

      async close() {
        prefetcher.close();
        // What waits for a database that is away is taken up at the next start.
        const disposed = Promise.all([purger, retention, pruning, reading, eraser].map((work) => work.close()));
        const settled = Promise.all([settler.close(), rules.close(), disposed]);
        await Promise.race([settled, delay(indexGraceMs, undefined, { ref: false })]);
        space.close();
        await Promise.all([alerts.close(), messages.close(), joinings.close(), notices.close(), uploads.close()]);
        // A purge that waits for a database that is away ends with the index.
        await Promise.all([disposed, archive.close(indexGraceMs)]);
        masterKeys.close();
        await Promise.all([renderer.close(), previewer.close(), deidentifier.close()]);
        await traffic.close();
        await accesses.close();
        await audit.close();
        await forwarder?.close();
        sharing.close();
        moves?.close();
        await link.close();
      },
    };
  },
};

/** Another gateway may still bring the index up to what it has. */
function isWhole(reader: ArchiveReader): Promise<boolean> {
  return reader.settled().then(
    () => true,
    () => false,
  );
}
