import { describe, expect, it } from 'vitest';
import {
  acceptBulk,
  acceptCapabilities,
  acceptInstances,
  acceptModel,
  acceptRendered,
  renderedMediaTypes,
} from './accept.ts';
import { describeCapabilities, representations } from './capabilities.ts';

const several = { single: false };
const asPicture = (accept: string) => acceptRendered(accept, renderedMediaTypes);

describe('the Capabilities Description', () => {
  it.each(
    [
      [representations.search, acceptModel],
      [representations.metadata, acceptModel],
      [representations.instances, acceptInstances],
      [representations.rendered, asPicture],
      [representations.thumbnail, asPicture],
      [representations.bulkdata, acceptBulk],
      [representations.pixeldata, acceptBulk],
      [representations.frames, acceptBulk],
    ].flatMap(([types, accept]) => (types as readonly string[]).map((type) => [type, accept] as const)),
  )('names %s, which is accepted', (type, accept) => {
    expect(() => (accept as typeof acceptModel)(type, several)).not.toThrow();
  });

  it('has a tree of resources with their methods, PS3.18 Table H-1', () => {
    const routes = ['/studies', '/studies/:study', '/studies/:study/series', '/studies/:study/metadata'].map(
      (path) => ({
        method: 'GET',
        path,
      }),
    );
    const described = describeCapabilities('https://node.example/dicom-web', [
      ...routes,
      { method: 'HEAD', path: '/studies' },
      { method: 'POST', path: '/studies' },
    ]);
    const outline = described.replace(
      /<(?:param|option|representation|request|response|\/(?:param|request|response))\b[^>]*>/g,
      '',
    );
    expect(outline).toBe(
      [
        '<?xml version="1.0" encoding="UTF-8"?><application xmlns="http://wadl.dev.java.net/2009/02">',
        '<resources base="https://node.example/dicom-web/"><resource path="studies">',
        '<method name="GET" id="SearchForStudies"></method><method name="POST" id="StoreInstances"></method>',
        '<resource path="{StudyInstance}"><method name="GET" id="RetrieveStudy"></method>',
        '<resource path="series"><method name="GET" id="SearchForStudySeries"></method></resource>',
        '<resource path="metadata"><method name="GET" id="RetrieveStudyMetadata"></method></resource>',
        '</resource></resource></resources></application>',
      ].join(''),
    );
    expect(described).toContain(
      '<param name="Accept" style="header" default="application/dicom+json"><option value="application/dicom+json"/><option value="multipart/related; type=&quot;application/dicom+xml&quot;"/></param>',
    );
    expect(described).toContain('<param name="PatientName" style="query"/>');
    expect(described).toContain('<param name="RequestAttributesSequence.RequestedProcedureID" style="query"/>');
  });

  it('is accepted by its name, or as anything', () => {
    for (const accept of ['application/vnd.sun.wadl+xml', 'application/xml', '*/*']) acceptCapabilities(accept);
    expect(() => acceptCapabilities('application/json')).toThrow(expect.objectContaining({ code: 'not-acceptable' }));
  });
});
