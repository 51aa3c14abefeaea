/** The dry run: rules on a study as they would be applied now, with the reasons and with nothing done. */

import type { RuleTrial, RuleTrialResult } from '@isocenter/contract/rule-trial';
import type { RuleDefinition } from '@isocenter/contract/rules';
import { applyInOrder, fieldsOf } from './evaluate.ts';
import { listRules } from './repository.ts';
import { readStudyValues, type StudyValuesDeps } from './study-values.ts';

/** Series that rules for series are tried on. */
const maxSeries = 50;

type Tried = { readonly id?: number; readonly definition: RuleDefinition };

/**
 * @param rule one to be tried alone, whether it is enabled or not; every stored rule where it is left out
 */
export async function tryRules(
  deps: StudyValuesDeps,
  studyId: number,
  rule: RuleDefinition | undefined,
): Promise<RuleTrial> {
  const tried: readonly Tried[] =
    rule === undefined ? await listRules(deps.db) : [{ definition: { ...rule, enabled: true } }];
  const study = await deps.db.selectFrom('study').select('completeness').where('id', '=', studyId).executeTakeFirst();
  const isIncomplete = study?.completeness === 'incomplete';
  const ofStudy = tried.filter(({ definition }) => definition.trigger === 'study');
  const ofSeries = tried.filter(({ definition }) => definition.trigger === 'series');
  const whole = await tryOn(deps, { studyId, isIncomplete }, ofStudy);
  const results = [...whole.results];
  let { headersRead } = whole;
  for (const seriesId of ofSeries.length === 0 ? [] : await listSeriesIds(deps, studyId)) {
    const one = await tryOn(deps, { studyId, seriesId, isIncomplete }, ofSeries);
    results.push(...one.results);
    headersRead += one.headersRead;
  }
  return { results, headersRead, instanceCount: whole.instanceCount };
}

async function tryOn(
  deps: StudyValuesDeps,
  object: { readonly studyId: number; readonly seriesId?: number; readonly isIncomplete: boolean },
  rules: readonly Tried[],
): Promise<RuleTrial> {
  const fields = new Set(rules.flatMap(({ definition }) => [...fieldsOf(definition.when)]));
  const { values, headersRead, instanceCount } = await readStudyValues(deps, object, fields);
  const results = applyInOrder(rules, values).map(
    ({ rule, outcome, verdict }): RuleTrialResult => ({
      ...(rule.id === undefined ? {} : { ruleId: String(rule.id) }),
      name: rule.definition.name,
      trigger: rule.definition.trigger,
      ...(object.seriesId === undefined ? {} : { seriesId: String(object.seriesId) }),
      outcome,
      reasons: [...verdict.reasons],
    }),
  );
  return { results, headersRead, instanceCount };
}

async function listSeriesIds({ db }: StudyValuesDeps, studyId: number): Promise<readonly number[]> {
  const rows = await db
    .selectFrom('series')
    .select('id')
    .where('study_id', '=', studyId)
    .where('instance_count', '>', 0)
    .orderBy('number')
    .orderBy('id')
    .limit(maxSeries)
    .execute();
  return rows.map(({ id }) => id);
}
