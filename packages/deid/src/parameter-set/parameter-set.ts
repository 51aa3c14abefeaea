/**
 * Everything that decides what becomes of an object, as one document: the options, the rules of a site with
 * its lists of words, and, by their hashes, the parts of this program (tables, thresholds, rules of devices) and its networks. Two runs
 * under sets of one hash and under one key do the same.
 *
 * Signed with Ed25519 (RFC 8032), it can be handed from site to site; who may sign is decided by whoever trusts a key.
 */

import { createHash, createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import type { ProfileOptions } from '../profile-options.ts';
import type { SiteRules } from '../rules/rule.ts';
import { canonicalJson } from './canonical-json.ts';

export type ParameterSet = {
  readonly format: typeof parameterFormat;
  /** Of the site or project, counted up with each change. */
  readonly version: number;
  readonly profile: ProfileOptions;
  readonly acceptPictures: boolean;
  readonly cleanPixels: boolean;
  /** Cut off, or moved with what lies in the skin. */
  readonly cleanFaces: boolean | 'keep-lesions';
  readonly rules?: SiteRules;
  /** SHA-256 by part. */
  readonly program: { readonly [part: string]: string };
  /** SHA-256 by network; none where no picture is searched. */
  readonly networks: { readonly [network: string]: string };
};

export type SignedParameterSet = {
  readonly parameters: ParameterSet;
  readonly hash: string;
  /** PEM, for whoever looks up whose it is; whether to trust it, it cannot say itself. */
  readonly publicKey: string;
  /** Base64 url. */
  readonly signature: string;
};

export type VerifiedSet =
  | { readonly kind: 'valid'; readonly parameters: ParameterSet; readonly hash: string }
  | { readonly kind: 'invalid'; readonly problem: 'not-a-set' | 'other-signer' | 'wrong-signature' };

export const parameterFormat = 'isocenter deid parameters 1';

/** What is signed says what it is, so that no signature of something else fits. */
const signedPrefix = `${parameterFormat}\0`;

/** Returns SHA-256 over the canonical JSON, base64 url. */
export function hashOfParameters(parameters: ParameterSet): string {
  return createHash('sha256').update(canonicalJson(parameters)).digest('base64url');
}

/** @param privateKey PEM of Ed25519 */
export function signParameters(parameters: ParameterSet, privateKey: string): SignedParameterSet {
  const key = createPrivateKey(privateKey);
  return {
    parameters,
    hash: hashOfParameters(parameters),
    publicKey: createPublicKey(key).export({ type: 'spki', format: 'pem' }).toString(),
    signature: sign(null, Buffer.from(signedPrefix + canonicalJson(parameters)), key).toString('base64url'),
  };
}

/** @param trustedKey PEM of the public key of whoever may decide, whatever key the document names */
export function verifyParameters(text: string, trustedKey: string): VerifiedSet {
  const signed = parseSigned(text);
  if (signed === undefined) return { kind: 'invalid', problem: 'not-a-set' };
  const { parameters, hash, publicKey, signature } = signed;
  const key = createPublicKey(trustedKey);
  if (key.asymmetricKeyType !== 'ed25519' || key.export({ type: 'spki', format: 'pem' }) !== publicKey)
    return { kind: 'invalid', problem: 'other-signer' };
  const bytes = Buffer.from(signedPrefix + canonicalJson(parameters));
  if (hash !== hashOfParameters(parameters) || !verify(null, bytes, key, Buffer.from(signature, 'base64url')))
    return { kind: 'invalid', problem: 'wrong-signature' };
  return { kind: 'valid', parameters, hash };
}

function parseSigned(text: string): SignedParameterSet | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isRecord(value) || !isRecord(value.parameters)) return undefined;
  const { parameters, hash, publicKey, signature } = value;
  const isWhole = [hash, publicKey, signature].every((one) => typeof one === 'string');
  // What else the set holds is vouched for by its signature, which is checked next.
  return isWhole && parameters.format === parameterFormat ? (value as unknown as SignedParameterSet) : undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
