/**
 * `make verify NAME=gateways`: ends one of two gateways with SIGKILL while four senders store through HAProxy into one study of
 * one patient, again and again on the same data, now the one, now the other, now and then both.
 *
 * Every sender also sends what its neighbours send at that moment. While that goes on, what was acknowledged is searched for at
 * once through the balancer. After each kill, and when the killed gateway runs again, everything that was acknowledged is
 * listed, once, and is what was sent, byte for byte; at the end, the index has come to the end of every spool.
 */

import { setTimeout as delay } from 'node:timers/promises';
import { connectDicomweb, type DicomwebClient } from '@isocenter/testkit/dicomweb-client';
import { seededRandom } from '@isocenter/testkit/random';
import { createPool } from '../../apps/server/src/database/pool.ts';
import { listSpools, spoolFolder } from '../../apps/server/src/storage/spool-folders.ts';
import { SpoolPositions } from '../../apps/server/src/storage/spool-positions.ts';
import { parseProofArguments } from '../arguments.ts';
import { buildLoadObject, type LoadObject, sendLoad } from '../load.ts';
import { ProgressFile } from '../progress.ts';
import type { ProofResult } from '../proofs.ts';
import { silent, startProofDatabase } from './database.ts';
import { GatewayPair } from './pair.ts';

const senders = 4;
const defaultRuns = 50;
const minAcknowledged = 40;
/** Through the gateway that is left. */
const acknowledgedAfterKill = 30;
/** Every so many objects, all senders send the same one. */
const sharedEvery = 8;
/** Every so many acknowledgements, what was acknowledged is searched for. */
const soughtEvery = 10;
const reconnectMs = 20;
/** Every so many cycles, both are killed. */
const bothEvery = 5;
/** More spools than gateways are made only where several of them start at once. */
const maxSpools = 3;

type Progress = {
  readonly seed: number;
  readonly cycles: number;
  readonly acknowledged: number;
  readonly violations: readonly string[];
  /** Longest time from a kill until everything was found through the other gateway, milliseconds. */
  readonly slowestTakeoverMs: number;
};

const file = new ProgressFile<Progress>('gateways');

export async function proveGateways(args: readonly string[]): Promise<ProofResult> {
  const wanted = parseProofArguments(args, defaultRuns);
  const from = file.read(wanted) ?? startOf(wanted.seed);
  const database = await startProofDatabase();
  try {
    const onCycle = (progress: Progress) => file.write(progress);
    const result = await killGateways({ runs: wanted.runs, from, databaseUrl: database.url, onCycle });
    file.remove();
    for (const violation of result.violations.slice(0, 20)) process.stderr.write(`${violation}\n`);
    const { cycles, acknowledged, slowestTakeoverMs, violations } = result;
    return { seed: from.seed, runs: cycles, violations: violations.length, acknowledged, slowestTakeoverMs };
  } finally {
    await database.stop();
  }
}

/** Returns where a run that begins anew stands. */
export function startOf(seed: number): Progress {
  return { seed, cycles: 0, acknowledged: 0, violations: [], slowestTakeoverMs: 0 };
}

export type KillGatewaysOptions = {
  /** Cycles, with those that `from` has behind it. */
  readonly runs: number;
  readonly from: Progress;
  /** An empty database. */
  readonly databaseUrl: string;
  readonly onCycle?: (progress: Progress) => void;
};

/** Kills one gateway after the other, and looks after each time and at the end at everything that was stored. */
export async function killGateways({ runs, from, databaseUrl, onCycle }: KillGatewaysOptions): Promise<Progress> {
  const random = seededRandom(from.seed, from.cycles).fraction;
  const pair = await GatewayPair.start(databaseUrl);
  try {
    const client = connectDicomweb(pair.balancer.http, pair.token);
    const cycles: Cycle[] = [];
    let progress = from;
    while (progress.cycles < runs) {
      const victims = progress.cycles % bothEvery === bothEvery - 1 ? [0, 1] : [progress.cycles % 2];
      const cycle = await loadAndKill(pair, client, {
        run: `${100 + (from.seed % 900)}${progress.cycles}`,
        victims,
        random,
      });
      const found = [...cycle.violations];
      if (victims.length === 1) found.push(...(await checkCycle(client, cycle)));
      const takeoverMs = victims.length === 1 ? Math.round(performance.now() - cycle.killedAt) : 0;
      await Promise.all(victims.map((victim) => pair.startAgain(victim)));
      await pair.balanced();
      found.push(...(await checkCycle(client, cycle)));
      cycles.push(cycle);
      progress = {
        seed: progress.seed,
        cycles: progress.cycles + 1,
        acknowledged: progress.acknowledged + cycle.acknowledged.size,
        violations: [...progress.violations, ...found.map((text) => `cycle ${progress.cycles}: ${text}`)],
        slowestTakeoverMs: Math.max(progress.slowestTakeoverMs, takeoverMs),
      };
      onCycle?.(progress);
    }
    const late: string[] = [];
    for (const cycle of cycles) late.push(...(await checkCycle(client, cycle)));
    late.push(...(await checkSpools(pair.dataDir, databaseUrl)));
    return { ...progress, violations: [...progress.violations, ...late.map((text) => `at the end: ${text}`)] };
  } finally {
    await pair.stop();
  }
}

type Cycle = {
  readonly studyInstanceUid: string;
  readonly sent: ReadonlyMap<string, LoadObject>;
  readonly acknowledged: ReadonlySet<string>;
  readonly violations: readonly string[];
  readonly killedAt: number;
};

async function loadAndKill(
  pair: GatewayPair,
  client: DicomwebClient,
  {
    run,
    victims,
    random,
  }: { readonly run: string; readonly victims: readonly number[]; readonly random: () => number },
): Promise<Cycle> {
  const sent = new Map<string, LoadObject>();
  const acknowledged = new Set<string>();
  const violations: string[] = [];
  const searches: Promise<void>[] = [];
  const studyInstanceUid = `2.25.${run}1`;
  const killAfter = minAcknowledged + Math.floor(random() * 60);
  let killedAt = 0;
  let killing: Promise<unknown> | undefined;
  let stopAfter = Number.POSITIVE_INFINITY;
  const noted = {
    sent: (object: LoadObject) => sent.set(object.sopInstanceUid, object),
    acknowledged: (object: LoadObject) => {
      acknowledged.add(object.sopInstanceUid);
      if (acknowledged.size % soughtEvery === 0) searches.push(seek(client, object, violations));
      if (killing !== undefined || acknowledged.size < killAfter) return;
      killedAt = performance.now();
      stopAfter = acknowledged.size + (victims.length === 1 ? acknowledgedAfterKill : 0);
      killing = Promise.all(victims.map((victim) => pair.kill(victim)));
    },
  };
  // The same patient, study and series for all, so that both gateways write to the same rows.
  const objectOf = (count: number) => buildLoadObject({ run, sender: 0, count }, sizeOf(count));
  function* objects(sender: number, from: { count: number }) {
    for (; acknowledged.size < stopAfter; from.count += 1) {
      const isShared = from.count % sharedEvery === sharedEvery - 1;
      yield objectOf(isShared ? 900_000 + from.count : sender * 100_000 + from.count);
    }
  }
  const send = async (sender: number) => {
    const from = { count: 0 };
    // An association that its gateway took with it is opened again; the object that was on its way is sent once more.
    while (acknowledged.size < stopAfter) {
      await sendLoad({ port: pair.balancer.dicomPort, aet: 'ISOCENTER' }, objects(sender, from), noted);
      await delay(reconnectMs);
    }
  };
  await Promise.all(Array.from({ length: senders }, (_, sender) => send(sender)));
  await killing;
  await Promise.all(searches);
  return { studyInstanceUid, sent, acknowledged, violations, killedAt };
}

/** The same for every sender of an object; now and then one that gets a file of its own. */
function sizeOf(count: number): number {
  return count % 50 === 11 ? 1_200_000 : 2_000 + ((count * 37) % 97) * 128;
}

/** What was acknowledged is found at once, whichever gateway answers; a question that is refused is no omission. */
async function seek(client: DicomwebClient, object: LoadObject, violations: string[]): Promise<void> {
  try {
    const found = await client.search(`/instances?SOPInstanceUID=${object.sopInstanceUid}`);
    if (found.length !== 1) violations.push('an object was not found right after its acknowledgement');
  } catch {
    // Asked of a gateway that was killed under the question, most likely; what is lost for good is found out later.
  }
}

/** @returns what is wrong, in words */
async function checkCycle(client: DicomwebClient, cycle: Cycle): Promise<readonly string[]> {
  try {
    const instances = await client.listInstances(cycle.studyInstanceUid);
    const listed = new Set(instances.map(({ sopInstanceUid }) => sopInstanceUid));
    const missing = [...cycle.acknowledged].filter((uid) => !listed.has(uid));
    const digests = await client.retrieveDigests(cycle.studyInstanceUid);
    const broken = [...listed].filter((uid) => digests.get(uid) !== cycle.sent.get(uid)?.sha256);
    return [
      ...(listed.size === instances.length ? [] : ['an object is listed twice']),
      ...missing.map(() => 'an acknowledged object is not listed'),
      ...broken.map(() => 'a listed object is not what was sent'),
    ];
  } catch (error) {
    return [`it cannot be looked at: ${error instanceof Error ? error.message : 'not an error'}`];
  }
}

/** Nothing is left over: the index is at the end of every spool, and nobody waits for anything to be done in one. */
async function checkSpools(dataDir: string, databaseUrl: string): Promise<readonly string[]> {
  const pool = createPool({ connection: { connectionString: databaseUrl }, maxConnections: 1, logger: silent });
  const positions = SpoolPositions.open(`${spoolFolder(dataDir, 1)}/POSITIONS`);
  try {
    const { rows } = await pool.query<{ spool: number; position: string }>(
      'select spool, position from gateway.index_state order by spool',
    );
    const { rows: orders } = await pool.query('select from gateway.spool_order');
    const durable = positions.read();
    const behind = rows.filter(({ spool, position }) => Number(position) !== durable[spool - 1]);
    const spools = listSpools(dataDir).length;
    return [
      ...behind.map(({ spool }) => `the index is not at the end of spool ${spool}`),
      ...(orders.length === 0 ? [] : [`${orders.length} orders are left`]),
      ...(spools <= maxSpools && spools === rows.length
        ? []
        : [`there are ${spools} spools, ${rows.length} in the index`]),
    ];
  } finally {
    positions.close();
    await pool.end();
  }
}
