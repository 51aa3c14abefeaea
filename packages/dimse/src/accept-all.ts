/**
 * An open door: accepts every caller and every presentation context with the first transfer syntax proposed. For
 * benches and tests, which bring no policy of their own; never for a node that holds anything.
 */

import type { ContextDecision } from './negotiation.ts';
import type { AssociationDecision, AssociationRequest } from './verbs.ts';

export function acceptAll(request: AssociationRequest): AssociationDecision<undefined> {
  const contexts = new Map<number, ContextDecision>();
  for (const { id, transferSyntaxes } of request.contexts) {
    contexts.set(id, { transferSyntax: transferSyntaxes[0] ?? '' });
  }
  return { kind: 'accept', contexts, context: undefined };
}
