/** `/api/peers`: administrators list, add, change, remove and try DICOM peers. */

import type { Peer } from '@isocenter/contract/peers';
import { callerOf, requireAccess } from '../access/access.ts';
import { parseObjectId } from '../access/object-id.ts';
import type { AuditDetail, AuditRecorder } from '../audit/event.ts';
import { registerOperation } from '../http/operation.ts';
import type { HttpServer } from '../http/server.ts';
import { type EchoOptions, echoPeer } from './echo.ts';
import { createPeer, deletePeer, getPeer, listPeers, type PeerRow, type PeerStore, replacePeer } from './repository.ts';

export type PeerRouteDeps = PeerStore & EchoOptions & { readonly audit: AuditRecorder };

export function registerPeerRoutes(app: HttpServer, deps: PeerRouteDeps): void {
  const { db, audit } = deps;

  registerOperation(app, 'listPeers', async ({ access }) => {
    await requireAccess(access, 'peer:read');
    return { peers: (await listPeers(db)).map(present) };
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
    return present(peer);
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

  registerOperation(app, 'echoPeer', async ({ access, params }) => {
    const id = parseObjectId(params.id);
    await requireAccess(access, 'peer:echo', objectOf(id));
    const result = await echoPeer(deps, await getPeer(db, id));
    const outcome = result.kind === 'answered' && result.status === 0 ? 'success' : 'failure';
    await audit.record({ action: 'peer:echo', outcome, ...callerOf(access), object: objectOf(id) });
    return result;
  });
}

const objectOf = (id: number) => ({ kind: 'peer', id }) as const;

/** What a change means for who may do what; names and notes are in the table itself. */
function describe(peer: PeerRow): Record<string, AuditDetail> {
  const { ae_title, host, port, verbs, answers, enabled, check_address, conflict_policy } = peer;
  return {
    aeTitle: ae_title,
    host,
    port,
    verbs,
    answers,
    enabled,
    checkAddress: check_address,
    conflictPolicy: conflict_policy,
  };
}

function present(peer: PeerRow): Peer {
  return {
    id: String(peer.id),
    name: peer.name,
    aeTitle: peer.ae_title,
    host: peer.host,
    port: peer.port,
    verbs: peer.verbs,
    answers: peer.answers,
    conflictPolicy: peer.conflict_policy,
    checkAddress: peer.check_address,
    enabled: peer.enabled,
    note: peer.note,
    createdAt: peer.created_at.toISOString(),
    changedAt: peer.changed_at.toISOString(),
  };
}
