/** The benches `make bench NAME=…` knows. */

export type Benchmark = { readonly name: string; run(args: readonly string[]): Promise<void> };

export const benchmarks: readonly Benchmark[] = [
  { name: 'deid', run: async (args) => (await import('./deid/headers.ts')).benchDeid(args) },
  { name: 'faces', run: async (args) => (await import('./deid/faces.ts')).benchFaces(args) },
  { name: 'ingest', run: async (args) => (await import('./ingest/ingest.ts')).benchIngest(args) },
  { name: 'leaks', run: async (args) => (await import('./deid/leaks.ts')).benchLeaks(args) },
  { name: 'log-append', run: async (args) => (await import('./log-append.ts')).benchLogAppend(args) },
  { name: 'parse', run: async () => (await import('./parse.ts')).benchParse() },
  { name: 'planted', run: async (args) => (await import('./deid/planted.ts')).benchPlanted(args) },
  { name: 'query', run: async (args) => (await import('./query/query.ts')).benchQuery(args) },
  { name: 'rendered', run: async () => (await import('./rendered.ts')).benchRendered() },
  { name: 'retrieve', run: async (args) => (await import('./retrieve/retrieve.ts')).benchRetrieve(args) },
];
