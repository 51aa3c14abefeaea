/** `isocenter audit verify`: proves the audit trail whole, or names what is wrong with it. */

import type { Command } from 'commander';
import type { CopyReport } from '../audit/compare-copy.ts';
import type { AuditFlaw, AuditReport } from '../audit/verify.ts';
import { type CommonOptions, databaseOptions, type Output, openCommand, withCommonOptions } from './command.ts';

export function registerAudit(program: Command): void {
  const audit = program.command('audit').description('verify the audit trail');
  const command = audit
    .command('verify')
    .description('check every entry, every checkpoint and the file of checkpoints; exit code 1 where one is wrong')
    .option('--copy <file>', 'also compare with a copy: messages of an audit repository, or an export as JSON Lines')
    .addHelpText(
      'after',
      '\nChanges nothing, and a node may run meanwhile. docs/administration.md says what it proves.',
    );
  withCommonOptions(command).action(async (options: CommonOptions & { readonly copy?: string }) => {
    const context = await openCommand(options, 'warn');
    const { openDatabase } = await import('../database/database.ts');
    const { auditDir } = await import('../audit/audit.ts');
    const { verifyAudit } = await import('../audit/verify.ts');
    const database = await openDatabase(databaseOptions(context, 'guest'));
    const { compareWithCopy } = await import('../audit/compare-copy.ts');
    try {
      const report = await verifyAudit(database.db, auditDir(context.config.data.dir));
      print(report, context.output);
      if (report.flaws.length > 0) process.exitCode = 1;
      if (options.copy === undefined) return;
      const copy = await compareWithCopy(database.db, options.copy);
      printCopy(copy, context.output);
      if (copy.differing.length > 0 || copy.compared === 0) process.exitCode = 1;
    } finally {
      await database.close();
    }
  });
}

function print(report: AuditReport, output: Output): void {
  const { entries, covered, checkpoints, keyId, flaws } = report;
  output.event('audit-verified', { ok: flaws.length === 0, ...report });
  for (const flaw of flaws) output.line(`WRONG  ${sentence(flaw)}`);
  if (keyId === undefined) output.line('There is no signing key here, so no checkpoint could be verified.');
  else output.line(`Signing key ${keyId}; compare it with the one you noted elsewhere.`);
  const counts = `${entries} entries verified, ${covered} of them covered by ${checkpoints} signed checkpoints.`;
  output.line(flaws.length === 0 ? `The audit trail is whole: ${counts}` : `The audit trail is NOT whole: ${counts}`);
}

function printCopy({ compared, differing }: CopyReport, output: Output): void {
  output.event('audit-compared', { ok: differing.length === 0 && compared > 0, compared, differing });
  for (const sequence of differing) output.line(`WRONG  copy-differs: entry ${sequence} is not what the copy says.`);
  if (compared === 0) output.line('The copy names no entry of this trail.');
  else output.line(`${compared} entries compared with the copy, ${differing.length} of them differ.`);
}

function sentence({ code, sequence, upTo, line, checkpoint }: AuditFlaw): string {
  switch (code) {
    case 'entry-changed':
      return `${code}: entry ${sequence} is not what was recorded.`;
    case 'entry-missing':
      return `${code}: entry ${sequence} is missing.`;
    case 'chain-recomputed':
      return `${code}: entries ${sequence} to ${upTo} were replaced; the first wrong one is among them.`;
    case 'trail-truncated':
      return `${code}: entries ${sequence} to ${upTo} at least are missing from the end.`;
    default: {
      const place = line === undefined ? '' : ` in line ${line} of the file`;
      const name = checkpoint === undefined ? '' : ` (checkpoint ${checkpoint})`;
      return `${code}${place}${name}.`;
    }
  }
}
