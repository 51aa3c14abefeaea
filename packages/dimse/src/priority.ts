/** Priority (0000,0700) of what is asked of a peer, PS3.7 Table E.1-1. What a peer makes of it is its own matter. */

export const dimsePriority = { medium: 0, high: 1, low: 2 } as const;

export type DimsePriority = keyof typeof dimsePriority;
