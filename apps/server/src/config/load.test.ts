import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ConfigError } from './errors.ts';
import { describeSetting, loadConfig } from './load.ts';
import { environmentName, listSettings, settingName } from './settings.ts';

let workingDir: string;

beforeEach(() => {
  workingDir = mkdtempSync(join(tmpdir(), 'isocenter-config-'));
});

afterEach(() => rmSync(workingDir, { recursive: true }));

function load(environment: Record<string, string> = {}, yaml?: string) {
  if (yaml !== undefined) writeFileSync(join(workingDir, 'isocenter.yaml'), yaml);
  return loadConfig({ environment, workingDir }).config;
}

function failure(environment: Record<string, string>, yaml?: string): { code: string; message: string } {
  try {
    load(environment, yaml);
  } catch (error) {
    const { code, message } = error as ConfigError; // Only ConfigError is thrown; anything else fails the assertions.
    return { code, message };
  }
  throw new Error('the configuration was accepted');
}

describe('defaults', () => {
  test('need no file: loopback, the standard ports, data in ./data', () => {
    const config = load();
    expect(config.http).toMatchObject({ host: '127.0.0.1', port: 8080, trustedProxies: [] });
    expect(config.dicom).toMatchObject({ host: '127.0.0.1', port: 11112, aet: 'ISOCENTER' });
    expect([config.dicomTls.port, config.hl7.port]).toEqual([2762, 2575]);
    expect(config.data.dir).toBe(join(workingDir, 'data'));
    expect(config.roles).toEqual(['gateway']);
    expect(config.database.url).toBeUndefined();
  });

  test('are themselves valid, and each key has a description', () => {
    load();
    for (const setting of listSettings()) {
      const { path, notes, schema } = setting;
      expect(notes.description, settingName(path)).toMatch(/\.$/);
      // A pattern means nothing to whoever reads the message.
      if ('pattern' in schema) expect(notes.takes, settingName(path)).toBeDefined();
      expect(describeSetting(setting)).not.toContain('undefined');
    }
  });
});

describe('the file', () => {
  test('is read from the working directory, names matching whatever their case and single underscores', () => {
    const config = load({}, 'HTTP:\n  public_url: https://pacs.example\ndicom_tls: { Port: 0 }\nadmin:\n');
    expect(config.http.publicUrl).toBe('https://pacs.example');
    expect(config.dicomTls.port).toBe(0);
  });

  test('resolves relative paths at its own folder', () => {
    writeFileSync(join(workingDir, 'other.yaml'), 'data: { dir: here }');
    const { config, file } = loadConfig({ file: 'other.yaml', environment: {}, workingDir });
    expect(config.data.dir).toBe(join(workingDir, 'here'));
    expect(file).toBe(join(workingDir, 'other.yaml'));
  });

  test('must exist when it is named', () => {
    expect(failure({ ISOCENTER_CONFIG: 'absent.yaml' }).code).toBe('file-missing');
  });

  test('must be YAML with sections', () => {
    expect(failure({}, 'http: [').code).toBe('file-unreadable');
    expect(failure({}, '- http').code).toBe('file-unreadable');
  });

  test('keeps the default of a key with nothing behind it', () => {
    expect(load({}, 'http:\n  port:\n').http.port).toBe(8080);
  });

  test('names an unknown key and the file it stands in', () => {
    const { code, message } = failure({}, 'http: { prot: 80 }');
    expect(code).toBe('unknown-key');
    expect(message).toContain(`http.prot in ${join(workingDir, 'isocenter.yaml')}`);
    expect(message).toContain('did you mean http.port');
  });

  test('cannot give one key twice in two spellings', () => {
    expect(failure({}, 'http: { publicUrl: "https://a", public_url: "https://b" }').code).toBe('given-twice');
  });
});

describe('the environment', () => {
  test('sets every key and wins over the file', () => {
    expect(load({ ISOCENTER__HTTP__PORT: '0' }, 'http: { port: 80 }').http.port).toBe(0);
    expect(load({ ISOCENTER__Dicom_TLS__PORT: '7' }).dicomTls.port).toBe(7);
    expect(load({ ISOCENTER__DICOMTLS__PORT: '7' }).dicomTls.port).toBe(7);
    expect(load({ ISOCENTER__HTTP__TLS__CERTFILE: 'a.pem' }).http.tls.certFile).toBe(join(workingDir, 'a.pem'));
  });

  test.each(listSettings().map((setting) => [settingName(setting.path), setting] as const))(
    'knows %s under the name that the documentation gives',
    (_, setting) => {
      const example = setting.notes.default ?? '';
      const text = Array.isArray(example) ? example.join(',') : String(example);
      expect(() => load({ [environmentName(setting.path)]: text })).not.toThrow();
    },
  );

  test('takes lists with commas', () => {
    const config = load({ ISOCENTER__HTTP__TRUSTED_PROXIES: 'loopback, 10.0.0.0/8' });
    expect(config.http.trustedProxies).toEqual(['loopback', '10.0.0.0/8']);
  });

  test('takes true and false as words', () => {
    expect(load({ ISOCENTER__DICOM__ALLOW_LOOPBACK: 'FALSE' }).dicom.allowLoopback).toBe(false);
    expect(failure({ ISOCENTER__DICOM__ALLOW_LOOPBACK: 'no' }).message).toContain('must be true or false');
  });

  test('reads a secret from a file, and only a secret', () => {
    writeFileSync(join(workingDir, 'secret'), 'postgresql://db.example/isocenter\n');
    const config = load({ ISOCENTER__DATABASE__URL_FILE: 'secret' });
    expect(config.database.url).toBe('postgresql://db.example/isocenter');
    expect(failure({ ISOCENTER__HTTP__HOST_FILE: 'secret' }).code).toBe('unknown-key');
    expect(failure({ ISOCENTER__DATABASE__URL_FILE: 'absent' }).message).toContain('ISOCENTER__DATABASE__URL_FILE');
  });

  test('takes the password file of an unattended installation as a path', () => {
    const config = load({ ISOCENTER__ADMIN__EMAIL: 'admin@example', ISOCENTER__ADMIN__PASSWORD_FILE: '/run/secret' });
    expect(config.admin).toEqual({ email: 'admin@example', passwordFile: '/run/secret' });
  });

  test('treats an empty variable as absent', () => {
    expect(load({ ISOCENTER__DATABASE__URL: '' }).database.url).toBeUndefined();
  });

  test('names an unknown variable, a section used as a key, and leaves other programs’ variables alone', () => {
    expect(failure({ ISOCENTER__HTTP__PROT: '1' }).message).toContain('ISOCENTER__HTTP__PROT');
    expect(failure({ ISOCENTER__HTTP: '1' }).message).toContain('section');
    expect(() => load({ ISOCENTER_HTTP: '1', HTTP__PORT: 'x' })).not.toThrow();
  });
});

describe('values', () => {
  test.each([
    ['ISOCENTER__HTTP__PORT', '65536'],
    ['ISOCENTER__HTTP__PORT', '80a'],
    ['ISOCENTER__HTTP__PUBLIC_URL', 'pacs.example'],
    ['ISOCENTER__HTTP__TRUSTED_PROXIES', 'proxy.example'],
    ['ISOCENTER__DICOM__AET', 'SEVENTEEN_LETTERS'],
    ['ISOCENTER__DICOM__AET', 'BACK\\SLASH'],
    ['ISOCENTER__DICOM__AET', '   '],
    ['ISOCENTER__DATABASE__URL', 'mysql://user:secret@host'],
    ['ISOCENTER__LOG__LEVEL', 'loud'],
    ['ISOCENTER__ROLES', 'gateway,shoemaker'],
  ])('that do not fit stop the start: %s=%s', (name, value) => {
    const { code, message } = failure({ [name]: value });
    expect(code).toBe('invalid-value');
    expect(message).toContain(`${name}: must be`);
    expect(message).not.toContain(value === '   ' ? '"   "' : value);
  });

  test('of the wrong kind in the file are not coerced', () => {
    expect(failure({}, 'dicom: { aet: 17 }').code).toBe('invalid-value');
    expect(failure({}, 'http: { port: [80] }').code).toBe('invalid-value');
  });
});
