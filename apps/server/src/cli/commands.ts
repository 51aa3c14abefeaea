/**
 * Every command of `isocenter`, one file each, in the order of `--help`.
 *
 * A command's file imports little; what its work needs is imported when it runs, so that `--help` costs nothing. The file
 * itself is imported when it is asked for.
 */

import type { Command } from 'commander';

export type CommandFile = {
  readonly name: string;
  /** Returns what adds the command to the program. */
  load(): Promise<(program: Command) => void>;
};

export const commands: readonly CommandFile[] = [
  { name: 'up', load: async () => (await import('./up.ts')).registerUp },
  { name: 'migrate', load: async () => (await import('./migrate.ts')).registerMigrate },
  { name: 'reindex', load: async () => (await import('./reindex.ts')).registerReindex },
  { name: 'backup', load: async () => (await import('./backup.ts')).registerBackup },
  { name: 'restore', load: async () => (await import('./restore.ts')).registerRestore },
  { name: 'keys', load: async () => (await import('./keys.ts')).registerKeys },
  { name: 'erase', load: async () => (await import('./erase.ts')).registerErase },
  { name: 'export', load: async () => (await import('./export.ts')).registerExport },
  { name: 'import', load: async () => (await import('./import.ts')).registerImport },
  { name: 'deid', load: async () => (await import('./deid.ts')).registerDeid },
  { name: 'deid-params', load: async () => (await import('./deid-params.ts')).registerDeidParams },
  { name: 'send', load: async () => (await import('./send.ts')).registerSend },
  { name: 'find', load: async () => (await import('./find.ts')).registerFind },
  { name: 'get', load: async () => (await import('./get.ts')).registerGet },
  { name: 'queue', load: async () => (await import('./queue.ts')).registerQueue },
  { name: 'rules', load: async () => (await import('./rules.ts')).registerRules },
  { name: 'source', load: async () => (await import('./source.ts')).registerSource },
  { name: 'user', load: async () => (await import('./user.ts')).registerUser },
  { name: 'service', load: async () => (await import('./service.ts')).registerService },
  { name: 'alerts', load: async () => (await import('./alerts.ts')).registerAlerts },
  { name: 'audit', load: async () => (await import('./audit.ts')).registerAudit },
  { name: 'doctor', load: async () => (await import('./doctor.ts')).registerDoctor },
];
