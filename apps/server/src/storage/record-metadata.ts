/**
 * The metadata of a record as JSON, written and checked. It is protected by a CRC, but it comes from a disk: it is
 * parsed, never cast.
 *
 * `id` object · `key` wrapped data key · `pk` patient key · `n` plaintext bytes · `c` chunk bytes · `file` folder and
 * number of a large object's file · `arrival` first position of a moved object · the rest as in `RecordMeta`.
 */

import type { ConflictPolicy, DeletionReason, ObjectLocation, Provenance, RecordMeta, Trash } from './log-entry.ts';
import type { LogPosition } from './log-position.ts';
import { maxMetadataBytes } from './record-header.ts';
import { StorageError } from './storage-error.ts';

/** The parts of a location that do not depend on where the record comes to lie. */
export type ObjectFacts = Omit<ObjectLocation, 'segment' | 'offset' | 'bodyOffset'>;

export type InstanceMetadata = {
  readonly object: ObjectFacts;
  readonly record: RecordMeta;
  readonly arrival: LogPosition | undefined;
};
export type DeletionMetadata = {
  readonly objectId: string;
  readonly reason: DeletionReason;
  /** Segment, offset and bytes of the record that is dead now. */
  readonly target: readonly [segment: number, offset: number, lengthBytes: number];
  readonly file: readonly [folder: number, number: number] | undefined;
};
/** Segment numbers with the offset at which each ends. */
export type AbandonedSegments = readonly (readonly [segment: number, end: number])[];
export type TrashMetadata = { readonly trash: Trash; readonly arrival: LogPosition | undefined };
export type SealMetadata = {
  /** Records in the segment that say something of others (`isMark`): 0 lets compaction pass it over. */
  readonly marks: number;
  /** Lowest folder whose files may not all be named by a record up to here. */
  readonly unnamedFolder: number;
};

/** Returns the JSON of an object's record. */
export function encodeInstance(object: ObjectFacts, record: RecordMeta, arrival?: LogPosition): Buffer {
  return encodeJson({
    id: object.objectId,
    key: object.wrappedKey,
    pk: object.patientKeyId,
    n: object.lengthBytes,
    c: object.chunkBytes,
    file: object.file === undefined ? undefined : [object.file.folder, object.file.number],
    arrival,
    sha256: record.sha256,
    ts: record.transferSyntaxUid,
    policy: record.policy,
    from: record.provenance,
  });
}

export function parseInstance(bytes: Buffer): InstanceMetadata | undefined {
  const json = parseObject(bytes);
  if (json === undefined) return undefined;
  const { id, key, pk, n, c, sha256, ts } = json;
  const file = json.file === undefined ? undefined : parseNumbers(json.file, 2);
  const provenance = parseProvenance(json.from);
  const policy = policies.find((known) => known === json.policy);
  if (!isText(id) || !isText(key) || !isText(pk) || !isText(sha256) || !isText(ts)) return undefined;
  if (!isCount(n) || !isCount(c) || c === 0 || provenance === undefined || policy === undefined) return undefined;
  if (json.file !== undefined && file === undefined) return undefined;
  const object = { objectId: id, wrappedKey: key, patientKeyId: pk, lengthBytes: n, chunkBytes: c };
  return {
    object: file === undefined ? object : { ...object, file: { folder: file[0] ?? 0, number: file[1] ?? 0 } },
    record: { kind: 'instance', sha256, transferSyntaxUid: ts, lengthBytes: n, policy, provenance },
    arrival: isCount(json.arrival) ? json.arrival : undefined,
  };
}

const policies: readonly ConflictPolicy[] = ['first', 'newest', 'refuse'];

export function encodeDeletion(deletion: DeletionMetadata): Buffer {
  return encodeJson({ id: deletion.objectId, why: deletion.reason, target: deletion.target, file: deletion.file });
}

export function parseDeletion(bytes: Buffer): DeletionMetadata | undefined {
  const json = parseObject(bytes);
  const target = parseNumbers(json?.target, 3);
  const reason = deletionReasons.find((known) => known === json?.why);
  if (json === undefined || !isText(json.id) || reason === undefined || target === undefined) return undefined;
  const [segment = 0, offset = 0, lengthBytes = 0] = target;
  const file = parseNumbers(json.file, 2);
  return {
    objectId: json.id,
    reason,
    target: [segment, offset, lengthBytes],
    file: file === undefined ? undefined : [file[0] ?? 0, file[1] ?? 0],
  };
}

const deletionReasons: readonly DeletionReason[] = ['erasure', 'retention', 'duplicate', 'user'];

export function encodeAbandoned(segments: AbandonedSegments): Buffer {
  return encodeJson({ ends: segments });
}

export function parseAbandoned(bytes: Buffer): AbandonedSegments | undefined {
  const ends = parseObject(bytes)?.ends;
  if (!Array.isArray(ends)) return undefined;
  return ends.flatMap((pair) => {
    const numbers = parseNumbers(pair, 2);
    return numbers === undefined ? [] : [[numbers[0] ?? 0, numbers[1] ?? 0] as const];
  });
}

/** Seal and stop marks have one length, so that they are found from the segment's end. */
export const sealMetadataBytes = 88;

export function encodeSeal(seal: SealMetadata): Buffer {
  return Buffer.from(JSON.stringify(seal).padEnd(sealMetadataBytes), 'latin1');
}

export function parseSeal(bytes: Buffer): SealMetadata | undefined {
  const json = parseObject(bytes);
  if (json === undefined || !isCount(json.marks) || !isCount(json.unnamedFolder)) return undefined;
  return { marks: json.marks, unnamedFolder: json.unnamedFolder };
}

/** Every record of a trash names it; only the first says more. */
export function encodeTrashMark(trashId: string): Buffer {
  return encodeJson({ id: trashId });
}

export function encodeTrash(trash: Trash, arrival?: LogPosition): Buffer {
  const { trashId, deletedAt, purgeAfter, cause, level, deletedBy } = trash;
  return encodeJson({ id: trashId, at: deletedAt, until: purgeAfter, why: cause, level, by: deletedBy, arrival });
}

export function parseTrashMark(bytes: Buffer): string | undefined {
  const id = parseObject(bytes)?.id;
  return isText(id) ? id : undefined;
}

export function parseTrash(bytes: Buffer): TrashMetadata | undefined {
  const json = parseObject(bytes);
  if (json === undefined) return undefined;
  const { id, at, until, by } = json;
  const cause = (['user', 'retention'] as const).find((known) => known === json.why);
  const level = (['study', 'series', 'instance'] as const).find((known) => known === json.level);
  if (!isText(id) || !isText(at) || !isText(until) || !isText(by)) return undefined;
  if (cause === undefined || level === undefined) return undefined;
  const trash = { trashId: id, deletedAt: at, purgeAfter: until, cause, level, deletedBy: by };
  return { trash, arrival: isCount(json.arrival) ? json.arrival : undefined };
}

const objectIdBytes = 16;

/** The body of a trash record: ids one after the other, 16 bytes each. */
export function encodeObjectIds(objectIds: readonly string[]): Buffer {
  return Buffer.concat(objectIds.map((id) => Buffer.from(id, 'hex')));
}

export function parseObjectIds(body: Buffer): readonly string[] {
  return Array.from({ length: Math.floor(body.byteLength / objectIdBytes) }, (_, index) =>
    body.toString('hex', index * objectIdBytes, (index + 1) * objectIdBytes),
  );
}

function encodeJson(value: object): Buffer {
  const bytes = Buffer.from(JSON.stringify(value), 'utf8');
  if (bytes.byteLength <= maxMetadataBytes) return bytes;
  throw new StorageError('out-of-range', 'The metadata of a record is too long', { lengthBytes: bytes.byteLength });
}

function parseObject(bytes: Buffer): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8'));
    // Any object can be seen as a record of unknown members.
    return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : undefined;
  } catch {
    // Unreadable JSON is damage; the caller reports it with the record's position.
    return undefined;
  }
}

function parseProvenance(value: unknown): Provenance | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  // Members are checked below.
  const json = value as Readonly<Record<string, unknown>>;
  const source = (['dimse', 'stow', 'import'] as const).find((known) => known === json.source);
  if (source === undefined || !isText(json.receivedAt)) return undefined;
  return {
    source,
    receivedAt: json.receivedAt,
    ...(isText(json.callingAet) && { callingAet: json.callingAet }),
    ...(isText(json.calledAet) && { calledAet: json.calledAet }),
    ...(isText(json.address) && { address: json.address }),
    ...(isText(json.subject) && { subject: json.subject }),
  };
}

function parseNumbers(value: unknown, count: number): readonly number[] | undefined {
  return Array.isArray(value) && value.length === count && value.every(isCount) ? value : undefined;
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
