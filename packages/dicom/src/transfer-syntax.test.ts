import { expect, it } from 'vitest';
import { findTransferSyntax, transferSyntaxes, unknownTransferSyntax } from './transfer-syntax.ts';

it('finds every transfer syntax by its UID, and each once', () => {
  expect(new Set(transferSyntaxes.map(({ uid }) => uid)).size).toBe(transferSyntaxes.length);
  for (const syntax of transferSyntaxes) expect(findTransferSyntax(syntax.uid)).toBe(syntax);
});

it('says of each how a data set is written, PS3.5 Annex A', () => {
  expect(findTransferSyntax('1.2.840.10008.1.2')).toMatchObject({ explicitVr: false, littleEndian: true });
  expect(findTransferSyntax('1.2.840.10008.1.2.2')).toMatchObject({ explicitVr: true, littleEndian: false });
  expect(findTransferSyntax('1.2.840.10008.1.2.1.99')).toMatchObject({ deflated: true, encapsulated: false });
  expect(findTransferSyntax('1.2.840.10008.1.2.1.98')).toMatchObject({ encapsulated: true, lossy: false });
  expect(findTransferSyntax('1.2.840.10008.1.2.4.50')).toMatchObject({ encapsulated: true, lossy: true });
  expect(findTransferSyntax('1.2.840.10008.1.2.8.1')).toMatchObject({ encapsulated: true, lossy: false });
});

it('writes all but one in explicit VR and all but one in little endian', () => {
  expect(transferSyntaxes.filter(({ explicitVr }) => !explicitVr).length).toBe(1);
  expect(transferSyntaxes.filter(({ littleEndian }) => !littleEndian).length).toBe(1);
});

it('has none for a private UID, which can be read as explicit VR little endian', () => {
  expect(findTransferSyntax('1.2.840.113619.5.2')).toBeUndefined();
  expect(unknownTransferSyntax('1.2.3')).toMatchObject({
    uid: '1.2.3',
    explicitVr: true,
    littleEndian: true,
    lossy: true,
  });
});
