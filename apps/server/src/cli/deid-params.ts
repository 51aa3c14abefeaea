/**
 * `isocenter deid-params`: all that decides what becomes of an object as one signed document, to be handed from site to
 * site; `isocenter deid --parameters` takes it. Needs no node.
 */

import type { Command } from 'commander';
import { jsonOption, openOutput } from './command.ts';
import { addDecidingOptions, cleanFacesOf, type DecidingOptions, profileOf, readRules } from './deid-options.ts';

type ExportOptions = DecidingOptions & {
  readonly json?: boolean;
  readonly signKey: string;
  readonly number: string;
};

export function registerDeidParams(program: Command): void {
  const group = program.command('deid-params').description('sign and check what decides on de-identification');
  group
    .command('keys')
    .description('make a pair of keys to sign with: FILE, to be kept secret, and FILE.pub, to be handed out')
    .argument('<file>')
    .option(...jsonOption)
    .action(async (file: string, options: { readonly json?: boolean }) => {
      const { createSigningKey } = await import('../deidentification/parameter-files.ts');
      await createSigningKey(file);
      const output = openOutput(options);
      output.event('keys', { privateKey: file, publicKey: `${file}.pub` });
      output.line(`Made ${file}, which signs and is to be kept secret, and ${file}.pub, by which others check.`);
    });
  addDecidingOptions(group.command('export').description('write a signed parameter set'))
    .argument('<file>')
    .requiredOption('--sign-key <file>', 'made by «isocenter deid-params keys»')
    .option('--number <n>', 'of this version of the set', '1')
    .option(...jsonOption)
    .action(async (file: string, options: ExportOptions) => await exportSet(file, options));
  for (const [name, description] of [
    ['verify', 'check a parameter set against a key that is trusted, and show what it says'],
    ['import', 'check a parameter set, and write it to --out only when this program decides by it as it was meant'],
  ] as const) {
    const command = group.command(name).description(description).argument('<file>');
    command.requiredOption('--trust <file>', 'public key of whoever decides').option(...jsonOption);
    if (name === 'import') command.requiredOption('--out <file>', 'where the set is put');
    command.action(async (file: string, options: CheckOptions) => await check(file, options));
  }
}

async function exportSet(file: string, options: ExportOptions): Promise<void> {
  const output = openOutput(options);
  const files = await import('../deidentification/parameter-files.ts');
  const { hashOfParameters } = await import('@isocenter/deid/parameter-set/parameter-set');
  const rules = options.rules === undefined ? undefined : await readRules(options.rules, output);
  const parameters = await files.parametersOf({
    profile: profileOf(options),
    acceptPictures: options.acceptPictures === true,
    cleanPixels: options.cleanPixels === true,
    cleanFaces: cleanFacesOf(options),
    ...(rules && { rules }),
    version: Number(options.number),
  });
  await files.writeSignedParameters(file, parameters, options.signKey);
  const hash = hashOfParameters(parameters);
  output.event('exported', { file, hash, version: parameters.version });
  output.line(`Wrote ${file}, version ${parameters.version}, ${hash}`);
}

type CheckOptions = { readonly json?: boolean; readonly trust: string; readonly out?: string };

async function check(file: string, options: CheckOptions): Promise<void> {
  const output = openOutput(options);
  const { copySet, readTrustedParameters } = await import('../deidentification/parameter-files.ts');
  const { parameters, hash, differing } = await readTrustedParameters(file, options.trust);
  output.event('verified', { hash, version: parameters.version, differing, parameters });
  output.line(`The signature is right: version ${parameters.version}, ${hash}`);
  if (differing.length > 0) {
    output.line(`This program is another than the one of the set: ${differing.join(', ')} differ.`);
    process.exitCode = 1;
    return;
  }
  if (options.out === undefined) return;
  await copySet(file, options.out);
  output.line(`Wrote ${options.out}: isocenter deid --parameters ${options.out} --trust ${options.trust}`);
}
