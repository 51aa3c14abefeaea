/** Two gateways over one database and one store, behind HAProxy: started, killed and started again one by one. */

import { setTimeout as delay } from 'node:timers/promises';
import { type BalancedGateway, type HaproxyProcess, startHaproxy } from '@isocenter/testkit/haproxy-process';
import {
  type IsocenterProcess,
  makeDataDir,
  runIsocenter,
  startIsocenterProcess,
} from '@isocenter/testkit/isocenter-process';
import { findFreePort } from '@isocenter/testkit/peer-listener';

const pollMs = 50;

export class GatewayPair {
  readonly balancer: HaproxyProcess;
  /** Of an administrator. */
  readonly token: string;
  readonly #databaseUrl: string;
  readonly #dataDir: ReturnType<typeof makeDataDir>;
  readonly #places: readonly BalancedGateway[];
  readonly #gateways: IsocenterProcess[];

  private constructor(
    databaseUrl: string,
    dataDir: ReturnType<typeof makeDataDir>,
    started: Pick<GatewayPair, 'balancer' | 'token'> & {
      places: readonly BalancedGateway[];
      gateways: IsocenterProcess[];
    },
  ) {
    this.#databaseUrl = databaseUrl;
    this.#dataDir = dataDir;
    this.balancer = started.balancer;
    this.token = started.token;
    this.#places = started.places;
    this.#gateways = started.gateways;
  }

  static async start(databaseUrl: string): Promise<GatewayPair> {
    const dataDir = makeDataDir();
    const places: BalancedGateway[] = [];
    for (const name of ['a', 'b']) {
      places.push({ name, dicomPort: await findFreePort(), httpPort: await findFreePort() });
    }
    const gateways = await Promise.all(places.map((place) => startGateway(databaseUrl, dataDir.path, place)));
    const env = { ISOCENTER__DATABASE__URL: databaseUrl };
    const token = runIsocenter({ dataDir: dataDir.path, env }, ['user', 'token', '--role', 'admin']).trim();
    const balancer = await startHaproxy(places);
    return new GatewayPair(databaseUrl, dataDir, { balancer, token, places, gateways });
  }

  get dataDir(): string {
    return this.#dataDir.path;
  }

  /** `http://127.0.0.1:PORT` of one, past the balancer. */
  httpOf(gateway: number): string {
    return this.#at(gateway).ready.http;
  }

  dicomPortOf(gateway: number): number {
    return this.#at(gateway).dicomPort;
  }

  async kill(gateway: number): Promise<void> {
    const { ready, ended } = this.#at(gateway);
    process.kill(ready.pid, 'SIGKILL');
    await ended;
  }

  async startAgain(gateway: number): Promise<void> {
    const place = this.#places[gateway];
    if (place === undefined) throw new RangeError('there are two gateways');
    this.#gateways[gateway] = await startGateway(this.#databaseUrl, this.dataDir, place);
  }

  /** Resolves when the balancer has noticed that there is a gateway again. */
  async balanced(): Promise<void> {
    for (;;) {
      const response = await fetch(`${this.balancer.http}/readyz`).catch(() => undefined);
      if (response?.ok === true) return;
      await delay(pollMs);
    }
  }

  async stop(): Promise<void> {
    await this.balancer.stop();
    await Promise.all(this.#gateways.map((gateway) => gateway.stop()));
    this.#dataDir.remove();
  }

  #at(gateway: number): IsocenterProcess {
    const found = this.#gateways[gateway];
    if (found === undefined) throw new RangeError('there are two gateways');
    return found;
  }
}

function startGateway(databaseUrl: string, dataDir: string, place: BalancedGateway): Promise<IsocenterProcess> {
  return startIsocenterProcess({
    dataDir,
    keepOutput: process.env.GATEWAY_LOGS === undefined,
    env: {
      ISOCENTER__DATABASE__URL: databaseUrl,
      ISOCENTER__GATEWAY__NAME: place.name,
      ISOCENTER__DICOM__PORT: String(place.dicomPort),
      ISOCENTER__HTTP__PORT: String(place.httpPort),
    },
  });
}
