/** The own account: what it signs in with, and where it is signed in. */

import { type Static, Type } from 'typebox';
import { Id } from './id.ts';
import { Language } from './language.ts';
import { UserRole } from './role.ts';
import { PasskeyAttestation, PasskeyOptions } from './second-factor.ts';

const DateTime = Type.String({ format: 'date-time' });

export const Passkey = Type.Object(
  {
    id: Id,
    label: Type.String(),
    /** Kept by a service that copies it to other devices of its owner. */
    isBackedUp: Type.Boolean(),
    createdAt: DateTime,
    lastUsedAt: Type.Optional(DateTime),
  },
  { title: 'Passkey' },
);
export type Passkey = Static<typeof Passkey>;

export const Account = Type.Object(
  {
    id: Id,
    email: Type.String(),
    name: Type.String(),
    role: UserRole,
    phone: Type.Optional(Type.String()),
    isPhoneVerified: Type.Boolean(),
    hasPassword: Type.Boolean(),
    passkeys: Type.Array(Passkey),
    /** Absent where no authenticator application was set up. */
    totp: Type.Optional(Type.Object({ since: DateTime })),
    recoveryCodesLeft: Type.Integer({ minimum: 0 }),
    /** Whether this node asks this account for a second factor. */
    isSecondFactorRequired: Type.Boolean(),
  },
  { title: 'Account' },
);
export type Account = Static<typeof Account>;

/** International form, ITU-T E.164: `+` and up to 15 digits. Blanks and hyphens are taken and left out. */
const Phone = Type.String({ maxLength: 32, pattern: '^$|^\\+[0-9 ()/-]{6,31}$' });

/** An empty `phone` takes it away. */
export const UpdateAccount = Type.Object(
  {
    name: Type.Optional(Type.String({ minLength: 1, maxLength: 120 })),
    phone: Type.Optional(Phone),
  },
  { additionalProperties: false, minProperties: 1, title: 'UpdateAccount' },
);
export type UpdateAccount = Static<typeof UpdateAccount>;

/** A code went to the telephone of the account. */
export const PhoneCodeSent = Type.Object(
  {
    /** The number by its ends. */
    phone: Type.String(),
    expiresAt: DateTime,
  },
  { title: 'PhoneCodeSent' },
);
export type PhoneCodeSent = Static<typeof PhoneCodeSent>;

export const ConfirmPhone = Type.Object(
  { code: Type.String({ minLength: 6, maxLength: 20 }) },
  { additionalProperties: false, title: 'ConfirmPhone' },
);

/** Of pages and messages. */
export const ChooseLanguage = Type.Object(
  { language: Language },
  { additionalProperties: false, title: 'ChooseLanguage' },
);

/** Shown while it is set up, and never again. */
export const TotpEnrolment = Type.Object(
  {
    /** Base32, for whoever types it. */
    secret: Type.String(),
    /** `otpauth://totp/…`, for a QR code that the page draws itself. */
    uri: Type.String(),
  },
  { title: 'TotpEnrolment' },
);
export type TotpEnrolment = Static<typeof TotpEnrolment>;

export const ConfirmTotp = Type.Object(
  { code: Type.String({ minLength: 6, maxLength: 16 }) },
  { additionalProperties: false, title: 'ConfirmTotp' },
);
export type ConfirmTotp = Static<typeof ConfirmTotp>;

/** New recovery codes are shown this once; none where the account had some before. */
export const FactorAdded = Type.Object(
  { recoveryCodes: Type.Optional(Type.Array(Type.String())) },
  { title: 'FactorAdded' },
);
export type FactorAdded = Static<typeof FactorAdded>;

export const RecoveryCodes = Type.Object({ codes: Type.Array(Type.String()) }, { title: 'RecoveryCodes' });
export type RecoveryCodes = Static<typeof RecoveryCodes>;

export const PasskeyCreation = Type.Object({ options: PasskeyOptions }, { title: 'PasskeyCreation' });
export type PasskeyCreation = Static<typeof PasskeyCreation>;

export const AddPasskey = Type.Object(
  { label: Type.String({ minLength: 1, maxLength: 60 }), attestation: PasskeyAttestation },
  { additionalProperties: false, title: 'AddPasskey' },
);
export type AddPasskey = Static<typeof AddPasskey>;

export const OpenSession = Type.Object(
  {
    id: Id,
    /** The session that asks. */
    isThis: Type.Boolean(),
    /** Such as Firefox; absent where the browser does not say. */
    browser: Type.Optional(Type.String()),
    /** Such as Windows. */
    system: Type.Optional(Type.String()),
    /** IP address it was begun from. */
    address: Type.Optional(Type.String()),
    startedAt: DateTime,
    /** To the minute. */
    lastUsedAt: DateTime,
  },
  { title: 'OpenSession' },
);
export type OpenSession = Static<typeof OpenSession>;

/** The one that asks first, then by last use. */
export const OpenSessionList = Type.Object({ sessions: Type.Array(OpenSession) }, { title: 'OpenSessionList' });
export type OpenSessionList = Static<typeof OpenSessionList>;
