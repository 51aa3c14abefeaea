import { implementationClassUid } from '@isocenter/dicom/uids';

/** Limits and names that server and client share; each can be set where an association is opened or listened for. */
export const defaults = {
  /** Bytes; the longest variable field of P-DATA-TF we announce. DCMTK sends no longer ones. */
  maxPduBytes: 131_072,
  /** Milliseconds; PS3.8 §9.1.5 leaves the value to the implementation. */
  artimTimeoutMs: 30_000,
  /** Milliseconds; modalities keep associations open between images. */
  idleTimeoutMs: 120_000,
  /** Milliseconds; a handshake is two round trips and some arithmetic. */
  tlsHandshakeTimeoutMs: 10_000,
  /** Associations at a time. */
  maxAssociations: 300,
  implementationClassUid,
  /** At most 16 characters, PS3.7 §D.3.3.2.3. */
  implementationVersionName: 'ISOCENTER_0_1',
} as const;
