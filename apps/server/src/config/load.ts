/**
 * Reads the configuration: defaults, then `isocenter.yaml`, then the environment; later ones win.
 *
 * Names match ignoring case and single underscores. What is unknown or invalid stops the start with a message that
 * names the key as it was written, because a misspelt key that is silently ignored is a setting somebody relies on.
 */

import { existsSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { Value } from 'typebox/value';
import { parse as parseYaml } from 'yaml';
import { ConfigError } from './errors.ts';
import { type Config, environmentName, listSettings, type Setting, settingName } from './settings.ts';

const defaultFile = 'isocenter.yaml';
const environmentPrefix = 'ISOCENTER__';

export type LoadOptions = {
  /** `--config`; wins over ISOCENTER_CONFIG, which wins over `isocenter.yaml` in the working directory. */
  readonly file?: string | undefined;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly workingDir: string;
};

export type LoadedConfig = {
  readonly config: Config;
  /** The file that was read, if any. */
  readonly file: string | undefined;
};

/** One value as somebody wrote it. */
type Given = { readonly as: string; readonly value: unknown; readonly relativeTo: string };

/** @throws ConfigError */
export function loadConfig(options: LoadOptions): LoadedConfig {
  const settings = listSettings();
  const file = findFile(options);
  const fromFile = file === undefined ? new Map<Setting, Given>() : readFile(file, settings);
  const fromEnvironment = readEnvironment(options, settings);
  const config: Record<string, unknown> = {};
  const relativeTo = file === undefined ? options.workingDir : dirname(file);
  for (const setting of settings) {
    const fallback = { as: settingName(setting.path), value: setting.notes.default, relativeTo };
    const given = fromEnvironment.get(setting) ?? fromFile.get(setting) ?? fallback;
    place(config, setting.path, settle(setting, given.value === undefined ? fallback : given));
  }
  // Each leaf was checked against its schema above, and the sections are those of the schema.
  return { config: config as Config, file };
}

function findFile(options: LoadOptions): string | undefined {
  const named = options.file ?? options.environment.ISOCENTER_CONFIG;
  const path = resolve(options.workingDir, named ?? defaultFile);
  if (existsSync(path)) return path;
  if (named === undefined) return undefined;
  throw new ConfigError('file-missing', `the configuration file ${path} does not exist`);
}

function readFile(path: string, settings: readonly Setting[]): Map<Setting, Given> {
  let document: unknown;
  try {
    document = parseYaml(readFileSync(path, 'utf8'), { prettyErrors: false });
  } catch (cause) {
    const line = cause instanceof Error && 'code' in cause ? ` (${String(cause.code)})` : '';
    throw new ConfigError('file-unreadable', `${path} is not readable as YAML${line}`, { cause });
  }
  const given = new Map<Setting, Given>();
  const relativeTo = dirname(path);
  for (const [name, value] of flatten(document, [], settings, path)) {
    const as = `${settingName(name)} in ${path}`;
    add(given, findSetting(name, settings, as), { as, value, relativeTo });
  }
  return given;
}

/** Lists `[path, value]` of a document; a mapping is a section, anything else the value of a key. */
function flatten(
  node: unknown,
  above: readonly string[],
  settings: readonly Setting[],
  file: string,
): readonly (readonly [readonly string[], unknown])[] {
  if (node === null || node === undefined) {
    const isHeading = above.length === 0 || isSection(above, settings);
    return isHeading ? [] : [[above, undefined]]; // A key with nothing behind it keeps its default.
  }
  if (isMapping(node)) {
    return Object.entries(node).flatMap(([name, below]) => flatten(below, [...above, name], settings, file));
  }
  if (above.length === 0) throw new ConfigError('file-unreadable', `${file} must hold sections with keys`);
  return [[above, node]];
}

function readEnvironment(options: LoadOptions, settings: readonly Setting[]): Map<Setting, Given> {
  const given = new Map<Setting, Given>();
  const relativeTo = options.workingDir;
  for (const [as, text] of Object.entries(options.environment)) {
    if (!as.toUpperCase().startsWith(environmentPrefix)) continue;
    // Compose files set a variable to nothing where they mean to leave it out.
    const value = text === '' ? undefined : text;
    const path = as.slice(environmentPrefix.length).split('__');
    const setting = matchSetting(path, settings);
    if (setting !== undefined) {
      add(given, setting, { as, value, relativeTo });
      continue;
    }
    const secret = matchSecretFile(path, settings);
    add(given, secret ?? findSetting(path, settings, as), { as, value: readSecret(as, value, relativeTo), relativeTo });
  }
  return given;
}

/** Returns the secret that a name ending in `_FILE` is the file of. */
function matchSecretFile(path: readonly string[], settings: readonly Setting[]): Setting | undefined {
  const last = path.at(-1) ?? '';
  if (!/_?file$/i.test(last)) return undefined;
  const setting = matchSetting([...path.slice(0, -1), last.replace(/_?file$/i, '')], settings);
  return setting?.notes.secret === true ? setting : undefined;
}

function readSecret(as: string, path: string | undefined, relativeTo: string): string | undefined {
  if (path === undefined) return undefined;
  const file = resolve(relativeTo, path);
  try {
    return readFileSync(file, 'utf8').trimEnd();
  } catch (cause) {
    throw new ConfigError('invalid-value', `${as}: the file ${file} cannot be read`, { cause });
  }
}

function findSetting(path: readonly string[], settings: readonly Setting[], as: string): Setting {
  const setting = matchSetting(path, settings);
  if (setting !== undefined) return setting;
  if (isSection(path, settings)) {
    throw new ConfigError('invalid-value', `${as}: this is a section with keys below it, not a key`);
  }
  const near = nearestSetting(path, settings);
  const hint = near === undefined ? '' : `; did you mean ${settingName(near.path)} (${environmentName(near.path)})?`;
  throw new ConfigError('unknown-key', `${as}: there is no such configuration key${hint}`);
}

function matchSetting(path: readonly string[], settings: readonly Setting[]): Setting | undefined {
  return settings.find((setting) => plainName(setting.path) === plainName(path));
}

function isSection(path: readonly string[], settings: readonly Setting[]): boolean {
  return settings.some((setting) => plainName(setting.path).startsWith(`${plainName(path)}.`));
}

function plainName(path: readonly string[]): string {
  return path.map((part) => part.replaceAll('_', '').toLowerCase()).join('.');
}

function add(given: Map<Setting, Given>, setting: Setting, value: Given): void {
  const earlier = given.get(setting);
  if (earlier !== undefined) {
    throw new ConfigError('given-twice', `${value.as}: the same key is already set as ${earlier.as}`);
  }
  given.set(setting, value);
}

/** Turns what was written into the key's type and checks it. */
function settle(setting: Setting, given: Given): unknown {
  const value = typeof given.value === 'string' ? fromText(setting, given.value) : given.value;
  if (value === undefined && setting.notes.default === undefined) return undefined;
  if (!Value.Check(setting.schema, value)) {
    throw new ConfigError('invalid-value', `${given.as}: must be ${describeSetting(setting)}`);
  }
  return setting.notes.path === true && typeof value === 'string' ? resolve(given.relativeTo, value) : value;
}

/** The environment knows text only: numbers are written in digits, lists with commas, `true` and `false` as words. */
function fromText(setting: Setting, text: string): unknown {
  const type = 'type' in setting.schema ? setting.schema.type : undefined;
  if (type === 'integer' && /^\d+$/.test(text.trim())) return Number(text);
  if (type === 'boolean' && /^(true|false)$/i.test(text.trim())) return text.trim().toLowerCase() === 'true';
  if (type === 'array') return text.split(',').flatMap((part) => (part.trim() === '' ? [] : [part.trim()]));
  return text;
}

/** Returns what a key accepts, in words: "a whole number from 0 to 65535". */
export function describeSetting({ schema, notes }: Setting): string {
  if (notes.takes !== undefined) return notes.takes;
  if (notes.path === true) return 'a path';
  const { type, minimum, maximum, anyOf, items }: Readonly<Record<string, unknown>> = { ...schema };
  if (type === 'integer') return `a whole number from ${minimum} to ${maximum}`;
  if (type === 'boolean') return 'true or false';
  if (type === 'array')
    return `a list of ${listLiterals(isMapping(items) && Array.isArray(items.anyOf) ? items.anyOf : [items])}`;
  return Array.isArray(anyOf) ? `one of ${listLiterals(anyOf)}` : 'text';
}

function listLiterals(schemas: readonly unknown[]): string {
  return schemas.map((schema) => (isMapping(schema) ? String(schema.const) : '')).join(', ');
}

function place(config: Record<string, unknown>, path: readonly string[], value: unknown): void {
  let section = config;
  for (const name of path.slice(0, -1)) {
    const below = section[name];
    const next = isMapping(below) ? below : {};
    section[name] = next;
    section = next;
  }
  const last = path.at(-1);
  if (value !== undefined && last !== undefined) section[last] = value;
}

/** Returns the key whose name needs the fewest changes to become the one that was written; undefined past three. */
function nearestSetting(path: readonly string[], settings: readonly Setting[]): Setting | undefined {
  const wanted = plainName(path);
  const ranked = settings
    .map((setting) => ({ setting, distance: editDistance(wanted, plainName(setting.path)) }))
    .sort((a, b) => a.distance - b.distance);
  const best = ranked[0];
  return best !== undefined && best.distance <= 3 ? best.setting : undefined;
}

/** Levenshtein distance, row by row. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitute = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(substitute, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
