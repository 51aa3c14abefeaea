/**
 * Two gateways over one database and one store behind HAProxy: one is killed, nothing is lost; what both decide at once is
 * decided as by one.
 */

import { findMissingHaproxy } from '@isocenter/testkit/haproxy-process';
import { absenceOf } from '@isocenter/testkit/peer-program';
import { expect, test } from 'vitest';
import { openTestDatabase } from '../apps/server/test/database.ts';
import { killGateways, startOf } from '../proofs/gateways/gateways.ts';

const seed = 20_260_102;
const missing = findMissingHaproxy();

test.skipIf(missing.length > 0)(
  `each of two gateways is killed during ingest, and nothing acknowledged is lost${absenceOf(missing)}`,
  async () => {
    const database = await openTestDatabase();
    try {
      const done = await killGateways({ runs: 2, from: startOf(seed), databaseUrl: database.url });
      expect(done.violations).toEqual([]);
      expect(done.cycles).toBe(2);
      expect(done.acknowledged).toBeGreaterThanOrEqual(140);
    } finally {
      await database.close();
    }
  },
  120_000,
);
