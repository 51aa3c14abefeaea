/**
 * The header of one instance as a flat table: elements in file order, items of sequences as rows of their own, nesting
 * as `depth`. Values are text for a person; bulk data is described, not sent.
 */

import { type Static, Type } from 'typebox';
import { Id } from './id.ts';

export const ElementRow = Type.Object(
  {
    kind: Type.Union([Type.Literal('element'), Type.Literal('item')]),
    depth: Type.Integer({ minimum: 0 }),
    /** `(0010,0020)`; of an item, the tag of its sequence. */
    tag: Type.String(),
    /** PS3.6 keyword; absent for private and unknown elements. */
    keyword: Type.Optional(Type.String()),
    /** PS3.6 name, `Item 1` for items, the private creator's name for private elements where known. */
    name: Type.String(),
    vr: Type.Optional(Type.String()),
    lengthBytes: Type.Integer({ minimum: 0 }),
    /** Decoded with the character set in force; absent for sequences, items and binary values. */
    value: Type.Optional(Type.String()),
    /** True when `value` holds only the beginning. */
    truncated: Type.Optional(Type.Boolean()),
  },
  { title: 'ElementRow' },
);
export type ElementRow = Static<typeof ElementRow>;

export const HeaderFinding = Type.Object(
  {
    code: Type.String(),
    severity: Type.Union([Type.Literal('note'), Type.Literal('warning'), Type.Literal('error')]),
    tag: Type.Optional(Type.String()),
    offset: Type.Optional(Type.Integer({ minimum: 0 })),
    message: Type.String(),
  },
  { title: 'HeaderFinding' },
);
export type HeaderFinding = Static<typeof HeaderFinding>;

export const ElementTable = Type.Object(
  {
    instanceId: Id,
    sopInstanceUid: Type.String(),
    transferSyntaxUid: Type.String(),
    transferSyntaxName: Type.String(),
    rows: Type.Array(ElementRow),
    findings: Type.Array(HeaderFinding),
  },
  { title: 'ElementTable' },
);
export type ElementTable = Static<typeof ElementTable>;
