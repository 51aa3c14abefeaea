/**
 * A Structured Report as a page and as plain text, PS3.18 §8.7.4: who and what it is about, and the items of its content
 * tree. Everything that the object says is escaped; the page has no scripts, styles or links.
 */

import type { DataSet } from '@isocenter/dicom/data-set';
import { formatDicomDate, parseDicomDate } from '@isocenter/dicom/date-time';
import { type Keyword, tagOf } from '@isocenter/dicom/dictionary';
import { escapeXml } from '@isocenter/dicom/native-xml';
import type { ReportItem } from '@isocenter/dicom/report-content';
import { findElement, getString } from '@isocenter/dicom/values';

/** What stands before the content, with its label. */
const facts: readonly (readonly [label: string, keyword: Keyword])[] = [
  ['Patient', 'PatientName'],
  ['Patient ID', 'PatientID'],
  ['Birth date', 'PatientBirthDate'],
  ['Sex', 'PatientSex'],
  ['Study', 'StudyDescription'],
  ['Study date', 'StudyDate'],
  ['Accession number', 'AccessionNumber'],
  ['Report date', 'ContentDate'],
  ['Completion', 'CompletionFlag'],
  ['Verification', 'VerificationFlag'],
];

/** HTML has headings to this level. */
const lowestHeading = 6;

export type Report = { readonly header: DataSet; readonly content: ReportItem };

/** Returns an HTML document. */
export function reportPage({ header, content }: Report): string {
  const title = escapeXml(titleOf(content));
  const rows = factsOf(header).map(
    ([label, value]) => `<tr><th align="left">${label}</th><td>${escapeXml(value)}</td></tr>`,
  );
  return [
    `<!DOCTYPE html><html><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title></head>`,
    `<body><h1>${title}</h1><table>${rows.join('')}</table>`,
    ...content.items.map((item) => itemHtml(item, 2)),
    '</body></html>',
  ].join('\n');
}

/** Returns plain text; what stands below an item is indented. */
export function reportPlainText({ header, content }: Report): string {
  const lines = [
    titleOf(content),
    '',
    ...factsOf(header).map(([label, value]) => `${label}: ${value}`),
    '',
    ...content.items.flatMap((item) => itemLines(item, '')),
  ];
  return `${lines.join('\n')}\n`;
}

function titleOf({ name }: ReportItem): string {
  return name === '' ? 'Report' : name;
}

function factsOf(header: DataSet): readonly (readonly [label: string, value: string])[] {
  return facts.flatMap(([label, keyword]) => {
    const value = getString(header, tagOf(keyword));
    if (value === undefined) return [];
    return [[label, readable(value, findElement(header, tagOf(keyword))?.vr)] as const];
  });
}

function itemHtml(item: ReportItem, level: number): string {
  const below = item.items.map((one) => itemHtml(one, Math.min(level + 1, lowestHeading))).join('\n');
  if (item.valueType === 'CONTAINER') {
    const heading = item.name === '' ? '' : `<h${level}>${escapeXml(item.name)}</h${level}>`;
    return `<section>${heading}\n${below}</section>`;
  }
  const name = item.name === '' ? '' : `<b>${escapeXml(item.name)}:</b> `;
  const value = escapeXml(shownValue(item).replaceAll('\r', '')).replaceAll('\n', '<br>');
  return `<div><p>${name}${value}</p>${below === '' ? '' : `<blockquote>${below}</blockquote>`}</div>`;
}

/** Deeper items stand no further right: a report of a hundred levels would be spaces for the most part. */
const longestIndent = 16;

function itemLines(item: ReportItem, indent: string): readonly string[] {
  const name = item.name === '' ? '' : `${item.name}:`;
  const value = shownValue(item).replace(/\r?\n|\r/g, `\n${indent}  `);
  const line = `${indent}${name}${name !== '' && value !== '' ? ' ' : ''}${value}`;
  const below = item.items.flatMap((one) => itemLines(one, `${indent}  `.slice(0, longestIndent)));
  return line.trim() === '' ? below : [line, ...below];
}

const vrOfValueTypes: { readonly [valueType: string]: string } = { PNAME: 'PN', DATE: 'DA' };

function shownValue({ value = '', valueType }: ReportItem): string {
  return readable(value, vrOfValueTypes[valueType]);
}

/** Dates as YYYY-MM-DD, the components of names with spaces between. */
function readable(value: string, vr: string | undefined): string {
  if (vr === 'PN')
    return value
      .replace(/\^+/g, ' ')
      .replace(/\s*=\s*/g, ' = ')
      .trim();
  const date = vr === 'DA' ? parseDicomDate(value) : undefined;
  return date === undefined ? value : formatDicomDate(date).replace(/^(.{4})(..)(..)$/, '$1-$2-$3');
}
