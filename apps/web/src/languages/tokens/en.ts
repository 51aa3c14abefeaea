/** API tokens. */

export const tokens = {
  title: 'API tokens',
  description:
    'For programs that use DICOMweb or the API. A token is a password: give each program its own, and take it back when the program goes.',
  onlyAdministrators: 'Only administrators make tokens',
  new: 'New token',
  revoked: 'The token has been revoked.',
  none: 'There are no tokens yet.',
  revokeName: 'Revoke {name}?',
  revoke: 'Revoke',
  revokeDetail: 'Programs that use this token are refused from now on. It cannot be brought back.',
  lastUsed: 'Last used',
  ends: 'Ends',
  madeBy: 'Made by',
  commandLine: 'command line',
  copy: 'Copy the token',
  onlyTime: 'This is the only time the token is shown. Only its fingerprint is kept here.',
  sendAs: 'Programs send it as <code>Authorization: Bearer …</code>',
  nameProgram: 'Name the program that will use it',
  program: 'The program that will use it',
  memberStudies: 'Member: studies',
  endsAfter: 'Ends after',
  days: 'days',
  make: 'Make the token',
} as const;
