/**
 * Every command of `isocenter`, one file each, in the order of `--help`.
 *
 * A command's file imports little; what its work needs is imported when it runs, so that `--help` costs nothing.
 */

import type { Command } from 'commander';
import { registerAlerts } from './alerts.ts';
import { registerAudit } from './audit.ts';
import { registerBackup } from './backup.ts';
import { registerDeid } from './deid.ts';
import { registerDoctor } from './doctor.ts';
import { registerErase } from './erase.ts';
import { registerExport } from './export.ts';
import { registerFind } from './find.ts';
import { registerGet } from './get.ts';
import { registerImport } from './import.ts';
import { registerKeys } from './keys.ts';
import { registerMigrate } from './migrate.ts';
import { registerQueue } from './queue.ts';
import { registerReindex } from './reindex.ts';
import { registerRestore } from './restore.ts';
import { registerRules } from './rules.ts';
import { registerSend } from './send.ts';
import { registerService } from './service.ts';
import { registerSource } from './source.ts';
import { registerUp } from './up.ts';
import { registerUser } from './user.ts';

export const commands: readonly ((program: Command) => void)[] = [
  registerUp,
  registerMigrate,
  registerReindex,
  registerBackup,
  registerRestore,
  registerKeys,
  registerErase,
  registerExport,
  registerImport,
  registerDeid,
  registerSend,
  registerFind,
  registerGet,
  registerQueue,
  registerRules,
  registerSource,
  registerUser,
  registerService,
  registerAlerts,
  registerAudit,
  registerDoctor,
];
