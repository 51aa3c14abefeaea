/**
 * The gateway: what a hospital or a clinic runs. This file says which features it is made of, and nothing else.
 */

import { paths } from '@isocenter/contract/paths';
import type { DimseServer } from '@isocenter/dimse/server';
import { requireAccess } from '../access/access.ts';
import { registerAccess } from '../access/authenticate.ts';
import { PasswordHasher } from '../access/password.ts';
import { accessProblems } from '../access/problems.ts';
import { registerAccessRoutes } from '../access/register.ts';
import { issueFirstAdminLink } from '../access/setup.ts';
import { openArchive } from '../archive/open-archive.ts';
import { auditDir, openAudit } from '../audit/audit.ts';
import { listenForPeers } from '../dimse/listener.ts';
import { registerMetrics } from '../http/metrics.ts';
import { registerOpenApi } from '../http/openapi.ts';
import { registerImports } from '../imports/routes.ts';
import { StudyEvents } from '../studies/events.ts';
import { registerStudies } from '../studies/routes.ts';
import { version } from '../version.ts';
import type { Role } from './role.ts';

/** What the index may take to catch up when the node stops; the rest is read from the log at the next start. */
const indexGraceMs = 3_000;

export const gateway: Role = {
  problemMappings: [accessProblems],

  async start({ config, logger, database, http, metrics, publicUrl }) {
    const { db } = database;
    const now = () => new Date();
    const hasher = new PasswordHasher();
    const audit = await openAudit({ db, dir: auditDir(config.data.dir), logger, version });
    const decoder = { decodeToNative: () => Promise.reject(new Error('no decoder yet')) };
    const sopClasses = { refused: [], acceptPrivate: true };
    const archive = await openArchive({ dataDir: config.data.dir, db, logger, decoder, sopClasses });
    const events = new StudyEvents(archive.index);
    const { ingest, reader } = archive;

    const publicOrigin = config.http.publicUrl === undefined ? undefined : new URL(config.http.publicUrl).origin;
    await registerAccess(http, { db, audit, logger, now, publicOrigin });
    await registerOpenApi(http, { version, authorize: ({ access }) => requireAccess(access, 'openapi:read') });
    registerMetrics(http, { metrics, authorize: ({ access }) => requireAccess(access, 'metrics:read') });
    registerAccessRoutes(http, { db, now, hasher, audit, linkBase: publicUrl });
    registerStudies(http, { db, reader, events, audit });
    registerImports(http, { db, ingest, reader, audit });

    let listener: DimseServer | undefined;
    return {
      readiness: [{ name: 'index', run: () => reader.settled() }],

      async open() {
        listener = await listenForPeers({
          host: config.dicom.host,
          port: config.dicom.port,
          aeTitle: config.dicom.aet,
          findCaller: async (aet, address) => ({
            subject: { kind: 'peer', aet, address, peerId: undefined, verbs: ['echo', 'store'] },
            conflictPolicy: 'first',
          }),
          sopClasses,
          db,
          audit,
          ingest,
          logger,
        });
        const link = await issueFirstAdminLink({ db, now });
        return {
          dicom: { host: config.dicom.host, port: listener.port },
          ...(link === undefined ? {} : { setupLink: `${publicUrl()}${paths.setupPage(link.token)}` }),
        };
      },

      async stopListening(graceMs) {
        events.close();
        await listener?.close(graceMs);
      },

      async close() {
        await archive.close(indexGraceMs);
        await audit.close();
      },
    };
  },
};
