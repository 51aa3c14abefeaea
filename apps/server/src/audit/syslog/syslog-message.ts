/**
 * Syslog messages for audit repositories: the header of RFC 5424 with the values of PS3.15 §A.6, and the frames of RFC 5425.
 *
 *     <85>1 2026-03-04T05:06:07.000Z host isocenter 17 DICOM+RFC3881 [meta sequenceId="3"] <AuditMessage>…
 */

/** 10: security and authorization, RFC 5424 Table 1. */
const facility = 10;

/** RFC 5424 Table 2: notice for what went as it should, warning for the rest. */
const severities = { notice: 5, warning: 4 } as const;

/** RFC 5424 §7.3.1. */
const maxSequenceId = 2_147_483_647;

export type SyslogHeader = {
  readonly severity: keyof typeof severities;
  readonly at: Date;
  readonly host: string;
  readonly processId: number;
  /** Number of the entry, from 1. */
  readonly sequence: number;
};

export function encodeSyslog({ severity, at, host, processId, sequence }: SyslogHeader, xml: string): Buffer {
  const priority = facility * 8 + severities[severity];
  const sequenceId = ((sequence - 1) % maxSequenceId) + 1;
  const header = [`<${priority}>1`, at.toISOString(), headerText(host, 255), 'isocenter', processId, 'DICOM+RFC3881'];
  return Buffer.from(`${header.join(' ')} [meta sequenceId="${sequenceId}"] ${xml}`, 'utf8');
}

/** RFC 5425 §4.3: the length in bytes, a space, the message. */
export function frame(message: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`${message.length} `), message]);
}

/** PRINTUSASCII; nothing is written as a hyphen. */
function headerText(text: string, maxLength: number): string {
  return text.replace(/[^!-~]/g, '').slice(0, maxLength) || '-';
}
