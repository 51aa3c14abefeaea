/**
 * A file that somebody asked for, for as long as they are at the identity provider for a fresh proof: the page to which they
 * come back goes on with it, once. It lies in the storage of the tab, and is forgotten by every other way to a page.
 */

const key = 'isocenter-export';
/** In the address of the page to which the provider leads back. */
const proved = 'proved';

type Pending = { readonly page: string; readonly address: string };

/** Where the provider leads back to: this page. */
export function pageAfterProof({ href }: Location): string {
  const url = new URL(href);
  url.searchParams.set(proved, '1');
  return `${url.pathname}${url.search}`;
}

/** Call it before the first page stands: whoever comes from elsewhere than from a proof has asked for nothing. */
export function settleReturn({ location, history, sessionStorage }: Window): void {
  const url = new URL(location.href);
  if (!url.searchParams.has(proved)) return sessionStorage.removeItem(key);
  url.searchParams.delete(proved);
  history.replaceState(history.state, '', url);
}

export function keepExport({ location, sessionStorage }: Window, address: string): void {
  sessionStorage.setItem(key, JSON.stringify({ page: location.pathname, address } satisfies Pending));
}

export function forgetExport({ sessionStorage }: Window): void {
  sessionStorage.removeItem(key);
}

/** Returns the address that was asked for on this page, which is forgotten with that. */
export function takeExport({ location, sessionStorage }: Window): string | undefined {
  const text = sessionStorage.getItem(key);
  if (text === null) return undefined;
  // Written by `keepExport` above, in the same tab.
  const { page, address } = JSON.parse(text) as Pending;
  if (page !== location.pathname) return undefined;
  sessionStorage.removeItem(key);
  return address;
}
