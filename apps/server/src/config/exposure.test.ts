import { describe, expect, test } from 'vitest';
import { assertSafeExposure, isLoopback } from './exposure.ts';
import { loadConfig } from './load.ts';

function check(environment: Record<string, string>): () => void {
  const { config } = loadConfig({ environment, workingDir: '/' });
  return () => assertSafeExposure(config);
}

describe('an address that other machines can reach', () => {
  const open = { ISOCENTER__HTTP__HOST: '0.0.0.0' };

  test.each(['0.0.0.0', '::', '192.168.1.10', 'pacs.example'])('%s is refused without TLS or a proxy', (host) => {
    expect(check({ ISOCENTER__HTTP__HOST: host })).toThrow(expect.objectContaining({ code: 'unsafe-exposure' }));
  });

  test('is taken with TLS', () => {
    const tls = { ISOCENTER__HTTP__TLS__CERT_FILE: 'a', ISOCENTER__HTTP__TLS__KEY_FILE: 'b' };
    expect(check({ ...open, ...tls })).not.toThrow();
  });

  test('is taken behind a trusted proxy', () => {
    expect(check({ ...open, ISOCENTER__HTTP__TRUSTED_PROXIES: '10.0.0.1' })).not.toThrow();
  });
});

test('half of a TLS configuration is refused by the name of the missing half', () => {
  expect(check({ ISOCENTER__HTTP__TLS__CERT_FILE: 'a' })).toThrow(/http\.tls\.keyFile/);
  expect(check({ ISOCENTER__HTTP__TLS__KEY_FILE: 'a' })).toThrow(/http\.tls\.certFile/);
});

test.each([
  ['127.0.0.1', true],
  ['127.8.8.8', true],
  ['::1', true],
  ['[::1]', true],
  ['::ffff:127.0.0.1', true],
  ['LocalHost', true],
  ['0.0.0.0', false],
  ['::', false],
  ['127.example', false],
  ['10.0.0.1', false],
])('%s counts as loopback: %s', (host, expected) => {
  expect(isLoopback(host)).toBe(expected);
});
