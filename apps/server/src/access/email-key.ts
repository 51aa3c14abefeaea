/** What makes two e-mail addresses the same account: compatibility forms and letter case do not count. */
export function emailKey(email: string): string {
  return email.trim().normalize('NFKC').toLowerCase();
}
