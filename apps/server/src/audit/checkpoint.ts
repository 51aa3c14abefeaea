/**
 * A checkpoint: the statement, signed with a key that the database does not hold, that the chain had this hash at this
 * entry. Checkpoints of one key are numbered and each names the one before, so none can be left out unnoticed.
 *
 * This file makes, writes down and checks single checkpoints; when they are made is `checkpoint-writer.ts`.
 */

import { createHash, sign, verify } from 'node:crypto';
import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import type { SigningKey, VerifyingKey } from './signing-key.ts';

const Hex = (characters: number) => Type.String({ pattern: `^[0-9a-f]{${characters}}$` });

const CheckpointSchema = Type.Object(
  {
    keyId: Hex(16),
    /** From 1 for each key, without gaps. */
    number: Type.Integer({ minimum: 1 }),
    /** The last entry that is covered. */
    sequence: Type.Integer({ minimum: 1 }),
    /** Of that entry. */
    hash: Hex(64),
    at: Type.String({ pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z$' }),
    /** SHA-256 of the signature before; empty for number 1. */
    previous: Type.String({ pattern: '^([0-9a-f]{64})?$' }),
    /** Ed25519, base64. */
    signature: Type.String({ pattern: '^[0-9A-Za-z+/]{86}==$' }),
  },
  { additionalProperties: false },
);
export type Checkpoint = Readonly<Static<typeof CheckpointSchema>>;

export type CheckpointClaim = { readonly sequence: number; readonly hash: Buffer; readonly at: Date };

/** Returns the signed checkpoint that follows `last` of the same key. */
export function makeCheckpoint(key: SigningKey, claim: CheckpointClaim, last: Checkpoint | undefined): Checkpoint {
  const unsigned = {
    keyId: key.keyId,
    number: (last?.number ?? 0) + 1,
    sequence: claim.sequence,
    hash: claim.hash.toString('hex'),
    at: claim.at.toISOString(),
    previous: last === undefined ? '' : followMark(last),
  };
  return { ...unsigned, signature: sign(null, signedBytes(unsigned), key.privateKey).toString('base64') };
}

export function isSignatureValid(checkpoint: Checkpoint, key: VerifyingKey): boolean {
  return verify(null, signedBytes(checkpoint), key.publicKey, Buffer.from(checkpoint.signature, 'base64'));
}

/** True where `next` is what follows `last` (or begins, where there is none) in number, mark and entry. */
export function follows(next: Checkpoint, last: Checkpoint | undefined): boolean {
  if (last === undefined) return next.number === 1 && next.previous === '';
  return next.number === last.number + 1 && next.previous === followMark(last) && next.sequence > last.sequence;
}

/** Returns the line of the checkpoints file, with its end. */
export function encodeCheckpoint(checkpoint: Checkpoint): string {
  return `${JSON.stringify(checkpoint)}\n`;
}

/** Returns the checkpoint of a line; undefined for anything else. */
export function parseCheckpoint(line: string): Checkpoint | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return Value.Check(CheckpointSchema, value) ? value : undefined;
  } catch {
    // Not JSON, so not a checkpoint; who reads the file says which line that was.
    return undefined;
  }
}

function followMark(last: Checkpoint): string {
  return createHash('sha256').update(last.signature).digest('hex');
}

function signedBytes(checkpoint: Omit<Checkpoint, 'signature'>): Buffer {
  const { keyId, number, sequence, hash, at, previous } = checkpoint;
  return Buffer.from(JSON.stringify(['isocenter audit checkpoint 1', keyId, number, sequence, hash, at, previous]));
}
