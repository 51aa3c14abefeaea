import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{packages,apps,tools,test,bench,proofs}/**/*.test.{ts,tsx}'],
    globalSetup: ['apps/server/test/global-setup.ts'],
    pool: 'forks',
    // A worker keeps the modules it has loaded from file to file, which saves a third of the CPU: no module has state of its own.
    isolate: false,
    // On two cores: part of a test's time is waiting for a peer, a timer or a page.
    maxWorkers: 3,
    // For what hangs: a machine with much else to do takes ten times as long as a quiet one.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 60_000 } },
  },
});
