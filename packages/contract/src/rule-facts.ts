/** Facts about a study that conditions of rules can test beside its attributes. Without schemas, so that pages can have it. */

/** What a condition may ask for besides attributes. Keywords begin with a capital, so they never collide. */
export const ruleFacts = {
  /** Names of the peers under whose AE title it came. */
  source: { label: 'Sending peer', vr: 'LO' },
  callingAe: { label: 'Calling AE title', vr: 'AE' },
  /** `dimse`, `stow` or `import`. */
  arrivedBy: { label: 'Way it came', vr: 'CS' },
  modality: { label: 'Modality of any series', vr: 'CS' },
  seriesCount: { label: 'Number of series', vr: 'IS' },
  instanceCount: { label: 'Number of images', vr: 'IS' },
  /** `yes` or `no`, as `prefetched`. */
  incomplete: { label: 'Settled as incomplete', vr: 'CS' },
  prefetched: { label: 'Fetched as a prior study', vr: 'CS' },
} as const;
export type RuleFact = keyof typeof ruleFacts;
