/**
 * A file that somebody asked for, for as long as they are at the identity provider for a fresh proof: the page to which they
 * come back goes on with it, once. It lies in the storage of the tab, sealed under a key of the session since its address may
 * say what was searched for, and is forgotten by every other way to a page.
 */

const key = 'isocenter-export';
/** In the address of the page to which the provider leads back. */
const proved = 'proved';
const nonceBytes = 12;

/** Where the provider leads back to: this page. */
export function pageAfterProof({ href }: Location): string {
  const url = new URL(href);
  url.searchParams.set(proved, '1');
  return `${url.pathname}${url.search}`;
}

/** Call it before the first page stands: whoever comes from elsewhere than from a proof has asked for nothing. */
export function settleReturn({ location, history, sessionStorage }: Window): void {
  const url = new URL(location.href);
  if (!url.searchParams.has(proved)) {
    sessionStorage.removeItem(key);
    return;
  }
  url.searchParams.delete(proved);
  history.replaceState(history.state, '', url);
}

/** Keeps nothing where the page is not in a secure context: then there is nothing to seal with. */
export async function keepExport(address: string, sessionSecret: string): Promise<void> {
  if (!window.isSecureContext) return;
  const nonce = crypto.getRandomValues(new Uint8Array(nonceBytes));
  const algorithm = { name: 'AES-GCM', iv: nonce, additionalData: bytesOf(window.location.pathname) };
  const sealed = await crypto.subtle.encrypt(algorithm, await sealingKey(sessionSecret), bytesOf(address));
  sessionStorage.setItem(key, btoa(String.fromCharCode(...nonce, ...new Uint8Array(sealed))));
}

export function forgetExport(): void {
  sessionStorage.removeItem(key);
}

/** Returns the address that was asked for on this page in this session. What is kept is forgotten with that. */
export async function takeExport(sessionSecret: string): Promise<string | undefined> {
  const text = sessionStorage.getItem(key);
  if (text === null) return undefined;
  sessionStorage.removeItem(key);
  const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  const iv = bytes.subarray(0, nonceBytes);
  const algorithm = { name: 'AES-GCM', iv, additionalData: bytesOf(window.location.pathname) };
  try {
    const opened = await crypto.subtle.decrypt(algorithm, await sealingKey(sessionSecret), bytes.subarray(nonceBytes));
    return new TextDecoder().decode(opened);
  } catch {
    // Of another page or another session: nothing that was asked for here.
    return undefined;
  }
}

const bytesOf = (text: string) => new TextEncoder().encode(text);

async function sealingKey(sessionSecret: string): Promise<CryptoKey> {
  const digest = await crypto.subtle.digest('SHA-256', bytesOf(`${key} ${sessionSecret}`));
  return crypto.subtle.importKey('raw', digest, 'AES-GCM', false, ['encrypt', 'decrypt']);
}
