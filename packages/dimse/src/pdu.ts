/**
 * The seven PDUs of PS3.8 §9.3 as data, and the numbers of their items.
 *
 * Bytes live in `associate-pdu.ts`, `user-information.ts`, `control-pdu.ts` and, for P-DATA-TF, which is never held
 * whole, in `pdu-reader.ts` and `p-data.ts`.
 */

/** PS3.8 Tables 9-11, 9-17, 9-21, 9-22, 9-24, 9-25, 9-26. */
export const pduType = {
  associateRq: 0x01,
  associateAc: 0x02,
  associateRj: 0x03,
  pDataTf: 0x04,
  releaseRq: 0x05,
  releaseRp: 0x06,
  abort: 0x07,
} as const;

/** PDU type (1 byte), reserved (1 byte), PDU length (4 bytes). */
export const pduHeaderBytes = 6;

/** PDV item length (4 bytes), presentation context ID (1 byte), message control header (1 byte), PS3.8 Table 9-23. */
export const pdvHeaderBytes = 6;

/** Message control header, PS3.8 §E.2. */
export const messageControl = { command: 0x01, last: 0x02 } as const;

/** PS3.8 §9.3.2 and §9.3.3; the sub-items of user information are those of PS3.7 §D.3.3. */
export const itemType = {
  applicationContext: 0x10,
  presentationContextRq: 0x20,
  presentationContextAc: 0x21,
  abstractSyntax: 0x30,
  transferSyntax: 0x40,
  userInformation: 0x50,
  maximumLength: 0x51,
  implementationClassUid: 0x52,
  asynchronousOperationsWindow: 0x53,
  roleSelection: 0x54,
  implementationVersionName: 0x55,
  extendedNegotiation: 0x56,
  commonExtendedNegotiation: 0x57,
  userIdentity: 0x58,
  userIdentityResponse: 0x59,
} as const;

/** DICOM Application Context Name, PS3.7 §A.2.1. */
export const dicomApplicationContext = '1.2.840.10008.3.1.1.1';

export type ProposedContext = {
  /** Odd, 1 to 255, unique in its association. */
  readonly id: number;
  readonly abstractSyntax: string;
  readonly transferSyntaxes: readonly string[];
};

export type ContextResult = {
  readonly id: number;
  /** One of `contextResult`. */
  readonly result: number;
  /** Significant where the result is acceptance. */
  readonly transferSyntax: string;
};

/** PS3.7 §D.3.3.4 */
export type RoleSelection = { readonly sopClassUid: string; readonly scu: boolean; readonly scp: boolean };

/** PS3.7 §D.3.3.5 */
export type ExtendedNegotiation = { readonly sopClassUid: string; readonly information: Uint8Array };

/** PS3.7 §D.3.3.6 */
export type CommonExtendedNegotiation = {
  readonly sopClassUid: string;
  readonly serviceClassUid: string;
  readonly relatedGeneralSopClassUids: readonly string[];
};

/** PS3.7 §D.3.3.7. The fields are credentials: they go to the access decision and never into a log. */
export type UserIdentity = {
  /** 1 user name, 2 user name and passcode, 3 Kerberos ticket, 4 SAML assertion, 5 JSON Web Token. */
  readonly type: number;
  readonly positiveResponseRequested: boolean;
  readonly primary: Uint8Array;
  /** The passcode of type 2; empty otherwise. */
  readonly secondary: Uint8Array;
};

/** PS3.7 §D.3.3.3; 0 means unlimited. */
export type AsynchronousOperations = { readonly invoked: number; readonly performed: number };

export type UserInformation = {
  /** The longest variable field of P-DATA-TF its sender can receive, in bytes; 0 for no limit, PS3.8 §D.1. */
  readonly maxPduBytes: number;
  readonly implementationClassUid?: string;
  readonly implementationVersionName?: string;
  readonly asynchronousOperations?: AsynchronousOperations;
  readonly roleSelections?: readonly RoleSelection[];
  readonly extendedNegotiations?: readonly ExtendedNegotiation[];
  readonly commonExtendedNegotiations?: readonly CommonExtendedNegotiation[];
  readonly userIdentity?: UserIdentity;
  /** Server response of PS3.7 §D.3.3.7.2; only in A-ASSOCIATE-AC. */
  readonly userIdentityResponse?: Uint8Array;
};

type AssociatePdu = {
  /** Bit 0 stands for version 1, the only one there is. */
  readonly protocolVersion: number;
  readonly calledAet: string;
  readonly callingAet: string;
  readonly applicationContext: string;
  readonly userInformation: UserInformation;
};

export type AssociateRequestPdu = AssociatePdu & { readonly contexts: readonly ProposedContext[] };
export type AssociateAcceptPdu = AssociatePdu & { readonly contexts: readonly ContextResult[] };
