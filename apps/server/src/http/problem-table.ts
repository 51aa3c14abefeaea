/**
 * Every problem this node answers over HTTP, RFC 9457: stable code → status and title. The one table of this edge.
 *
 * A feature that needs a new problem adds a row here. Titles are for a person and the same at every occurrence;
 * `detail` says more about one occurrence and never holds a value of a data set, a token or a name.
 */

export const problems = {
  'invalid-request': { status: 400, title: 'The request is not well formed' },
  unauthenticated: { status: 401, title: 'Sign in first' },
  forbidden: { status: 403, title: 'This is not allowed to you' },
  'csrf-token-invalid': { status: 403, title: 'The request lacks the token of the session' },
  'not-through-proxy': { status: 403, title: 'This node is reached through its proxy only' },
  'not-found': { status: 404, title: 'There is nothing here' },
  'not-acceptable': { status: 406, title: 'None of the accepted representations is available' },
  'request-timeout': { status: 408, title: 'The request took too long to arrive' },
  // Users, sessions, tokens: `access/`.
  'wrong-credentials': { status: 401, title: 'E-mail address or password is wrong' },
  'cross-site': { status: 403, title: 'The request comes from another site' },
  'link-invalid': { status: 410, title: 'The link has expired or was used already' },
  'weak-password': { status: 422, title: 'The password is not good enough' },
  'email-missing': { status: 422, title: 'An e-mail address is needed' },
  'email-taken': { status: 409, title: 'There is a user with this e-mail address' },
  'last-admin': { status: 409, title: 'The last active administrator has to stay one' },
  'wrong-code': { status: 422, title: 'The code is wrong, or was used already' },
  'ceremony-over': { status: 410, title: 'This took too long, or was begun in another browser: begin again' },
  'passkey-refused': { status: 422, title: 'The passkey is not accepted' },
  'too-many-passkeys': { status: 409, title: 'The account has as many passkeys as it can have' },
  'totp-present': { status: 409, title: 'An authenticator app is set up already' },
  'factor-needed': { status: 409, title: 'The account needs a second factor, and this is its last' },
  'step-up-required': { status: 403, title: 'Confirm first that it is still you' },
  'second-factor-required': { status: 403, title: 'Set up a second factor first' },
  'user-disabled': { status: 409, title: 'The user is disabled' },
  // DICOM peers: `peers/`.
  'peer-taken': { status: 409, title: 'There is a peer with this AE title and host' },
  // Archives that are copied from: `sources/`.
  'source-taken': { status: 409, title: 'There is a source with this name' },
  'peer-unknown': { status: 422, title: 'There is no such peer' },
  'source-key-invalid': { status: 422, title: 'A key is no keyword of DICOM, or one that is asked for anyway' },
  // The outgoing queue: `delivery/`.
  'nothing-to-send': { status: 409, title: 'There is nothing to send' },
  'peer-disabled': { status: 409, title: 'The peer is switched off' },
  'delivery-state': { status: 409, title: 'The delivery has ended already, or has not ended yet' },
  // Alerts: `alerts/`.
  'alert-channel-missing': { status: 409, title: 'Nobody is told: neither mail nor web hook is set up' },
  'alert-not-dismissible': { status: 409, title: 'The alert is over, or ends by itself' },
  // Trash and legal holds: `trash/`, `holds/`.
  'legal-hold': { status: 409, title: 'A legal hold keeps this from being deleted' },
  'trash-purging': { status: 409, title: 'This is being deleted for good already' },
  'trash-busy': { status: 409, title: 'This is being sent again at the moment' },
  'not-restorable': { status: 507, title: 'There is no room to restore this' },
  'conflict-changed': { status: 409, title: 'The copies are not those that you compared: look again' },
  'purge-mismatch': { status: 409, title: 'There is more or less to delete than was confirmed' },
  'erasure-under-way': { status: 409, title: 'The patient is being erased already' },
  'erasure-mismatch': { status: 409, title: 'Something came since the preview: look at it again' },
  'hold-released': { status: 409, title: 'The hold is released already' },
  'network-invalid': { status: 422, title: 'One of the networks is neither an IP address nor a network' },
  'fingerprint-missing': { status: 422, title: 'The fingerprint of the certificate is needed' },
  // The change feed: `changes/`.
  'change-feed-restarted': { status: 410, title: 'The change feed has begun anew: read it from 0' },
  // Rules: `routing/`.
  'rule-invalid': { status: 422, title: 'The rule cannot be applied as it is' },
  'rule-changed': { status: 409, title: 'Somebody else has changed it meanwhile' },
  conflict: { status: 409, title: 'This contradicts what is already there' },
  'payload-too-large': { status: 413, title: 'The request is too large' },
  'uri-too-long': { status: 414, title: 'The address is too long' },
  'unsupported-media-type': { status: 415, title: 'This kind of content is not taken here' },
  'range-not-satisfiable': { status: 416, title: 'The range lies outside of what there is' },
  'ranges-too-many': { status: 416, title: 'One range at a time' },
  'header-too-large': { status: 431, title: 'The headers of the request are too large' },
  'rate-limited': { status: 429, title: 'Too many attempts' },
  internal: { status: 500, title: 'The node failed to answer' },
  'database-unavailable': { status: 503, title: 'The database is away for the moment' },
  'key-service-unavailable': { status: 503, title: 'The service that has the master key is away for the moment' },
  'store-unavailable': { status: 503, title: 'The store that holds this is away for the moment' },
  'gateway-behind': { status: 503, title: 'Another gateway has stored what cannot be found yet' },
  stopping: { status: 503, title: 'The node is stopping' },
  'not-ready': { status: 503, title: 'The node is not ready' },
  'storage-full': { status: 507, title: 'There is no room left to store this' },
  // Import of a file.
  'not-dicom': { status: 422, title: 'This is not a DICOM file' },
  'empty-file': { status: 422, title: 'The file is empty' },
  truncated: { status: 422, title: 'The file ends before its data does' },
  unreadable: { status: 422, title: 'The file cannot be read' },
  'missing-identifiers': { status: 422, title: 'The file does not say which image it is' },
  'unsupported-transfer-syntax': { status: 422, title: 'The file is written in a way that is not taken here' },
  'sop-class-disabled': { status: 422, title: 'Files of this kind are not stored here' },
  dicomdir: { status: 422, title: 'This is a directory of images, not an image' },
  'conflict-refused': { status: 409, title: 'Different content is stored under the same identifier' },
  'budget-exceeded': { status: 422, title: 'The header of the file is larger than is taken' },
  'disk-full': { status: 507, title: 'There is no room left to store this' },
  // DICOMweb, PS3.18 §8.5.
  'query-parameter-repeated': { status: 400, title: 'A query parameter is given more than once' },
  'query-parameter-invalid': { status: 400, title: 'A query parameter has a value it cannot have' },
  'query-too-large': { status: 400, title: 'The query is longer than is taken' },
  'query-date-invalid': { status: 400, title: 'A date of the query is none' },
  'query-time-invalid': { status: 400, title: 'A time of the query is none' },
  'query-date-time-invalid': { status: 400, title: 'A date-time of the query is none' },
  'query-uid-invalid': { status: 400, title: 'A UID of the query is none' },
  'query-wildcard-not-allowed': { status: 400, title: 'A wildcard stands where none is allowed' },
  'uid-invalid': { status: 400, title: 'A UID of the address is none' },
  'frame-list-invalid': { status: 400, title: 'The list of frames is not well formed' },
  'rendering-parameter-invalid': { status: 400, title: 'A rendering parameter has a value it cannot have' },
  'multipart-malformed': { status: 400, title: 'The multipart body is not well formed' },
  'multipart-too-large': { status: 413, title: 'The multipart body has too many parts or too long headers' },
  'frame-not-found': { status: 404, title: 'The image has no such frame' },
  'not-renderable': { status: 406, title: 'There is no picture of this' },
  'renderer-busy': { status: 503, title: 'Too many pictures are asked for at once' },
  'transcoding-not-possible': { status: 406, title: 'This cannot be had in that transfer syntax' },
} as const satisfies Record<string, ProblemKind>;

type ProblemKind = { readonly status: number; readonly title: string };

export type ProblemCode = keyof typeof problems;
