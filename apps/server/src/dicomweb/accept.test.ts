import { describe, expect, it } from 'vitest';
import {
  acceptBulk,
  acceptInstances,
  acceptModel,
  acceptOf,
  acceptRendered,
  frameForms,
  renderedMediaTypes,
  transferSyntaxesFor,
} from './accept.ts';

const explicitLe = '1.2.840.10008.1.2.1';
const jpegLs = '1.2.840.10008.1.2.4.80';
const mpeg4 = '1.2.840.10008.1.2.4.102';
const refused = expect.objectContaining({ code: 'not-acceptable' });

describe('acceptOf', () => {
  it('prefers the query parameter and falls back to everything', () => {
    expect(acceptOf('a/b', 'c/d')).toBe('c/d');
    expect(acceptOf('a/b', undefined)).toBe('a/b');
    expect(acceptOf('', undefined)).toBe('*/*');
  });
});

describe('acceptInstances', () => {
  it.each([
    ['*/*', 'multipart', ['default']],
    ['application/*', 'multipart', ['default']],
    ['multipart/related', 'multipart', ['default']],
    ['multipart/related; type="application/dicom"', 'multipart', ['default']],
    ['multipart/related; type=application/dicom; transfer-syntax=*', 'multipart', ['*']],
    [`multipart/related; type="application/dicom"; transfer-syntax=${jpegLs}`, 'multipart', [jpegLs]],
    [
      `multipart/related; type="application/dicom"; transfer-syntax=${jpegLs};q=0.5, multipart/related; type="application/dicom"`,
      'multipart',
      ['default', jpegLs],
    ],
    ['application/dicom; transfer-syntax=*', 'single', ['*']],
    ['image/jpeg, application/dicom;q=0.1', 'single', ['default']],
  ])('takes %s', (accept, packaging, syntaxes) => {
    expect(acceptInstances(accept, { single: true })).toEqual({ packaging, syntaxes });
  });

  it('takes who wants parts that no file can be for one who wants bulk data', () => {
    for (const type of ['application/octet-stream', 'image/jp2', 'video/*']) {
      const bulk = `multipart/related; type="${type}"`;
      expect(acceptInstances(`${bulk}, */*; q=0.5`, { single: false }).packaging).toBe('bulk');
      expect(acceptInstances(`${bulk}; q=0.5, */*`, { single: false }).packaging).toBe('multipart');
    }
  });

  it('sends several instances only as parts', () => {
    expect(() => acceptInstances('application/dicom', { single: false })).toThrow(refused);
    expect(acceptInstances('application/dicom, */*;q=0.1', { single: false }).packaging).toBe('multipart');
  });

  it.each(['image/jpeg', 'multipart/related; type="text/html"', 'text/html', ','])('refuses %s', (accept) =>
    expect(() => acceptInstances(accept, { single: true })).toThrow(refused),
  );
});

describe('transferSyntaxesFor', () => {
  const rle = '1.2.840.10008.1.2.5';
  it.each([
    [['*'], jpegLs, [jpegLs]],
    [['default'], jpegLs, [explicitLe, jpegLs]],
    [['default'], explicitLe, [explicitLe]],
    [[explicitLe], '1.2.840.10008.1.2', [explicitLe]],
    [[rle, explicitLe], jpegLs, [rle, explicitLe]],
    [['default', rle], jpegLs, [explicitLe, rle, jpegLs]],
    [[rle], jpegLs, [rle]],
  ])('%j of an instance in %s', (syntaxes, stored, wanted) => {
    expect(transferSyntaxesFor(syntaxes, stored)).toEqual(wanted);
  });
});

describe('acceptModel', () => {
  const single = { single: true };
  const several = { single: false };

  it('takes DICOM JSON, JSON and wildcards', () => {
    for (const accept of ['application/dicom+json', 'application/json', '*/*', 'application/*']) {
      expect(acceptModel(accept, several)).toEqual({ mediaType: 'application/dicom+json', packaging: 'single' });
    }
  });

  it.each([
    ['multipart/related; type="application/dicom+xml"', 'multipart'],
    ['multipart/related; type=application/dicom+xml; boundary=x', 'multipart'],
    ['multipart/related', 'multipart'],
    ['application/dicom+json; q=0.5, multipart/related; type="application/dicom+xml"', 'multipart'],
    ['application/dicom+xml', 'single'],
  ] as const)('takes XML as %j', (accept, packaging) => {
    expect(acceptModel(accept, single)).toEqual({ mediaType: 'application/dicom+xml', packaging });
  });

  it('prefers JSON where both are wanted alike, and sends several only as parts', () => {
    const both = 'application/dicom+json, multipart/related; type="application/dicom+xml"';
    expect(acceptModel(both, several).mediaType).toBe('application/dicom+json');
    expect(() => acceptModel('application/dicom+xml', several)).toThrow(refused);
    expect(() => acceptModel('multipart/related; type="application/dicom"', single)).toThrow(refused);
    expect(() => acceptModel('application/dicom+xml; q=0', single)).toThrow(refused);
  });
});

describe('frames', () => {
  const choose = (accept: string, uid: string, encapsulated: boolean) =>
    frameForms(acceptBulk(accept, { single: true }).offers, { uid, encapsulated, decodable: uid !== mpeg4 });

  it.each([
    ['*/*', jpegLs, true, 'native', 'application/octet-stream'],
    ['multipart/related; type="application/octet-stream"', jpegLs, true, 'native', 'application/octet-stream'],
    [
      'multipart/related; type="application/octet-stream"; transfer-syntax=*',
      jpegLs,
      true,
      'received',
      `application/octet-stream; transfer-syntax=${jpegLs}`,
    ],
    ['*/*; transfer-syntax=*', jpegLs, true, 'received', `image/jls; transfer-syntax=${jpegLs}`],
    ['multipart/related; type="image/jls"', jpegLs, true, 'received', `image/jls; transfer-syntax=${jpegLs}`],
    ['multipart/related; type="image/*"', jpegLs, true, 'received', `image/jls; transfer-syntax=${jpegLs}`],
    [
      'multipart/related; type="application/octet-stream"; transfer-syntax=*',
      explicitLe,
      false,
      'native',
      'application/octet-stream',
    ],
    ['*/*', mpeg4, true, 'received', `video/mp4; transfer-syntax=${mpeg4}`],
    ['multipart/related; type="video/*"', mpeg4, true, 'received', `video/mp4; transfer-syntax=${mpeg4}`],
    ['application/octet-stream', mpeg4, true, 'received', `application/octet-stream; transfer-syntax=${mpeg4}`],
  ])('%s of %s', (accept, uid, encapsulated, kind, contentType) => {
    expect(choose(accept, uid, encapsulated)[0]).toEqual({ kind, contentType });
  });

  const rle = '1.2.840.10008.1.2.5';
  const htj2k = '1.2.840.10008.1.2.4.201';
  it.each([
    ['image/jls', explicitLe, false, jpegLs, 'image/jls'],
    ['image/x-jls', explicitLe, false, jpegLs, 'image/jls'],
    ['multipart/related; type="image/jp2"', jpegLs, true, '1.2.840.10008.1.2.4.90', 'image/jp2'],
    ['image/jphc; transfer-syntax=*', explicitLe, false, htj2k, 'image/jphc'],
    [`image/dicom-rle; transfer-syntax=${rle}`, explicitLe, false, rle, 'image/dicom-rle'],
    [`application/octet-stream; transfer-syntax=${rle}`, jpegLs, true, rle, 'application/octet-stream'],
    [`*/*; transfer-syntax=${rle}`, explicitLe, false, rle, 'image/dicom-rle'],
    [`image/jphc; q=0.5, image/jls; q=0.7`, explicitLe, false, jpegLs, 'image/jls'],
  ])('%s of %s is made now', (accept, uid, encapsulated, transferSyntaxUid, type) => {
    const contentType = `${type}; transfer-syntax=${transferSyntaxUid}`;
    expect(choose(accept, uid, encapsulated)[0]).toEqual({ kind: 'encoded', transferSyntaxUid, contentType });
  });

  it('has every form in the order in which it is wanted', () => {
    const accept = 'image/jls; q=0.9, application/octet-stream; q=0.8, image/dicom-rle; q=0.1';
    expect(choose(accept, rle, true).map(({ kind }) => kind)).toEqual(['encoded', 'native', 'received', 'received']);
  });

  it('has nothing where only another codestream is taken', () => {
    expect(choose('image/jpeg', explicitLe, false)).toEqual([]);
    expect(choose('image/*', explicitLe, false)).toEqual([]);
    expect(choose(`image/jls; transfer-syntax=${rle}`, explicitLe, false)).toEqual([]);
    expect(choose(`image/jls`, mpeg4, true)).toEqual([]);
    expect(choose(`*/*; transfer-syntax=${explicitLe}`, mpeg4, true)).toEqual([]);
  });

  it('sends several frames only as parts', () => {
    expect(() => acceptBulk('application/octet-stream', { single: false })).toThrow(refused);
    expect(acceptBulk('application/octet-stream', { single: true }).packaging).toBe('single');
    expect(acceptBulk('*/*', { single: true }).packaging).toBe('multipart');
  });
});

describe('acceptRendered', () => {
  it.each([
    ['*/*', 'image/jpeg'],
    ['image/png', 'image/png'],
    ['image/png;q=0.5, image/jpeg', 'image/jpeg'],
    ['image/gif, image/jpeg;q=0.9', 'image/gif'],
    ['multipart/related; type="image/png"', 'image/png'],
    ['image/avif,image/webp,image/png,image/svg+xml,image/*;q=0.8,*/*;q=0.5', 'image/png'],
  ])('%s', (accept, mediaType) => expect(acceptRendered(accept, renderedMediaTypes)).toBe(mediaType));

  it('refuses what is no picture', () => {
    expect(() => acceptRendered('application/dicom', renderedMediaTypes)).toThrow(refused);
    expect(() => acceptRendered('image/webp', renderedMediaTypes)).toThrow(refused);
  });
});
