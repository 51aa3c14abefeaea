import { verificationSopClass } from '@isocenter/dicom/uids';
import { expect, test } from 'vitest';
import { chooseTransferSyntax } from './transfer-syntax-choice.ts';

const ct = '1.2.840.10008.5.1.4.1.1.2';
const implicit = '1.2.840.10008.1.2';
const explicit = '1.2.840.10008.1.2.1';
const bigEndian = '1.2.840.10008.1.2.2';
const jpegBaseline = '1.2.840.10008.1.2.4.50';
const jpegLs = '1.2.840.10008.1.2.4.80';
const jpegLossless = '1.2.840.10008.1.2.4.70';

test.each([
  ['what the sender has, which it names first', ct, [jpegLossless, explicit], jpegLossless],
  ['the first of several compressed ones', ct, [jpegBaseline, jpegLossless], jpegBaseline],
  ['explicit VR among uncompressed ones', ct, [implicit, bigEndian, explicit], explicit],
  ['implicit VR where nothing else is offered', ct, [implicit], implicit],
  ['one it knows behind one it does not', ct, ['1.2.3.4', explicit], explicit],
  ['nothing of what it does not know', ct, ['1.2.3.4'], undefined],
  ['an uncompressed one for Verification', verificationSopClass, [bigEndian, implicit], implicit],
])('takes %s', (_what, abstractSyntax, proposed, chosen) => {
  expect(chooseTransferSyntax(abstractSyntax, proposed)).toBe(chosen);
});

test.each([
  ['the first that stored objects can be turned into', [jpegLossless, implicit], implicit],
  ['explicit VR among uncompressed ones', [implicit, explicit], explicit],
  ['a lossless one that it likes better', [jpegLossless, jpegLs, explicit], jpegLs],
  ['what cannot be made where nothing else is offered: it may be stored so', [jpegBaseline], jpegBaseline],
])('takes of a receiver %s', (_what, proposed, chosen) => {
  expect(chooseTransferSyntax(ct, proposed, { isReceiver: true })).toBe(chosen);
});
