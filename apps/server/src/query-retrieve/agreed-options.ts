/**
 * What this node agrees to beyond the baseline of queries and retrievals, PS3.4 §C.5.1.1 and §C.5.2.1: for one association,
 * and for the SOP Class that proposed it.
 */

import type { ExtendedNegotiation } from '@isocenter/dimse/pdu';
import { answerQueryOptions, type QueryOption, readQueryOptions } from '@isocenter/dimse/query-options';
import { informationModels } from './information-models.ts';

const services = ['find', 'move', 'get'] as const;

type Service = (typeof services)[number];

/** Multiple values match in lists whether negotiated or not, but not of every value representation. */
export const supportedOptions: { readonly [service in Service]: ReadonlySet<QueryOption> } = {
  find: new Set(['relational', 'combinedDateTime', 'fuzzyNames', 'timezone', 'emptyValue']),
  move: new Set(['relational']),
  get: new Set(['relational']),
};

/** By SOP Class; what is not there has agreed to nothing. */
export type AgreedOptions = ReadonlyMap<string, ReadonlySet<QueryOption>>;

export type OptionsAnswer = {
  readonly extendedNegotiations: readonly ExtendedNegotiation[];
  readonly agreed: AgreedOptions;
};

/**
 * Answers what is proposed for information models; of several sub-items for one the first counts.
 *
 * @param options.isAlwaysRelational Deviation: what needs relational queries to be agreed on is answered without, for
 * workstations that ask so and do not negotiate
 */
export function answerOptions(
  proposals: readonly ExtendedNegotiation[],
  { isAlwaysRelational = false }: { readonly isAlwaysRelational?: boolean } = {},
): OptionsAnswer {
  const answers = new Map<string, ExtendedNegotiation>();
  const unasked: readonly QueryOption[] = isAlwaysRelational ? ['relational'] : [];
  const models = informationModels.flatMap((model) => services.map((service) => model[service]));
  const agreed = new Map(models.map((uid) => [uid, new Set(unasked)]));
  for (const proposal of proposals) {
    const service = services.find((one) => informationModels.some((model) => model[one] === proposal.sopClassUid));
    if (service === undefined || answers.has(proposal.sopClassUid)) continue;
    const answer = answerQueryOptions(proposal, service, supportedOptions[service]);
    answers.set(answer.sopClassUid, answer);
    agreed.set(answer.sopClassUid, new Set([...unasked, ...readQueryOptions(answer.information, service)]));
  }
  return { extendedNegotiations: [...answers.values()], agreed };
}
