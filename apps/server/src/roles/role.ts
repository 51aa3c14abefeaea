/**
 * What a role is to the node that runs it: a set of features, composed in one file, started and stopped together.
 */

import type { Danger } from '@isocenter/contract/dangers';
import type pino from 'pino';
import type { Config } from '../config/settings.ts';
import type { OpenDatabase } from '../database/database.ts';
import type { ReadinessCheck } from '../http/health.ts';
import type { Metrics } from '../http/metrics.ts';
import type { ProblemMapping } from '../http/problem.ts';
import type { HttpServer } from '../http/server.ts';

/** What every role is given. */
export type RoleContext = {
  readonly config: Config;
  readonly logger: pino.Logger;
  readonly database: OpenDatabase;
  /** Routes are added before `start` resolves; it listens only afterwards. */
  readonly http: HttpServer;
  readonly metrics: Metrics;
  /** The base of absolute links; known once the server listens. */
  readonly publicUrl: () => string;
  readonly startedAt: Date;
};

export type Role = {
  /** How the errors of its features are answered over HTTP. */
  readonly problemMappings: readonly ProblemMapping[];
  start(context: RoleContext): Promise<RunningRole>;
};

export type RunningRole = {
  readonly readiness: readonly ReadinessCheck[];
  /** Opens listeners of its own, after HTTP listens. */
  open(): Promise<OpenedRole>;
  /** Takes nothing new and gives what is under way `graceMs` to end. */
  stopListening(graceMs: number): Promise<void>;
  /** Ends the rest; nothing reaches the role any more. */
  close(): Promise<void>;
};

export type OpenedRole = {
  /** Where the DICOM listener is reached. */
  readonly dicom?: { readonly host: string; readonly port: number };
  /** Where it is reached with TLS; absent without a certificate. */
  readonly dicomTls?: { readonly host: string; readonly port: number };
  /** Set-ups of this node that work and are dangerous. */
  readonly dangers?: readonly Danger[];
  /** The one-time link by which the first administrator is made. */
  readonly setupLink?: string;
};
