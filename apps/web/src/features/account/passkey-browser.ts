/** Passkeys as the browser makes and uses them (W3C WebAuthn), and why it cannot where it cannot. */

import type { PasskeyAssertion, PasskeyAttestation, PasskeyOptions } from '@isocenter/contract/second-factor';
import {
  browserSupportsWebAuthn,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  startAuthentication,
  startRegistration,
} from '@simplewebauthn/browser';
import type { Words } from '../../languages/catalogue.ts';

/** Makes a passkey. @throws Error of the browser: `NotAllowedError` where its user declined or took too long */
export async function makePasskey(options: PasskeyOptions): Promise<PasskeyAttestation> {
  // What the node answers is the JSON form that the standard defines for this call.
  const optionsJSON = options as unknown as PublicKeyCredentialCreationOptionsJSON;
  const { id, rawId, type, response, authenticatorAttachment } = await startRegistration({ optionsJSON });
  const { clientDataJSON, attestationObject, transports } = response;
  return {
    ...{ id, rawId, type, clientExtensionResults: {} },
    response: { clientDataJSON, attestationObject, ...(transports === undefined ? {} : { transports }) },
    ...(authenticatorAttachment === undefined ? {} : { authenticatorAttachment }),
  };
}

/** Signs with a passkey. @throws Error as `makePasskey` */
export async function signWithPasskey(options: PasskeyOptions | undefined): Promise<PasskeyAssertion> {
  if (options === undefined) throw new Error('There is no passkey to sign with.');
  // As above.
  const optionsJSON = options as unknown as PublicKeyCredentialRequestOptionsJSON;
  const { id, rawId, type, response, authenticatorAttachment } = await startAuthentication({ optionsJSON });
  const { clientDataJSON, authenticatorData, signature, userHandle } = response;
  return {
    ...{ id, rawId, type, clientExtensionResults: {} },
    response: {
      ...{ clientDataJSON, authenticatorData, signature },
      ...(userHandle === undefined ? {} : { userHandle }),
    },
    ...(authenticatorAttachment === undefined ? {} : { authenticatorAttachment }),
  };
}

/** @param passkeyHost whose pages they work on, as the node says; undefined while it is not known */
export function passkeyHindrance(t: Words, passkeyHost: string | undefined): string | undefined {
  const { hostname } = window.location;
  const isOwn = passkeyHost === undefined || hostname === passkeyHost;
  if (!isOwn) return t('account.passkeyHost', { host: passkeyHost });
  return browserSupportsWebAuthn() ? undefined : t('account.passkeyUnsupported');
}

/** True where a person closed the browser's own dialog: nothing to report. */
export function isDeclined(error: unknown): boolean {
  return error instanceof Error && (error.name === 'NotAllowedError' || error.name === 'AbortError');
}
