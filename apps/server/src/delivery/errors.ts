/** Why a delivery could not be asked for or changed; messages name no host and no patient. */

export type DeliveryErrorCode =
  /** There is no such delivery, study, series, instance or peer, or none that may be known of. */
  | 'not-found'
  /** The peer is switched off. */
  | 'peer-disabled'
  /** It ended already, or has not ended yet. */
  | 'delivery-state';

const messages: Readonly<Record<DeliveryErrorCode, string>> = {
  'not-found': 'there is no such delivery or peer',
  'peer-disabled': 'the peer is switched off',
  'delivery-state': 'the delivery is not there, has ended already, or has not ended yet',
};

export class DeliveryError extends Error {
  override readonly name = 'DeliveryError';
  readonly code: DeliveryErrorCode;

  constructor(code: DeliveryErrorCode, options?: ErrorOptions) {
    super(messages[code], options);
    this.code = code;
  }
}
