import { hostname } from 'node:os';
import { expect, test } from 'vitest';
import { loadConfig } from '../config/load.ts';
import { publicUrl } from './public-url.ts';

test.each([
  [{}, 'http://127.0.0.1:8080'],
  [{ ISOCENTER__HTTP__HOST: '::1' }, 'http://[::1]:8080'],
  [{ ISOCENTER__HTTP__HOST: '0.0.0.0', ISOCENTER__HTTP__TLS__CERT_FILE: 'a' }, `https://${hostname()}:8080`],
  [{ ISOCENTER__HTTP__PUBLIC_URL: 'https://pacs.example/' }, 'https://pacs.example'],
])('%o is reached at %s', (environment: Record<string, string>, expected) => {
  expect(publicUrl(loadConfig({ environment, workingDir: '/' }).config.http, 8080)).toBe(expected);
});
