/** Starts settling for a gateway, with its measures. */

import type { Kysely } from 'kysely';
import type { IndexWriter } from '../archive/index-writer.ts';
import type { Config } from '../config/settings.ts';
import type { Database } from '../database/schema.ts';
import type { Metrics } from '../http/metrics.ts';
import type { Logger } from '../logging.ts';
import type { PeerCallOptions } from '../peers/query-peer.ts';
import { forgetGoneStudies, type Settlement } from './repository.ts';
import { askSenders } from './sender-counts.ts';
import { Settler, type SettlerOptions } from './settler.ts';

export type SettlingOptions = PeerCallOptions &
  Pick<SettlerOptions, 'now' | 'wantsSeries' | 'settled' | 'leads' | 'hasOthers'> & {
    readonly db: Kysely<Database>;
    readonly index: Pick<IndexWriter, 'events' | 'position' | 'spool'>;
    readonly config: Config['settling'];
    readonly metrics: Metrics;
    readonly logger: Logger;
    /** Whether the index has all that is stored: otherwise what is not there may only not be there yet. */
    readonly isWhole: boolean;
  };

/** Resolves once everything that was arriving is taken up again; the index has caught up before. */
export async function startSettling(options: SettlingOptions): Promise<Settler> {
  const { config, metrics } = options;
  const registers = [metrics.registry];
  const settledTotal = new metrics.Counter({
    name: 'isocenter_settled_total',
    help: 'Studies and series that were settled, by whether they were complete',
    labelNames: ['level', 'state'],
    registers,
  });
  const answers = new metrics.Counter({
    name: 'isocenter_sender_answers_total',
    help: 'What senders said to whether a quiet study is complete',
    labelNames: ['answer'],
    registers,
  });
  const settler = new Settler({
    ...options,
    elapsedMs: () => performance.now(),
    times: {
      quietMs: config.quietSeconds * 1000,
      seriesQuietMs: Math.min(config.seriesQuietSeconds, config.quietSeconds) * 1000,
      longestWaitMs: config.longestWaitSeconds * 1000,
    },
    async askSenders(study) {
      const answer = await askSenders(options, study);
      answers.inc({ answer: answer.kind });
      return answer;
    },
    settled(studyId: number, settlements: readonly Settlement[]) {
      for (const { series_instance_uid, state } of settlements) {
        settledTotal.inc({ level: series_instance_uid === '' ? 'study' : 'series', state });
      }
      options.settled(studyId, settlements);
    },
  });
  new metrics.Gauge({
    name: 'isocenter_arriving_studies',
    help: 'Studies that are not settled yet',
    registers,
    collect() {
      this.set(settler.arriving);
    },
  });
  if (options.isWhole) await forgetGoneStudies(options.db);
  await settler.start();
  return settler;
}
