import { describe, expect, it } from 'vitest';
import { readXml } from './xml-events.ts';

const read = (document: string) =>
  [...readXml(document)].map((event) => {
    if (event.kind === 'start') return [event.name, ...event.attributes].join(' ');
    return event.kind === 'text' ? { text: event.text } : '/';
  });

describe('readXml', () => {
  it('yields elements and texts, whatever stands around them', () => {
    const document = [
      '\ufeff<?xml version="1.0" encoding="utf-8"?><!-- first - > -->\r\n',
      `<n:a xmlns:n="x" b = "1 &gt; 0" c='"'>one\r\ntwo<d/><![CDATA[<&>]]><!----></n:a >`,
      '<?end?>\n',
    ].join('');
    expect(read(document)).toEqual([
      ...['a xmlns:n,x b,1 > 0 c,"', { text: 'one\ntwo' }, 'd', '/', { text: '<&>' }, '/'],
    ]);
  });

  it('puts characters in the place of references', () => {
    expect(read('<a b="&quot;&#10;">&amp;lt;&apos;&#x1F600;&#13;</a>')).toEqual([
      ...['a b,"\n', { text: "&lt;'\u{1f600}\r" }, '/'],
    ]);
  });

  it.each([
    ['nothing', ''],
    ['no element', '<!-- -->'],
    ['text beside the root', 'x<a/>'],
    ['a second root', '<a/><b/>'],
    ['an element that does not end', '<a><b></a>'],
    ['an end without a start', '<a/></a>'],
    ['a start that does not end', '<a b="1"'],
    ['a value without quotation marks', '<a b=1/>'],
    ['an attribute twice', '<a b="1" b="2"/>'],
    ['attributes that touch', '<a b="1"c="2"/>'],
    ['a document type', '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'],
    ['an entity of its own', '<a>&x;</a>'],
    ['an entity of the language of the reader', '<a>&constructor;</a>'],
    ['a reference that does not end', '<a>&amp</a>'],
    ['a reference to no character', '<a>&#0;</a>'],
    ['a reference beyond Unicode', '<a>&#x110000;</a>'],
    ['a reference to half a character', '<a>&#xD800;</a>'],
    ['a control character', '<a>\u0001</a>'],
    ['a comment that does not end', '<a/><!-- '],
    ['another encoding', '<?xml version="1.0" encoding="ISO-8859-1"?><a/>'],
  ])('refuses %s', (_, document) => {
    expect(() => read(document)).toThrow(expect.objectContaining({ code: 'xml-malformed' }));
  });

  it('refuses what is nested without end, and reads what is long in one pass', () => {
    expect(() => read('<a>'.repeat(100_000))).toThrow(expect.objectContaining({ code: 'xml-malformed' }));
    const long = 1 << 20;
    expect(() => read(`<a ${' '.repeat(long)}`)).toThrow();
    expect(() => read(`<a b${' '.repeat(long)}/>`)).toThrow();
    expect(() => read(`<a>${'&'.repeat(long)}</a>`)).toThrow();
    expect(read(`<a>${'x'.repeat(long)}</a>`)).toHaveLength(3);
    expect(read(`<a>${'<b/>'.repeat(100_000)}</a>`)).toHaveLength(200_002);
  });
});
