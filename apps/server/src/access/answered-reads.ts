/**
 * Makes sure that every answer to a GET is in the audit trail: a route that wrote nothing itself gets an entry of the action
 * that it asked `requireAccess` for. What a route writes stands for itself; it knows more, such as the study.
 *
 * Left out is what holds nothing about patients, users or devices, and is asked for every few seconds.
 */

import type { FastifyRequest } from 'fastify';
import { callerOf } from './access.ts';
import type { Action } from './action.ts';

const unrecorded: ReadonlySet<Action> = new Set<Action>([
  // Who one is oneself, and what this node is.
  'session:read',
  'setup:read',
  'account:read',
  'about:read',
  'openapi:read',
  'danger:read',
  // Numbers without names: measures, room on the disk, alerts.
  'metrics:read',
  'storage:read',
  'alert:read',
  'notice:count',
  // The stream of events names studies by id, to those who may see them.
  'event:read',
]);

/** Counts the answer, unless an event of the request was handed in before. Call it for answers that are a success. */
export function noteAnsweredRead(request: FastifyRequest, action: Action): void {
  const { audit, subject } = request.access;
  if (request.method !== 'GET' || unrecorded.has(action) || audit.hasTold?.(subject) === true) return;
  audit.count({ action, outcome: 'success', ...callerOf(request.access) });
}
