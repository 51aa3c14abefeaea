/**
 * Transfer syntaxes, PS3.5 §10 and Annex A, UIDs in PS3.6 Table A-1: how a data set is written down as bytes.
 *
 * Retired ones are here because archives hold them. A private syntax is not; where one must be read all the same,
 * `unknownTransferSyntax` treats it as explicit VR little endian, which PS3.5 §10 makes the most likely form. Codecs
 * live in `packages/pixels`.
 */

export type TransferSyntax = {
  readonly uid: string;
  readonly name: string;
  readonly explicitVr: boolean;
  readonly littleEndian: boolean;
  /** The whole data set is deflated, PS3.5 §A.5. */
  readonly deflated: boolean;
  /** Top-level Pixel Data is a sequence of fragments, PS3.5 §A.4. */
  readonly encapsulated: boolean;
  /** The encoding may have changed sample values. Syntaxes that allow both count as lossy. */
  readonly lossy: boolean;
  readonly retired: boolean;
};

const native = {
  explicitVr: true,
  littleEndian: true,
  deflated: false,
  encapsulated: false,
  lossy: false,
  retired: false,
};

export const implicitVrLittleEndian: TransferSyntax = {
  ...native,
  uid: '1.2.840.10008.1.2',
  name: 'Implicit VR Little Endian',
  explicitVr: false,
};

export const explicitVrLittleEndian: TransferSyntax = {
  ...native,
  uid: '1.2.840.10008.1.2.1',
  name: 'Explicit VR Little Endian',
};

export const deflatedExplicitVrLittleEndian: TransferSyntax = {
  ...native,
  uid: '1.2.840.10008.1.2.1.99',
  name: 'Deflated Explicit VR Little Endian',
  deflated: true,
};

export const explicitVrBigEndian: TransferSyntax = {
  ...native,
  uid: '1.2.840.10008.1.2.2',
  name: 'Explicit VR Big Endian',
  littleEndian: false,
  retired: true,
};

const encapsulatedUncompressed = lossless(
  '1.2.840.10008.1.2.1.98',
  'Encapsulated Uncompressed Explicit VR Little Endian',
);
export const jpegBaseline = lossy('1.2.840.10008.1.2.4.50', 'JPEG Baseline (Process 1)');
const jpegExtended = lossy('1.2.840.10008.1.2.4.51', 'JPEG Extended (Process 2 & 4)');
const jpegLossless = lossless('1.2.840.10008.1.2.4.57', 'JPEG Lossless, Non-Hierarchical (Process 14)');
export const jpegLosslessSv1 = lossless(
  '1.2.840.10008.1.2.4.70',
  'JPEG Lossless, Non-Hierarchical, First-Order Prediction (Process 14 [Selection Value 1])',
);
const jpegLsLossless = lossless('1.2.840.10008.1.2.4.80', 'JPEG-LS Lossless Image Compression');
const jpegLsNearLossless = lossy('1.2.840.10008.1.2.4.81', 'JPEG-LS Lossy (Near-Lossless) Image Compression');
const jpeg2000Lossless = lossless('1.2.840.10008.1.2.4.90', 'JPEG 2000 Image Compression (Lossless Only)');
const jpeg2000 = lossy('1.2.840.10008.1.2.4.91', 'JPEG 2000 Image Compression');
export const rleLossless = lossless('1.2.840.10008.1.2.5', 'RLE Lossless');
const htj2kLossless = lossless(
  '1.2.840.10008.1.2.4.201',
  'High-Throughput JPEG 2000 Image Compression (Lossless Only)',
);
const htj2kLosslessRpcl = lossless(
  '1.2.840.10008.1.2.4.202',
  'High-Throughput JPEG 2000 with RPCL Options Image Compression (Lossless Only)',
);
const htj2k = lossy('1.2.840.10008.1.2.4.203', 'High-Throughput JPEG 2000 Image Compression');
const jpegXlLossless = lossless('1.2.840.10008.1.2.4.110', 'JPEG XL Lossless');
const jpegXlRecompression = lossy('1.2.840.10008.1.2.4.111', 'JPEG XL JPEG Recompression');
const jpegXl = lossy('1.2.840.10008.1.2.4.112', 'JPEG XL');
const deflatedImageFrame = lossless('1.2.840.10008.1.2.8.1', 'Deflated Image Frame Compression');

/** All transfer syntaxes of a stored data set that PS3.6 Table A-1 has, retired ones included. */
export const transferSyntaxes: readonly TransferSyntax[] = [
  implicitVrLittleEndian,
  explicitVrLittleEndian,
  encapsulatedUncompressed,
  deflatedExplicitVrLittleEndian,
  explicitVrBigEndian,
  jpegBaseline,
  jpegExtended,
  retired(lossy('1.2.840.10008.1.2.4.52', 'JPEG Extended (Process 3 & 5)')),
  retired(lossy('1.2.840.10008.1.2.4.53', 'JPEG Spectral Selection, Non-Hierarchical (Process 6 & 8)')),
  retired(lossy('1.2.840.10008.1.2.4.54', 'JPEG Spectral Selection, Non-Hierarchical (Process 7 & 9)')),
  retired(lossy('1.2.840.10008.1.2.4.55', 'JPEG Full Progression, Non-Hierarchical (Process 10 & 12)')),
  retired(lossy('1.2.840.10008.1.2.4.56', 'JPEG Full Progression, Non-Hierarchical (Process 11 & 13)')),
  jpegLossless,
  retired(lossless('1.2.840.10008.1.2.4.58', 'JPEG Lossless, Non-Hierarchical (Process 15)')),
  retired(lossy('1.2.840.10008.1.2.4.59', 'JPEG Extended, Hierarchical (Process 16 & 18)')),
  retired(lossy('1.2.840.10008.1.2.4.60', 'JPEG Extended, Hierarchical (Process 17 & 19)')),
  retired(lossy('1.2.840.10008.1.2.4.61', 'JPEG Spectral Selection, Hierarchical (Process 20 & 22)')),
  retired(lossy('1.2.840.10008.1.2.4.62', 'JPEG Spectral Selection, Hierarchical (Process 21 & 23)')),
  retired(lossy('1.2.840.10008.1.2.4.63', 'JPEG Full Progression, Hierarchical (Process 24 & 26)')),
  retired(lossy('1.2.840.10008.1.2.4.64', 'JPEG Full Progression, Hierarchical (Process 25 & 27)')),
  retired(lossless('1.2.840.10008.1.2.4.65', 'JPEG Lossless, Hierarchical (Process 28)')),
  retired(lossless('1.2.840.10008.1.2.4.66', 'JPEG Lossless, Hierarchical (Process 29)')),
  jpegLosslessSv1,
  jpegLsLossless,
  jpegLsNearLossless,
  jpeg2000Lossless,
  jpeg2000,
  lossless('1.2.840.10008.1.2.4.92', 'JPEG 2000 Part 2 Multi-component Image Compression (Lossless Only)'),
  lossy('1.2.840.10008.1.2.4.93', 'JPEG 2000 Part 2 Multi-component Image Compression'),
  // JPIP names the pixels by an address (0028,7FE0): there is no Pixel Data, PS3.5 §A.6 and §A.7.
  { ...native, uid: '1.2.840.10008.1.2.4.94', name: 'JPIP Referenced', lossy: true },
  { ...native, uid: '1.2.840.10008.1.2.4.95', name: 'JPIP Referenced Deflate', lossy: true, deflated: true },
  lossy('1.2.840.10008.1.2.4.100', 'MPEG2 Main Profile / Main Level'),
  lossy('1.2.840.10008.1.2.4.100.1', 'Fragmentable MPEG2 Main Profile / Main Level'),
  lossy('1.2.840.10008.1.2.4.101', 'MPEG2 Main Profile / High Level'),
  lossy('1.2.840.10008.1.2.4.101.1', 'Fragmentable MPEG2 Main Profile / High Level'),
  lossy('1.2.840.10008.1.2.4.102', 'MPEG-4 AVC/H.264 High Profile / Level 4.1'),
  lossy('1.2.840.10008.1.2.4.102.1', 'Fragmentable MPEG-4 AVC/H.264 High Profile / Level 4.1'),
  lossy('1.2.840.10008.1.2.4.103', 'MPEG-4 AVC/H.264 BD-compatible High Profile / Level 4.1'),
  lossy('1.2.840.10008.1.2.4.103.1', 'Fragmentable MPEG-4 AVC/H.264 BD-compatible High Profile / Level 4.1'),
  lossy('1.2.840.10008.1.2.4.104', 'MPEG-4 AVC/H.264 High Profile / Level 4.2 For 2D Video'),
  lossy('1.2.840.10008.1.2.4.104.1', 'Fragmentable MPEG-4 AVC/H.264 High Profile / Level 4.2 For 2D Video'),
  lossy('1.2.840.10008.1.2.4.105', 'MPEG-4 AVC/H.264 High Profile / Level 4.2 For 3D Video'),
  lossy('1.2.840.10008.1.2.4.105.1', 'Fragmentable MPEG-4 AVC/H.264 High Profile / Level 4.2 For 3D Video'),
  lossy('1.2.840.10008.1.2.4.106', 'MPEG-4 AVC/H.264 Stereo High Profile / Level 4.2'),
  lossy('1.2.840.10008.1.2.4.106.1', 'Fragmentable MPEG-4 AVC/H.264 Stereo High Profile / Level 4.2'),
  lossy('1.2.840.10008.1.2.4.107', 'HEVC/H.265 Main Profile / Level 5.1'),
  lossy('1.2.840.10008.1.2.4.108', 'HEVC/H.265 Main 10 Profile / Level 5.1'),
  jpegXlLossless,
  jpegXlRecompression,
  jpegXl,
  htj2kLossless,
  htj2kLosslessRpcl,
  htj2k,
  { ...native, uid: '1.2.840.10008.1.2.4.204', name: 'JPIP HTJ2K Referenced', lossy: true },
  { ...native, uid: '1.2.840.10008.1.2.4.205', name: 'JPIP HTJ2K Referenced Deflate', lossy: true, deflated: true },
  rleLossless,
  deflatedImageFrame,
];

const byUid: ReadonlyMap<string, TransferSyntax> = new Map(transferSyntaxes.map((syntax) => [syntax.uid, syntax]));

/** Returns the transfer syntax of a UID (without padding), or undefined where the standard has none. */
export function findTransferSyntax(uid: string): TransferSyntax | undefined {
  return byUid.get(uid);
}

/**
 * Returns a stand-in for a syntax the standard does not have, read as explicit VR little endian with encapsulated
 * Pixel Data; its `lossy` is true because nobody can say that it is not.
 */
export function unknownTransferSyntax(uid: string): TransferSyntax {
  return { ...native, uid, name: 'Unknown', encapsulated: true, lossy: true };
}

function lossless(uid: string, name: string): TransferSyntax {
  return { ...native, uid, name, encapsulated: true };
}

function lossy(uid: string, name: string): TransferSyntax {
  return { ...native, uid, name, encapsulated: true, lossy: true };
}

function retired(syntax: TransferSyntax): TransferSyntax {
  return { ...syntax, retired: true };
}
