/** The proofs `make verify NAME=…` knows. */

export type ProofResult = {
  readonly seed: number;
  readonly runs: number;
  readonly violations: number;
  readonly [detail: string]: unknown;
};

export type Proof = { readonly name: string; run(args: readonly string[]): Promise<ProofResult> };

export const proofs: readonly Proof[] = [
  { name: 'access', run: async (args) => (await import('./access/access.ts')).proveAccess(args) },
  { name: 'deid', run: async (args) => (await import('./deid/deid.ts')).proveDeid(args) },
  { name: 'fuzz', run: async (args) => (await import('./fuzz.ts')).proveFuzz(args) },
  { name: 'kill', run: async (args) => (await import('./kill/kill.ts')).proveKill(args) },
  { name: 'kill-ingest', run: async (args) => (await import('./kill/kill-ingest.ts')).proveKillIngest(args) },
  { name: 'gateways', run: async (args) => (await import('./gateways/gateways.ts')).proveGateways(args) },
  { name: 'large', run: async (args) => (await import('./large.ts')).proveLarge(args) },
  { name: 'queries', run: async (args) => (await import('./queries/queries.ts')).proveQueries(args) },
  { name: 'faults', run: async (args) => (await import('./faults/faults.ts')).proveFaults(args) },
  { name: 'scale', run: async (args) => (await import('./scale/scale.ts')).proveScale(args) },
  { name: 'soak', run: async (args) => (await import('./soak/soak.ts')).proveSoak(args) },
  {
    name: 'interoperability',
    run: async () => (await import('./interoperability/interoperability.ts')).proveInteroperability(),
  },
];
