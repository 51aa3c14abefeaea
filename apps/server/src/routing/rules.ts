/**
 * Changing rules: checked as a whole before anything is written, each change a version that says who made it. Whoever
 * calls has checked access and records the change in the audit trail.
 */

import type { RuleDefinition } from '@isocenter/contract/rules';
import type { Kysely } from 'kysely';
import type { Database } from '../database/schema.ts';
import { findDeidProjectId } from '../deidentification/projects.ts';
import { listPeers } from '../peers/repository.ts';
import { RuleError } from './errors.ts';
import { parseRule, type RuleProblem } from './parse-rule.ts';
import { type Change, insertRule, lockRules, placeRules, type RuleRow, removeRule, replaceRule } from './repository.ts';

const maxRules = 500;

/** Returns the rule. @throws RuleError `rule-invalid`, also for peers that there are not */
export async function checkRule(db: Kysely<Database>, given: unknown): Promise<RuleDefinition> {
  const parsed = parseRule(given);
  if (parsed.kind === 'problems') throw new RuleError('rule-invalid', parsed.problems);
  const problems = await peerProblemsOf(db, parsed.definition);
  if (problems.length > 0) throw new RuleError('rule-invalid', problems);
  return parsed.definition;
}

/** Adds a rule after all others. @throws RuleError `rule-invalid` */
export async function createRule(db: Kysely<Database>, given: unknown, change: Change): Promise<RuleRow> {
  const definition = await checkRule(db, given);
  return db.transaction().execute(async (trx) => {
    const rules = await lockRules(trx);
    if (rules.length >= maxRules) throw tooMany();
    return insertRule(trx, definition, (rules.at(-1)?.place ?? 0) + 1, change);
  });
}

/** @throws RuleError `not-found`, `rule-changed`, `rule-invalid` */
export async function updateRule(
  db: Kysely<Database>,
  id: number,
  given: { readonly version: number; readonly definition: unknown },
  change: Change,
): Promise<RuleRow> {
  const definition = await checkRule(db, given.definition);
  return db.transaction().execute(async (trx) => {
    const row = getRule(await lockRules(trx), id);
    if (row.version !== given.version) throw new RuleError('rule-changed');
    return replaceRule(trx, row, definition, change);
  });
}

/** @throws RuleError `not-found` */
export async function deleteRule(db: Kysely<Database>, id: number, change: Change): Promise<void> {
  await db.transaction().execute(async (trx) => removeRule(trx, getRule(await lockRules(trx), id), change));
}

/** @throws RuleError `rule-changed` where the ids are not those of all rules, each once */
export async function orderRules(db: Kysely<Database>, ids: readonly number[]): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const known = new Set((await lockRules(trx)).map(({ id }) => id));
    if (ids.length !== known.size || !ids.every((id) => known.delete(id))) throw new RuleError('rule-changed');
    await placeRules(trx, ids);
  });
}

export type ImportResult = {
  readonly added: number;
  readonly changed: number;
  readonly same: number;
  readonly removed: number;
};

/**
 * Brings in a list of rules, all or none: by name, those that are there are changed and others are added, in the order
 * given and before those that the list does not name, which `replace` removes.
 * @throws RuleError `rule-invalid` with pointers that begin with the place in the list
 */
export async function importRules(
  db: Kysely<Database>,
  given: readonly unknown[],
  options: Change & { readonly replace: boolean },
): Promise<ImportResult> {
  const definitions = await checkAll(db, given);
  return db.transaction().execute(async (trx) => {
    const rest = [...(await lockRules(trx))];
    const order: number[] = [];
    const result = { added: 0, changed: 0, same: 0, removed: 0 };
    for (const definition of definitions) {
      const at = rest.findIndex((row) => row.definition.name === definition.name);
      const [known] = at < 0 ? [] : rest.splice(at, 1);
      if (known === undefined) {
        order.push((await insertRule(trx, definition, 0, options)).id);
        result.added += 1;
      } else {
        order.push(known.id);
        const isSame = canonical(known.definition) === canonical(definition);
        if (!isSame) await replaceRule(trx, known, definition, options);
        result[isSame ? 'same' : 'changed'] += 1;
      }
    }
    if (options.replace) for (const row of rest) await removeRule(trx, row, options);
    else order.push(...rest.map(({ id }) => id));
    if (order.length > maxRules) throw tooMany();
    await placeRules(trx, order);
    return { ...result, removed: options.replace ? rest.length : 0 };
  });
}

/** Checks a list and reports everything that is wrong with any of them. */
export async function checkAll(db: Kysely<Database>, given: readonly unknown[]): Promise<readonly RuleDefinition[]> {
  const definitions: RuleDefinition[] = [];
  const problems: RuleProblem[] = [];
  for (const [index, one] of given.entries()) {
    try {
      definitions.push(await checkRule(db, one));
    } catch (error) {
      if (!(error instanceof RuleError)) throw error;
      problems.push(...error.problems.map(({ pointer, message }) => ({ pointer: `/${index}${pointer}`, message })));
    }
  }
  const names = definitions.map(({ name }) => name);
  const twice = names.findIndex((name, index) => names.indexOf(name) !== index);
  if (twice >= 0) problems.push({ pointer: `/${twice}/name`, message: 'is the name of a rule before it, too' });
  if (problems.length > 0) throw new RuleError('rule-invalid', problems);
  return definitions;
}

async function peerProblemsOf(db: Kysely<Database>, { do: actions }: RuleDefinition): Promise<readonly RuleProblem[]> {
  const peers = await listPeers(db);
  const problems: RuleProblem[] = [];
  for (const [index, action] of actions.entries()) {
    const pointer = `/do/${index}`;
    if ('send' in action) {
      const { deidentifiedBy } = action;
      if (deidentifiedBy !== undefined && (await findDeidProjectId(db, deidentifiedBy)) === undefined)
        problems.push({
          pointer: `${pointer}/deidentifiedBy`,
          message: 'is not the name of a project of de-identification',
        });
      for (const [place, aeTitle] of action.send.entries()) {
        if (peers.some((peer) => peer.ae_title === aeTitle)) continue;
        problems.push({ pointer: `${pointer}/send/${place}`, message: 'is not the AE title of a peer' });
      }
    }
    if ('prefetch' in action) {
      const peer = peers.find(({ ae_title }) => ae_title === action.prefetch.from);
      const answers = peer?.answers ?? [];
      const message =
        peer === undefined
          ? 'is not the AE title of a peer'
          : answers.includes('find') && (answers.includes('get') || answers.includes('move'))
            ? undefined
            : 'is a peer that is not said to answer C-FIND, and C-GET or C-MOVE';
      if (message !== undefined) problems.push({ pointer: `${pointer}/prefetch/from`, message });
    }
  }
  return problems;
}

function getRule(rules: readonly RuleRow[], id: number): RuleRow {
  const row = rules.find((rule) => rule.id === id);
  if (row === undefined) throw new RuleError('not-found');
  return row;
}

function tooMany(): RuleError {
  return new RuleError('rule-invalid', [{ pointer: '', message: `would be one of more than ${maxRules} rules` }]);
}

/** PostgreSQL keeps members in an order of its own. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([left], [right]) => (left < right ? -1 : 1)))
      : inner,
  );
}
