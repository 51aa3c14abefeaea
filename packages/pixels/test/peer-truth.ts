/**
 * What each file of the corpus is held against: the peer that its Transfer Syntax asks for, unless the file is listed
 * here with a reason for something else.
 */

import type { TransferSyntax } from '@isocenter/dicom/transfer-syntax';

export type Truth =
  /** DCMTK renders the file itself. */
  | { readonly kind: 'dcmtk'; readonly tool: 'dcm2pnm' | 'dcmj2pnm' | 'dcml2pnm'; readonly frames?: readonly number[] }
  /** GDCM writes the file uncompressed (or its palette written out), DCMTK renders that. */
  | { readonly kind: 'gdcm'; readonly option: '--raw' | '--decompress-lut' }
  /** Another file of the corpus holds the same pixels in another encoding, which a peer reads. */
  | { readonly kind: 'same-as'; readonly path: string; readonly frames?: readonly number[] }
  /** SHA-1 of the decoded cells, from `made/htj2k`. */
  | { readonly kind: 'sha1'; readonly sha1: string }
  | { readonly kind: 'none'; readonly reason: string };

/** Window, slope and intercept stand in functional groups, which DCMTK does not look into. */
export const windowInFunctionalGroups = /agfa-private-tags|siemens-xa10-enhanced|CT0012\./;

const test = 'dicom/pydicom/test_files/';
const data = 'dicom/pydicom-data/';
const multiFrame = 'dicom/dicomParser/encapsulated/multi-frame/CT0012.';
const fragmented = `${multiFrame}fragmented_no_bot_`;

const exceptions: Readonly<Record<string, Truth>> = {
  // DCMTK finds no second frame in fragments without offset table; GDCM does, but has no 12-bit JPEG.
  'dicom/cornerstone-ts/CT0012.fragmented_no_bot_jpeg_baseline.51.dcm': {
    kind: 'dcmtk',
    tool: 'dcmj2pnm',
    frames: [1],
  },
  [`${fragmented}jpeg_lossless.57.dcm`]: { kind: 'gdcm', option: '--raw' },
  [`${fragmented}jpeg_lossless.70.dcm`]: { kind: 'gdcm', option: '--raw' },
  // GDCM neither finds a second frame of fragmented JPEG-LS; the other files of the same image have tables.
  [`${fragmented}jpeg_ls.80.dcm`]: { kind: 'same-as', path: `${multiFrame}not_fragmented_bot_jpeg_ls.80.dcm` },
  [`${fragmented}jpeg_ls.81.dcm`]: { kind: 'dcmtk', tool: 'dcml2pnm', frames: [1] },
  // DCMTK cannot parse the file, or not decode what is in it.
  [`${test}SC_rgb_jpeg.dcm`]: { kind: 'gdcm', option: '--raw' },
  [`${data}JLSL_08_07_0_1F.dcm`]: { kind: 'gdcm', option: '--raw' },
  [`${data}gdcm-US-ALOKA-16.dcm`]: { kind: 'gdcm', option: '--decompress-lut' },
  [`${data}liver_rle.dcm`]: { kind: 'same-as', path: `${test}liver_1frame.dcm`, frames: [1] },
  [`${data}liver_deflate.dcm`]: { kind: 'same-as', path: `${test}liver_1frame.dcm`, frames: [1] },
  'made/htj2k/mr12_lossless.dcm': { kind: 'sha1', sha1: 'c80e9f86f2fa2c0c95e57d9c8c7da60778143d60' },
  'made/htj2k/mr12_lossless_rpcl.dcm': { kind: 'sha1', sha1: 'c80e9f86f2fa2c0c95e57d9c8c7da60778143d60' },
  'made/htj2k/us8rgb_lossy.dcm': { kind: 'none', reason: 'no peer decodes HTJ2K, and there is no sha1' },
  [`${data}HTJ2KLossless_08_RGB.dcm`]: { kind: 'none', reason: 'no peer decodes HTJ2K, and there is no sha1' },
  'dicom/dcm4che/will-jxl.dcm': { kind: 'none', reason: 'no peer decodes JPEG XL' },
  [`${data}parametric_map_float.dcm`]: { kind: 'none', reason: 'no peer renders Float Pixel Data' },
  'dicom/fo-dicom-mg-pt/GH364.dcm': { kind: 'none', reason: 'both peers refuse its broken fragment' },
  [`${test}MR_truncated.dcm`]: { kind: 'none', reason: 'both peers refuse truncated Pixel Data' },
};

/** Files with Pixel Data that cannot be shown, and the code that says so. */
export const notDisplayable: Readonly<Record<string, string>> = {
  'dicom/dcm4che/3gb-bulk-data-truncated': 'image-too-large',
  'made/hostile/length_beyond_eof.dcm': 'image-attribute-invalid',
  'made/video/us_h264_hp41.dcm': 'codec-missing',
  'made/video/us_mpeg2_mpml.dcm': 'codec-missing',
  // Its size marker was overwritten on purpose.
  [`${test}JPEG2000-embedded-sequence-delimiter.dcm`]: 'codestream-mismatch',
  // Private or nested elements only; the Pixel Data in them has no Image Pixel attributes.
  [`${test}meta_missing_tsyntax.dcm`]: 'image-attribute-invalid',
  [`${test}nested_priv_SQ.dcm`]: 'image-attribute-invalid',
};

export function truthOf(path: string, syntax: TransferSyntax): Truth {
  const exception = exceptions[path];
  if (exception !== undefined) return exception;
  if (/4\.(5\d|70)$/.test(syntax.uid)) return { kind: 'dcmtk', tool: 'dcmj2pnm' };
  if (/4\.8\d$/.test(syntax.uid)) return { kind: 'dcmtk', tool: 'dcml2pnm' };
  if (/4\.9\d$/.test(syntax.uid)) return { kind: 'gdcm', option: '--raw' };
  return { kind: 'dcmtk', tool: 'dcm2pnm' };
}
