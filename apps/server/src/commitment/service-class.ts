/** The Storage Commitment Push Model SOP Class and its one instance, PS3.4 §J.3.5 and PS3.6 Table A-1. */

export const storageCommitmentSopClass = '1.2.840.10008.1.20.1';
export const storageCommitmentInstance = '1.2.840.10008.1.20.1.1';

/** Request Storage Commitment, the Action Type ID of PS3.4 Table J.3-1. */
export const requestCommitmentAction = 1;
