/** Set-ups of a node that work and are dangerous, as administrators are told of them. */

import { type Static, Type } from 'typebox';

export const DangerCode = Type.Union(
  [
    Type.Literal('dicom-clear-text'),
    Type.Literal('peer-any-address'),
    Type.Literal('client-certificates-off'),
    Type.Literal('peer-clear-text-outside'),
    Type.Literal('loopback-shared'),
    Type.Literal('loopback-behind-balancer'),
    Type.Literal('http-clear-text-to-proxy'),
    Type.Literal('proxies-too-many'),
    Type.Literal('public-url-clear-text'),
    Type.Literal('database-clear-text'),
    Type.Literal('object-store-clear-text'),
    Type.Literal('web-hook-clear-text'),
    Type.Literal('mail-clear-text'),
    Type.Literal('sms-clear-text'),
    Type.Literal('messages-in-folder'),
    Type.Literal('mail-off'),
    Type.Literal('web-hook-off'),
    Type.Literal('http-certificate'),
    Type.Literal('dicom-certificate'),
    Type.Literal('disk-almost-full'),
  ],
  { title: 'DangerCode' },
);
export type DangerCode = Static<typeof DangerCode>;

export const Danger = Type.Object(
  {
    code: DangerCode,
    /** What was found, for a person. */
    found: Type.String(),
    /** What to do about it. */
    advice: Type.String(),
  },
  { title: 'Danger' },
);
export type Danger = Static<typeof Danger>;

export const DangerList = Type.Object({ dangers: Type.Array(Danger) }, { title: 'DangerList' });
