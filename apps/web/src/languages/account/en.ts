/** The own account. */

export const account = {
  title: 'Your account',
  changed: 'The password has been changed. Your other sessions have ended.',
  enterPresent: 'Enter your present password',
  needs: 'The new password needs at least {length, plural, one {# character} other {# characters}}',
  present: 'Present password',
  new: 'New password',
  change: 'Change the password',
} as const;
