/**
 * All migrations, registered by hand so that nothing depends on reading a folder at run time.
 *
 * Forward only. A file is `NNNN-name.ts`, exports `up`, and is never changed once released. Names sort in the order of
 * running; a new one goes to the end. The schema `gateway` exists when the first runs.
 */

import type { Migration } from 'kysely/migration';
import * as archive from './0001-archive.ts';
import * as access from './0002-access.ts';
import * as audit from './0003-audit.ts';
import * as peers from './0004-peers.ts';
import * as search from './0005-search.ts';
import * as conflictStudies from './0006-conflict-studies.ts';
import * as commitment from './0007-commitment.ts';
import * as delivery from './0008-delivery.ts';
import * as routing from './0009-routing.ts';
import * as peerSecurity from './0010-peer-security.ts';
import * as storageLife from './0011-storage-life.ts';
import * as importProgress from './0012-import-progress.ts';
import * as names from './0013-names.ts';
import * as changes from './0014-changes.ts';
import * as accessSince from './0015-access-since.ts';
import * as spools from './0016-spools.ts';
import * as upkeep from './0017-upkeep.ts';
import * as sources from './0018-sources.ts';
import * as peerExchange from './0019-peer-exchange.ts';
import * as sourceCounts from './0020-source-counts.ts';
import * as sentObjects from './0021-sent-objects.ts';
import * as committedDeliveries from './0022-committed-deliveries.ts';
import * as spoolOrders from './0023-spool-orders.ts';
import * as truncatedLooks from './0024-truncated-looks.ts';
import * as storedAt from './0025-stored-at.ts';
import * as queryKeys from './0026-query-keys.ts';
import * as alertEndings from './0027-alert-endings.ts';
import * as grants from './0028-grants.ts';
import * as identity from './0029-identity.ts';
import * as messages from './0030-messages.ts';
import * as auditSearch from './0031-audit-search.ts';
import * as erasure from './0032-erasure.ts';
import * as emergencies from './0033-access.ts';
import * as singleSignOn from './0034-single-sign-on.ts';
import * as careTeams from './0035-care-teams.ts';
import * as consent from './0036-consent.ts';
import * as teamUploads from './0037-team-uploads.ts';
import * as studyComments from './0038-study-comments.ts';
import * as privacyOfficer from './0041-privacy-officer.ts';
import * as languages from './0043-languages.ts';
import * as serviceAccounts from './0044-service-accounts.ts';
import * as teamEvents from './0045-team-events.ts';
import * as notices from './0046-notices.ts';
import * as handingOn from './0047-handing-on.ts';
import * as nameStatistics from './0048-name-statistics.ts';
import * as endings from './0049-endings.ts';
import * as deidProjects from './0050-deid-projects.ts';
import * as deidDeliveries from './0051-deid-deliveries.ts';
import * as deidDecisions from './0052-deid-decisions.ts';
import * as deidLists from './0053-deid-lists.ts';

export const migrations: Readonly<Record<string, Migration>> = {
  '0001-archive': archive,
  '0002-access': access,
  '0003-audit': audit,
  '0004-peers': peers,
  '0005-search': search,
  '0006-conflict-studies': conflictStudies,
  '0007-commitment': commitment,
  '0008-delivery': delivery,
  '0009-routing': routing,
  '0010-peer-security': peerSecurity,
  '0011-storage-life': storageLife,
  '0012-import-progress': importProgress,
  '0013-names': names,
  '0014-changes': changes,
  '0015-access-since': accessSince,
  '0016-spools': spools,
  '0017-upkeep': upkeep,
  '0018-sources': sources,
  '0019-peer-exchange': peerExchange,
  '0020-source-counts': sourceCounts,
  '0021-sent-objects': sentObjects,
  '0022-committed-deliveries': committedDeliveries,
  '0023-spool-orders': spoolOrders,
  '0024-truncated-looks': truncatedLooks,
  '0025-stored-at': storedAt,
  '0026-query-keys': queryKeys,
  '0027-alert-endings': alertEndings,
  '0028-grants': grants,
  '0029-identity': identity,
  '0030-messages': messages,
  '0031-audit-search': auditSearch,
  '0032-erasure': erasure,
  '0033-access': emergencies,
  '0034-single-sign-on': singleSignOn,
  '0035-care-teams': careTeams,
  '0036-consent': consent,
  '0037-team-uploads': teamUploads,
  '0038-study-comments': studyComments,
  '0041-privacy-officer': privacyOfficer,
  '0043-languages': languages,
  '0044-service-accounts': serviceAccounts,
  '0045-team-events': teamEvents,
  '0046-notices': notices,
  '0047-handing-on': handingOn,
  '0048-name-statistics': nameStatistics,
  '0049-endings': endings,
  '0050-deid-projects': deidProjects,
  '0051-deid-deliveries': deidDeliveries,
  '0052-deid-decisions': deidDecisions,
  '0053-deid-lists': deidLists,
};
