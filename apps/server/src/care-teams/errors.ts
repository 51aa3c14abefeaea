/** Why something about a care team or a joining was refused. */

export type CareTeamErrorCode =
  | 'not-found'
  | 'team-closed'
  | 'owner-stays'
  | 'privileges-too-many'
  | 'already-member'
  | 'joining-live'
  | 'joining-state'
  | 'mail-off'
  | 'sms-off'
  | 'phone-invalid';

export class CareTeamError extends Error {
  override readonly name = 'CareTeamError';
  readonly code: CareTeamErrorCode;

  constructor(code: CareTeamErrorCode) {
    super(`care team: ${code}`);
    this.code = code;
  }
}
