/** Why a delivery could not be asked for or changed; messages name no host and no patient. */

export type DeliveryErrorCode =
  /** There is no such delivery, study, series, instance or peer, or none that may be known of. */
  | 'not-found'
  /** The peer is switched off. */
  | 'peer-disabled'
  /** It ended already, or has not ended yet. */
  | 'delivery-state';

export class DeliveryError extends Error {
  override readonly name = 'DeliveryError';
  readonly code: DeliveryErrorCode;

  constructor(code: DeliveryErrorCode, options?: ErrorOptions) {
    super(`delivery: ${code}`, options);
    this.code = code;
  }
}
