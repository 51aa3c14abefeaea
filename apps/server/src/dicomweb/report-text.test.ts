import { type Attributes, buildDataSet } from '@isocenter/dicom/build';
import { findReport } from '@isocenter/dicom/report-content';
import { describe, expect, it } from 'vitest';
import { reportPage, reportPlainText } from './report-text.ts';

const code = (CodeMeaning: string, CodeValue = '1') => [{ CodeValue, CodingSchemeDesignator: '99TEST', CodeMeaning }];
const item = (ValueType: string, name: string, rest: Attributes): Attributes => ({
  ValueType,
  ConceptNameCodeSequence: code(name),
  ...rest,
});

const header = buildDataSet({
  PatientName: 'TEST^ONE',
  PatientBirthDate: '19700102',
  ValueType: 'CONTAINER',
  ConceptNameCodeSequence: code('Report <b>'),
  ContentSequence: [
    item('CONTAINER', 'Findings', {
      ContentSequence: [
        item('TEXT', 'Finding', { TextValue: 'one\r\n<script>alert(1)</script>' }),
        item('NUM', 'Diameter', {
          MeasuredValueSequence: [{ NumericValue: '12.50', MeasurementUnitsCodeSequence: code('millimetre', 'mm') }],
          ContentSequence: [
            item('CODE', 'Method', { ConceptCodeSequence: code('Caliper') }),
            { RelationshipType: 'INFERRED FROM', ReferencedContentItemIdentifier: [1, 1, 1] },
          ],
        }),
        item('NUM', 'Ratio', {
          MeasuredValueSequence: [{ NumericValue: '0.5', MeasurementUnitsCodeSequence: code('no units', '1') }],
        }),
        item('NUM', 'Angle', { MeasuredValueSequence: [], NumericValueQualifierCodeSequence: code('Not a number') }),
      ],
    }),
    item('PNAME', 'Observer', { PersonName: 'TEST^READER' }),
    item('DATE', 'Date', { Date: '20260102' }),
    { ValueType: 'IMAGE', ReferencedSOPSequence: [{ ReferencedSOPInstanceUID: '2.25.1' }] },
  ],
});

function report() {
  const content = findReport(header);
  if (content === undefined) throw new Error('it is a report');
  return { header, content };
}

describe('a report', () => {
  it('is plain text with what stands below an item indented', () => {
    expect(reportPlainText(report())).toBe(
      [
        'Report <b>',
        '',
        'Patient: TEST ONE',
        'Birth date: 1970-01-02',
        '',
        'Findings:',
        '  Finding: one',
        '    <script>alert(1)</script>',
        '  Diameter: 12.50 mm',
        '    Method: Caliper',
        '    item 1.1.1',
        '  Ratio: 0.5',
        '  Angle: Not a number',
        'Observer: TEST READER',
        'Date: 2026-01-02',
        '2.25.1',
        '',
      ].join('\n'),
    );
  });

  it('is a page on which nothing of the object is markup', () => {
    const page = reportPage(report());
    expect(page).toContain('<title>Report &lt;b&gt;</title>');
    expect(page).toContain('<h2>Findings</h2>');
    expect(page).toContain('<b>Finding:</b> one<br>&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(page).not.toMatch(/<(?:script|style|link|img|a)\b/);
  });

  it('is nothing without content', () => {
    expect(findReport(buildDataSet({ ValueType: 'CONTAINER' }))).toBeUndefined();
    expect(findReport(buildDataSet({ ContentSequence: [{}] }))).toBeUndefined();
  });
});
