/** What scanners of every kind are asked with, and answer. */

export type ScanOptions = { readonly signal: AbortSignal };

export type ScanVerdict = 'clean' | 'found' | 'failed';
