/** The audit trail. */

export const audit = {
  title: 'Audit trail',
  description:
    'Every sign-in, search, view, import and change of settings. Entries are chained, so that none can be altered or removed unnoticed; isocenter audit verify checks it.',
  success: 'Success',
  failure: 'Failure',
  denied: 'Denied',
  when: 'When',
  who: 'Who',
  what: 'What',
  outcome: 'Outcome',
  from: 'From',
  details: 'Details',
  action: 'Action',
  everyAction: 'Every action',
  everyOutcome: 'Every outcome',
  failures: 'Failures',
  successes: 'Successes',
  firstDay: 'First day',
  lastDay: 'Last day',
  refresh: 'Refresh',
  none: 'No entry matches.',
  older: 'Older entries',
  begins: 'The trail begins here.',
} as const;
