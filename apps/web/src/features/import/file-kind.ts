/**
 * Decides by name and first bytes what to do with a dropped file: send it, unpack it, or leave it. Only what is certainly
 * something else is left here; a file without preamble may still be DICOM, and the node has the last word.
 */

import type { LocalRefusalCode } from './refusal.ts';

export type FileKind =
  | { readonly kind: 'candidate' }
  | { readonly kind: 'zip' }
  | { readonly kind: 'refused'; readonly code: LocalRefusalCode };

/** How many bytes of a file `sniffFile` wants to see: preamble and prefix (PS3.10 §7.1). */
export const sniffLengthBytes = 132;

const systemNames = new Set(['.ds_store', 'thumbs.db', 'desktop.ini', 'autorun.inf', '.directory', '.localized']);

/** Beginnings of other formats that come along on patients' discs. */
const signatures: readonly (readonly number[])[] = [
  [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a], // PNG
  [0xff, 0xd8, 0xff], // JPEG
  [0x47, 0x49, 0x46, 0x38], // GIF8
  [0x25, 0x50, 0x44, 0x46, 0x2d], // %PDF-
  [0x4d, 0x5a, 0x90, 0x00], // MZ, a Windows program
  [0x7f, 0x45, 0x4c, 0x46], // ELF
  [0xca, 0xfe, 0xba, 0xbe], // Java class or Mach-O
  [0x50, 0x4b, 0x05, 0x06], // an empty ZIP archive
  [0x1f, 0x8b, 0x08], // gzip
  [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c], // 7z
  [0x52, 0x61, 0x72, 0x21, 0x1a, 0x07], // RAR
];

/** Whether the name alone says that an operating system made the file for itself. `path` has forward slashes. */
export function isSystemFile(path: string): boolean {
  const segments = path.toLowerCase().split('/');
  const name = segments.at(-1) ?? '';
  return systemNames.has(name) || name.startsWith('._') || segments.includes('__macosx') || segments.includes('.git');
}

/** Whether the name is that of a disc's directory (PS3.10 §8.6), which holds no objects itself. */
export function isDirectoryFile(path: string): boolean {
  return path.split('/').at(-1)?.toUpperCase() === 'DICOMDIR';
}

/** Decides by the first bytes of the file, at most `sniffLengthBytes` of them. */
export function sniffFile(beginning: Uint8Array): FileKind {
  if (isPart10(beginning)) return { kind: 'candidate' };
  if (startsWith(beginning, [0x50, 0x4b, 0x03, 0x04])) return { kind: 'zip' };
  if (signatures.some((signature) => startsWith(beginning, signature)))
    return { kind: 'refused', code: 'other-format' };
  if (looksLikeMarkup(beginning)) return { kind: 'refused', code: 'other-format' };
  return { kind: 'candidate' };
}

/** A Part 10 file wins over whatever its preamble imitates: TIFF and DICOM may share one file (PS3.10 §7.1). */
function isPart10(beginning: Uint8Array): boolean {
  return beginning.length >= 132 && startsWith(beginning.subarray(128), [0x44, 0x49, 0x43, 0x4d]);
}

function looksLikeMarkup(beginning: Uint8Array): boolean {
  const text = String.fromCharCode(...beginning.subarray(0, 64))
    .replace(/^\u00ef\u00bb\u00bf/, '')
    .trimStart()
    .toLowerCase();
  return ['<!doctype', '<html', '<?xml', '<svg', '{\\rtf'].some((start) => text.startsWith(start));
}

function startsWith(bytes: Uint8Array, signature: readonly number[]): boolean {
  return bytes.length >= signature.length && signature.every((byte, index) => bytes[index] === byte);
}
