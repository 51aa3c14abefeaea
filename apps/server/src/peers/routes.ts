/** `/api/peers`: administrators list, add, change, remove and try DICOM peers. */

import type { Peer } from '@isocenter/contract/peers';
import { type AccessContext, callerOf, requireAccess } from '../access/access.ts';
import { parseObjectId } from '../access/object-id.ts';
import type { AuditDetail, AuditRecorder } from '../audit/event.ts';
import { registerOperation } from '../http/operation.ts';
import type { HttpServer } from '../http/server.ts';
import {
  createPeer,
  deletePeer,
  getPeer,
  limitsOf,
  listPeers,
  listTraffic,
  type PeerRow,
  type PeerStore,
  replacePeer,
} from './repository.ts';
import type { PeerTrafficTable } from './tables.ts';
import { echoTest, findTest, type PeerTest, storeTest, type TestOptions, testPeer } from './test-peer.ts';
import type { PeerTraffic } from './traffic.ts';

export type PeerRouteDeps = PeerStore &
  TestOptions & { readonly traffic: Pick<PeerTraffic, 'flush'>; readonly audit: AuditRecorder };

export function registerPeerRoutes(app: HttpServer, deps: PeerRouteDeps): void {
  const { db, audit } = deps;

  registerOperation(app, 'listPeers', async ({ access }) => {
    await requireAccess(access, 'peer:read');
    await deps.traffic.flush();
    const [peers, traffic] = await Promise.all([listPeers(db), listTraffic(db)]);
    return { peers: peers.map((peer) => present(peer, traffic.get(peer.id))) };
  });

  registerOperation(app, 'createPeer', async ({ access, body }) => {
    await requireAccess(access, 'peer:write');
    const peer = await createPeer(deps, body);
    const details = { change: 'create', ...describe(peer) };
    await audit.record({
      action: 'peer:write',
      outcome: 'success',
      ...callerOf(access),
      object: objectOf(peer.id),
      details,
    });
    return present(peer);
  });

  registerOperation(app, 'updatePeer', async ({ access, body, params }) => {
    const id = parseObjectId(params.id);
    await requireAccess(access, 'peer:write', objectOf(id));
    const peer = await replacePeer(deps, id, body);
    const details = { change: 'update', ...describe(peer) };
    await audit.record({
      action: 'peer:write',
      outcome: 'success',
      ...callerOf(access),
      object: objectOf(id),
      details,
    });
    return present(peer, (await listTraffic(db)).get(id));
  });

  registerOperation(app, 'deletePeer', async ({ access, params }) => {
    const id = parseObjectId(params.id);
    await requireAccess(access, 'peer:write', objectOf(id));
    await deletePeer(db, id);
    const details = { change: 'delete' };
    await audit.record({
      action: 'peer:write',
      outcome: 'success',
      ...callerOf(access),
      object: objectOf(id),
      details,
    });
    return undefined;
  });

  const test = async (
    access: AccessContext,
    id: number,
    action: 'peer:echo' | 'peer:find' | 'peer:store',
    ask: PeerTest,
  ) => {
    await requireAccess(access, action, objectOf(id));
    const result = await testPeer(deps, await getPeer(db, id), ask);
    const outcome = result.kind === 'answered' && result.status === 0 ? 'success' : 'failure';
    await audit.record({ action, outcome, ...callerOf(access), object: objectOf(id) });
    return result;
  };
  registerOperation(app, 'echoPeer', ({ access, params }) =>
    test(access, parseObjectId(params.id), 'peer:echo', echoTest),
  );
  registerOperation(app, 'testPeerFind', ({ access, params }) =>
    test(access, parseObjectId(params.id), 'peer:find', findTest),
  );
  registerOperation(app, 'testPeerStore', ({ access, params }) =>
    test(access, parseObjectId(params.id), 'peer:store', storeTest(deps.now())),
  );
}

const objectOf = (id: number) => ({ kind: 'peer', id }) as const;

/** What a change means for who may do what; names and notes are in the table itself. */
function describe(peer: PeerRow): Record<string, AuditDetail> {
  const { ae_title, host, port, verbs, answers, enabled, check_address, conflict_policy, networks, require_tls, tls } =
    peer;
  return {
    aeTitle: ae_title,
    host,
    port,
    verbs,
    answers,
    enabled,
    checkAddress: check_address,
    conflictPolicy: conflict_policy,
    networks,
    requireTls: require_tls,
    tls,
    confirmByCommitment: peer.confirm_by_commitment,
  };
}

function present(peer: PeerRow, traffic?: PeerTrafficTable): Peer {
  return {
    id: String(peer.id),
    name: peer.name,
    aeTitle: peer.ae_title,
    host: peer.host,
    port: peer.port,
    verbs: peer.verbs,
    answers: peer.answers,
    proposes: peer.proposes,
    moveAssociations: peer.move_associations,
    confirmByCommitment: peer.confirm_by_commitment,
    commitmentMinutes: peer.commitment_minutes,
    conflictPolicy: peer.conflict_policy,
    checkAddress: peer.check_address,
    enabled: peer.enabled,
    note: peer.note,
    networks: peer.networks,
    requireTls: peer.require_tls,
    tls: peer.tls,
    ...(peer.tls_fingerprint !== null && { tlsFingerprint: peer.tls_fingerprint }),
    limits: limitsOf(peer),
    traffic: presentTraffic(traffic),
    createdAt: peer.created_at.toISOString(),
    changedAt: peer.changed_at.toISOString(),
  };
}

function presentTraffic(row: PeerTrafficTable | undefined): Peer['traffic'] {
  const { last_contact_at, last_error_at, last_error_direction, last_error_code } = row ?? {};
  return {
    associationsIn: row?.associations_in ?? 0,
    associationsOut: row?.associations_out ?? 0,
    objectsIn: row?.objects_in ?? 0,
    objectsOut: row?.objects_out ?? 0,
    bytesIn: row?.bytes_in ?? 0,
    bytesOut: row?.bytes_out ?? 0,
    ...(last_contact_at && { lastContactAt: last_contact_at.toISOString() }),
    ...(last_error_at &&
      last_error_direction &&
      last_error_code && {
        lastError: { at: last_error_at.toISOString(), direction: last_error_direction, code: last_error_code },
      }),
  };
}
