/**
 * Video transfer syntaxes, PS3.5 §A.4.5 to §A.4.9: one stream for the whole object, frames are not told apart.
 */

/** MPEG-2, MPEG-4 AVC and HEVC, PS3.6 Table A-1; those ending in `.1` are the fragmentable forms. */
const videoUids: ReadonlySet<string> = new Set(
  [
    '100',
    '100.1',
    '101',
    '101.1',
    '102',
    '102.1',
    '103',
    '103.1',
    '104',
    '104.1',
    '105',
    '105.1',
    '106',
    '106.1',
    '107',
    '108',
  ].map((last) => `1.2.840.10008.1.2.4.${last}`),
);

export function isVideo(transferSyntaxUid: string): boolean {
  return videoUids.has(transferSyntaxUid);
}
