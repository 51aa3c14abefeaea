/**
 * `isocenter rules list|check|import|export|try`: rules as YAML, and the dry run on a study. Whoever may run this may read
 * the database anyway, so there is nobody to sign in; what is changed is recorded in the audit trail.
 */

import { readFileSync, writeFileSync } from 'node:fs';
import type { RuleReason } from '@isocenter/contract/rule-trial';
import type { Command } from 'commander';
import type { OpenDatabase } from '../database/database.ts';
import { type CommandContext, type CommonOptions, databaseOptions, openCommand, withCommonOptions } from './command.ts';

const changedBy = 'isocenter rules import';

export function registerRules(program: Command): void {
  const rules = program
    .command('rules')
    .description('list, check, import, export and try the rules for settled studies');
  registerList(rules);
  registerCheck(rules);
  registerImport(rules);
  registerExport(rules);
  registerTry(rules);
}

function registerList(rules: Command): void {
  const command = rules.command('list').description('list rules in their order');
  withCommonOptions(command).action(async (options: CommonOptions) => {
    const context = await openCommand(options, 'warn');
    const { listRulesWithFirings } = await import('../routing/repository.ts');
    for (const row of await withDatabase(context, ({ db }) => listRulesWithFirings(db))) {
      const { name, enabled, trigger } = row.definition;
      const state = enabled ? 'on' : 'off';
      context.output.line(
        `${String(row.id).padEnd(6)}${state.padEnd(5)}${trigger.padEnd(8)}${String(row.fired).padEnd(8)}${name}`,
      );
      context.output.event('rule', { id: String(row.id), version: row.version, fired: row.fired, ...row.definition });
    }
  });
}

function registerCheck(rules: Command): void {
  const command = rules
    .command('check <file>')
    .description('say what is wrong with the rules of a YAML file; change nothing');
  withCommonOptions(command).action(async (file: string, options: CommonOptions) => {
    const context = await openCommand(options, 'warn');
    const { checkAll } = await import('../routing/rules.ts');
    const given = await readRules(file);
    const checked = await withDatabase(context, ({ db }) => reported(context, () => checkAll(db, given)));
    if (checked === undefined) return;
    context.output.line(`${checked.length} rules, nothing is wrong with them.`);
    context.output.event('checked', { rules: checked.length });
  });
}

function registerImport(rules: Command): void {
  const command = rules
    .command('import <file>')
    .description('bring in the rules of a YAML file, by their names, all or none')
    .option('--replace', 'remove the rules that the file does not name');
  withCommonOptions(command).action(async (file: string, options: CommonOptions & { readonly replace?: boolean }) => {
    const context = await openCommand(options, 'warn');
    const { importRules } = await import('../routing/rules.ts');
    const { AuditTrail } = await import('../audit/trail.ts');
    const given = await readRules(file);
    const result = await withDatabase(context, async ({ db }) => {
      const change = { by: changedBy, at: new Date(), replace: options.replace === true };
      const imported = await reported(context, () => importRules(db, given, change));
      if (imported === undefined) return undefined;
      const audit = new AuditTrail({ db, logger: context.logger });
      const subject = { kind: 'system', name: changedBy } as const;
      const details = { change: 'import', ...imported };
      await audit.record({ action: 'rule:write', outcome: 'success', subject, details }).finally(() => audit.close());
      return imported;
    });
    if (result === undefined) return;
    const { added, changed, same, removed } = result;
    context.output.line(`${added} added, ${changed} changed, ${same} as they were, ${removed} removed.`);
    context.output.event('imported', result);
  });
}

function registerExport(rules: Command): void {
  const command = rules
    .command('export [file]')
    .description('write all rules as YAML, to a file or to standard output');
  withCommonOptions(command).action(async (file: string | undefined, options: CommonOptions) => {
    const context = await openCommand(options, 'warn');
    const { listRules } = await import('../routing/repository.ts');
    const { stringify } = await import('yaml');
    const rows = await withDatabase(context, ({ db }) => listRules(db));
    const text = stringify({ rules: rows.map(({ definition }) => definition) });
    if (file === undefined) process.stdout.write(text);
    else writeFileSync(file, text);
  });
}

function registerTry(rules: Command): void {
  const command = rules
    .command('try <study>')
    .description('say which rules would fire for a study, by its Study Instance UID, and why')
    .addHelpText(
      'after',
      `
Only the running node reads objects. A rule that tests what the index does not have is listed as not-known here; the
page Settings, Rules of the web application tries it.`,
    );
  withCommonOptions(command).action(async (study: string, options: CommonOptions) => {
    const context = await openCommand(options, 'warn');
    const trial = await tryOn(context, study);
    if (trial === undefined) {
      process.stderr.write('There is no study with this Study Instance UID.\n');
      process.exitCode = 1;
      return;
    }
    for (const result of trial.results) {
      context.output.line(`${result.outcome.padEnd(15)}${result.name}`);
      for (const reason of result.reasons) context.output.line(`  ${'  '.repeat(reason.depth)}${describe(reason)}`);
      context.output.event('rule', result);
    }
  });
}

/** Undefined where there is no such study. */
async function tryOn(context: CommandContext, studyInstanceUid: string) {
  const { tryRules } = await import('../routing/try-rules.ts');
  const { StorageError } = await import('../storage/storage-error.ts');
  // The objects are the node's: a command beside it reads none.
  const readRange = () => Promise.reject(new StorageError('not-found', 'objects are read by the node only'));
  return withDatabase(context, async ({ db }) => {
    const study = await db
      .selectFrom('study')
      .select('id')
      .where('study_instance_uid', '=', studyInstanceUid)
      .executeTakeFirst();
    if (study === undefined) return undefined;
    const { isIndexed } = await import('../routing/study-values.ts');
    const trial = await tryRules({ db, reader: { readRange }, logger: silent }, study.id, undefined);
    const needsObjects = (reason: RuleReason) => reason.test !== undefined && !isIndexed(reason.test.field);
    const results = trial.results.map((result) => ({
      ...result,
      outcome: result.reasons.some(needsObjects) ? ('not-known' as const) : result.outcome,
    }));
    return { ...trial, results };
  });
}

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined, debug: () => undefined };

function describe({ kind, holds, test, values, valueCount = 0 }: RuleReason): string {
  const mark = holds ? 'yes' : 'no ';
  if (test === undefined) return `${mark} ${kind}`;
  const shown = (values ?? []).map(({ value, passes }) => `${value} (${passes ? 'yes' : 'no'})`).join(', ');
  const more = valueCount > (values?.length ?? 0) ? `, … of ${valueCount}` : '';
  return `${mark} ${JSON.stringify(test)}: ${shown === '' ? 'no value' : shown}${more}`;
}

/** A file holds a list of rules, or `rules:` with one. */
async function readRules(file: string): Promise<readonly unknown[]> {
  const { parse } = await import('yaml');
  const given: unknown = parse(readFileSync(file, 'utf8'));
  const list = typeof given === 'object' && given !== null && 'rules' in given ? given.rules : given;
  if (!Array.isArray(list)) throw new Error('The file holds no list of rules.');
  return list;
}

/** Prints what is wrong with rules, and returns undefined then. */
async function reported<T>(context: CommandContext, work: () => Promise<T>): Promise<T | undefined> {
  const { RuleError } = await import('../routing/errors.ts');
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof RuleError)) throw error;
    for (const { pointer, message } of error.problems) {
      context.output.line(`${pointer}: ${message}`);
      context.output.event('problem', { pointer, message });
    }
    process.exitCode = 1;
    return undefined;
  }
}

async function withDatabase<T>(context: CommandContext, work: (database: OpenDatabase) => Promise<T>): Promise<T> {
  const { openDatabase } = await import('../database/database.ts');
  const database = await openDatabase(databaseOptions(context, 'guest'));
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}
