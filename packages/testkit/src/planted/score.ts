/**
 * Scores whatever removes identity against the answer keys of planted objects, as MIDI-B does: one check for each action,
 * element and series, which holds where it holds in all instances; all pooled.
 *
 * Apart from the pool, and not hidden in it: every planted text or UID that is found in any byte of a result, objects that
 * were held back, and objects that are missing. In the pool both of the latter fail what they should have kept and pass
 * what they should have removed.
 */

import { createFrameDecoder, type FrameDecoder } from '@isocenter/pixels/decode';
import {
  identityActions,
  type PlantedAction,
  type PlantedCheck,
  type PlantedInstance,
  type PlantedOption,
} from './answer-key.ts';
import { holds } from './check-rules.ts';
import { ConsistentMapping } from './consistent-mapping.ts';
import { openResult, type Result } from './deid-result.ts';
import { findLeaks, type Leak } from './leaks.ts';
import { type ShiftSummary, ShiftTally } from './shift-tally.ts';

export type DeidOutcome =
  | { readonly kind: 'done'; readonly bytes: Uint8Array }
  | { readonly kind: 'held'; readonly reason: string }
  | { readonly kind: 'missing' };

export type Deidentify = (instance: PlantedInstance) => Promise<DeidOutcome>;

export type Tally = { readonly passed: number; readonly failed: number };

/** What failed at one position, with the first paths that it failed at. */
export type FailureGroup = {
  readonly action: PlantedAction;
  readonly position: string;
  readonly option?: PlantedOption;
  readonly failed: number;
  readonly of: number;
  readonly examples: readonly string[];
};

export type PlantedScore = {
  readonly instances: number;
  readonly sopClasses: number;
  readonly series: number;
  readonly checks: number;
  /** Passed of all checks, from 0 to 1. */
  readonly pooled: number;
  /** Failures of what removes identity. */
  readonly identityFailures: number;
  readonly byAction: Readonly<Record<string, Tally>>;
  /** Of the checks that an option of the profile asks for; those are in the pool too. */
  readonly byOption: Readonly<Record<string, Tally>>;
  readonly failures: readonly FailureGroup[];
  readonly leaks: readonly Leak[];
  readonly held: Readonly<Record<string, number>>;
  readonly missing: readonly string[];
  /** Results that cannot be read. */
  readonly unreadable: readonly string[];
  readonly shifts: ShiftSummary;
  readonly uidMapping: ReadonlyMap<string, string>;
  readonly patientIdMapping: ReadonlyMap<string, string>;
};

type Counter = { passed: number; failed: number };

const exampleLimit = 3;

export async function scorePlanted(
  instances: AsyncIterable<PlantedInstance> | Iterable<PlantedInstance>,
  deidentify: Deidentify,
): Promise<PlantedScore> {
  const tallies = new Tallies();
  const uids = new ConsistentMapping();
  const patientIds = new ConsistentMapping();
  const shifts = new ShiftTally();
  const decoder = createFrameDecoder();
  const leaks = new Map<string, Leak>();
  const held: Record<string, number> = {};
  const [missing, unreadable]: string[][] = [[], []];
  const sopClasses = new Set<string>();
  let count = 0;
  for await (const instance of instances) {
    count += 1;
    sopClasses.add(instance.sopClassUid);
    const outcome = await deidentify(instance);
    const result = outcome.kind === 'done' ? openResult(outcome.bytes) : undefined;
    if (outcome.kind === 'held') {
      const reason = `${instance.template}: ${outcome.reason}`;
      held[reason] = (held[reason] ?? 0) + 1;
    }
    if (outcome.kind === 'missing') missing?.push(instance.template);
    if (outcome.kind === 'done' && result === undefined) unreadable?.push(instance.template);
    if (result !== undefined) {
      findLeaks(instance, result, leaks);
      shifts.add(instance, result);
    }
    await scoreInstance(instance, result, { tallies, uids, patientIds, decoder });
  }
  tallies.flush();
  return {
    ...tallies.summary(),
    instances: count,
    sopClasses: sopClasses.size,
    leaks: [...leaks.values()].sort((a, b) => b.tokens - a.tokens),
    held,
    missing: missing ?? [],
    unreadable: unreadable ?? [],
    shifts: shifts.summary(),
    uidMapping: uids.pairs,
    patientIdMapping: patientIds.pairs,
  };
}

type Scoring = {
  readonly tallies: Tallies;
  readonly uids: ConsistentMapping;
  readonly patientIds: ConsistentMapping;
  readonly decoder: FrameDecoder;
};

async function scoreInstance(
  instance: PlantedInstance,
  result: Result | undefined,
  { tallies, uids, patientIds, decoder }: Scoring,
): Promise<void> {
  for (const check of instance.checks) {
    const passes =
      result === undefined
        ? identityActions.has(check.action)
        : await holds(check, { instance, result, uids, patientIds, decoder });
    tallies.add(instance, check, passes);
  }
}

class Tallies {
  readonly #byAction = new Map<PlantedAction, Counter>();
  readonly #byOption = new Map<string, Counter>();
  readonly #byPosition = new Map<
    string,
    Counter & {
      readonly action: PlantedAction;
      readonly position: string;
      readonly option: PlantedOption | undefined;
      readonly examples: string[];
    }
  >();
  #series = '';
  #seriesCount = 0;
  #open = new Map<string, { check: PlantedCheck; template: string; passes: boolean }>();

  /** Instances of a series come one after the other. */
  add(instance: PlantedInstance, check: PlantedCheck, passes: boolean): void {
    if (instance.seriesInstanceUid !== this.#series) {
      this.flush();
      this.#series = instance.seriesInstanceUid;
      this.#seriesCount += 1;
    }
    const key = `${check.action} ${check.path} ${check.position} ${check.box?.text ?? ''}`;
    const open = this.#open.get(key);
    this.#open.set(key, { check, template: instance.template, passes: passes && (open?.passes ?? true) });
  }

  flush(): void {
    for (const { check, template, passes } of this.#open.values()) {
      const { action, position, path } = check;
      const total = this.#byAction.get(action) ?? { passed: 0, failed: 0 };
      this.#byAction.set(action, total);
      const ofOption = (check.option && this.#byOption.get(check.option)) ?? { passed: 0, failed: 0 };
      if (check.option !== undefined) this.#byOption.set(check.option, ofOption);
      const key = `${action} ${position} ${check.option ?? ''}`;
      const group = this.#byPosition.get(key) ?? {
        ...{ action, position, option: check.option, passed: 0, failed: 0 },
        examples: [],
      };
      this.#byPosition.set(key, group);
      for (const counter of [total, group, ofOption]) counter[passes ? 'passed' : 'failed'] += 1;
      if (!passes) noteExample(group.examples, `${template}: ${path}`);
    }
    this.#open = new Map();
  }

  summary(): Pick<
    PlantedScore,
    'checks' | 'pooled' | 'identityFailures' | 'byAction' | 'byOption' | 'failures' | 'series'
  > {
    const all = [...this.#byAction];
    const passed = all.reduce((sum, [, counter]) => sum + counter.passed, 0);
    const failed = all.reduce((sum, [, counter]) => sum + counter.failed, 0);
    const identity = all.filter(([action]) => identityActions.has(action));
    const failures = [...this.#byPosition.values()]
      .filter((group) => group.failed > 0)
      .map((group) => ({
        action: group.action,
        position: group.position,
        ...(group.option && { option: group.option }),
        failed: group.failed,
        of: group.failed + group.passed,
        examples: group.examples,
      }))
      .sort((a, b) => b.failed - a.failed);
    return {
      checks: passed + failed,
      pooled: passed / Math.max(1, passed + failed),
      identityFailures: identity.reduce((sum, [, counter]) => sum + counter.failed, 0),
      byAction: Object.fromEntries(all),
      byOption: Object.fromEntries(this.#byOption),
      failures,
      series: this.#seriesCount,
    };
  }
}

/** The same path in objects of another kind says little more. */
function noteExample(examples: string[], example: string): void {
  const path = example.slice(example.indexOf(':'));
  if (examples.length < exampleLimit && !examples.some((known) => known.endsWith(path))) examples.push(example);
}
