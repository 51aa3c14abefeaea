/** What was done to an attribute, by the actions of the ledger; `features/deid/deid-words.ts` finds them. */

export const deidActions = {
  remove: 'Removed',
  empty: 'Emptied',
  dummy: 'Placeholder',
  uid: 'New UID',
  shift: 'Date moved',
  pseudonym: 'Pseudonym',
  cap: 'Capped',
  strip: 'Extras cut off',
  mask: 'Masked',
  clean: 'Text cleaned',
  replace: 'Replaced by a rule',
  keep: 'Kept by a rule',
  deface: 'Face taken off',
  reface: 'Face replaced',
  hold: 'Held back by a rule',
  added: 'Added',
  changed: 'Changed',
  same: 'Stays',
} as const;
