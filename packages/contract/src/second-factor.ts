/**
 * Proofs of who somebody is besides a password: codes of an authenticator application (RFC 6238), recovery codes,
 * passkeys (W3C WebAuthn Level 3). What a passkey signs travels in the JSON forms of that standard, §5.1.8 and §5.1.9.
 */

import { type Static, Type } from 'typebox';

/** Of an authenticator application: six digits. Blanks are taken, as applications show them. */
const TotpCode = Type.String({ minLength: 6, maxLength: 16 });

/** Letters and digits in groups; case, blanks and hyphens do not count. */
const RecoveryCode = Type.String({ minLength: 1, maxLength: 64 });

/** An upper bound against abuse; keys and signatures are far shorter. */
const Base64Url = Type.String({ minLength: 1, maxLength: 16_384, pattern: '^[A-Za-z0-9_-]+$' });

const credential = {
  id: Base64Url,
  rawId: Base64Url,
  type: Type.Literal('public-key'),
  authenticatorAttachment: Type.Optional(Type.Union([Type.Literal('platform'), Type.Literal('cross-platform')])),
  clientExtensionResults: Type.Record(Type.String(), Type.Unknown()),
};

/** `AuthenticationResponseJSON` */
export const PasskeyAssertion = Type.Object(
  {
    ...credential,
    response: Type.Object({
      clientDataJSON: Base64Url,
      authenticatorData: Base64Url,
      signature: Base64Url,
      userHandle: Type.Optional(Base64Url),
    }),
  },
  { title: 'PasskeyAssertion' },
);
export type PasskeyAssertion = Static<typeof PasskeyAssertion>;

/** `RegistrationResponseJSON` */
export const PasskeyAttestation = Type.Object(
  {
    ...credential,
    response: Type.Object({
      clientDataJSON: Base64Url,
      attestationObject: Base64Url,
      transports: Type.Optional(Type.Array(Type.String({ maxLength: 32 }), { maxItems: 8 })),
    }),
  },
  { title: 'PasskeyAttestation' },
);
export type PasskeyAttestation = Static<typeof PasskeyAttestation>;

/** `PublicKeyCredentialRequestOptionsJSON` or `PublicKeyCredentialCreationOptionsJSON`: for the browser, as it is. */
export const PasskeyOptions = Type.Object(
  { challenge: Type.String() },
  { additionalProperties: true, title: 'PasskeyOptions' },
);
export type PasskeyOptions = Static<typeof PasskeyOptions>;

const totpProof = Type.Object({ kind: Type.Literal('totp'), code: TotpCode }, { additionalProperties: false });
const recoveryProof = Type.Object(
  { kind: Type.Literal('recovery-code'), code: RecoveryCode },
  { additionalProperties: false },
);
const passkeyProof = Type.Object(
  { kind: Type.Literal('passkey'), assertion: PasskeyAssertion },
  { additionalProperties: false },
);
const passwordProof = Type.Object(
  { kind: Type.Literal('password'), password: Type.String({ minLength: 1, maxLength: 1024 }) },
  { additionalProperties: false },
);

/** The second step of signing in. */
export const SecondFactorProof = Type.Union([totpProof, recoveryProof, passkeyProof], { title: 'SecondFactorProof' });
export type SecondFactorProof = Static<typeof SecondFactorProof>;

/** Proof by somebody who is signed in, before something dangerous. */
export const FreshProof = Type.Union([passwordProof, totpProof, passkeyProof], { title: 'FreshProof' });
export type FreshProof = Static<typeof FreshProof>;

const SecondFactorWay = Type.Union([
  Type.Literal('totp'),
  Type.Literal('passkey'),
  /** There are codes that were not used yet. */
  Type.Literal('recovery-code'),
]);

/** The password was right; the session begins with a second factor, in the same browser and within minutes. */
export const SecondFactorNeeded = Type.Object(
  {
    kind: Type.Literal('second-factor'),
    ways: Type.Array(SecondFactorWay),
    /** With `passkey`. */
    passkeyOptions: Type.Optional(PasskeyOptions),
    expiresAt: Type.String({ format: 'date-time' }),
  },
  { title: 'SecondFactorNeeded' },
);
export type SecondFactorNeeded = Static<typeof SecondFactorNeeded>;

/** How somebody who is signed in can prove it again. */
export const ProofWays = Type.Object(
  {
    ways: Type.Array(
      Type.Union([
        Type.Literal('passkey'),
        Type.Literal('totp'),
        Type.Literal('password'),
        /** By going to the identity provider and back, see `paths.singleSignOn.proof`. */
        Type.Literal('single-sign-on'),
      ]),
    ),
    passkeyOptions: Type.Optional(PasskeyOptions),
    /** What the identity provider is called. */
    provider: Type.Optional(Type.String()),
  },
  { title: 'ProofWays' },
);
export type ProofWays = Static<typeof ProofWays>;
