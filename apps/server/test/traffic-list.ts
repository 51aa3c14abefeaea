/** A counter of traffic for tests that look at something else, or at what it was told. */

import type { TrafficCounter } from '../src/peers/traffic.ts';

export function listTraffic(): TrafficCounter & { readonly told: string[] } {
  const told: string[] = [];
  return {
    told,
    opened: (peerId, direction) => told.push(`${peerId} ${direction} opened`),
    moved: (peerId, direction, objects, lengthBytes) => told.push(`${peerId} ${direction} ${objects} ${lengthBytes}`),
    failed: (peerId, direction, code) => told.push(`${peerId} ${direction} ${code}`),
  };
}
