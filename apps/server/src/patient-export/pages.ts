/**
 * Pages that a person reads without any program but a browser: who, which studies with which series, and who looked. No script,
 * nothing from elsewhere; every text is escaped.
 */

import type { ExportedPatient, ExportedStudy } from './fhir-bundle.ts';

export type PlacedStudy = ExportedStudy & { readonly folder: string };

const style = `
  :root { color-scheme: light dark; }
  body { font: 16px/1.5 system-ui, sans-serif; max-width: 52rem; margin: 2rem auto; padding: 0 1rem; }
  table { border-collapse: collapse; width: 100%; }
  th, td { text-align: start; padding: .35rem .6rem .35rem 0; border-bottom: 1px solid #8884; vertical-align: top; }
  dt { font-weight: 600; } dd { margin: 0 0 .5rem; }`;

export function indexPage(patient: ExportedPatient, studies: readonly PlacedStudy[], at: Date): string {
  const title = personName(patient.name) || 'Patient without a name';
  const facts = [
    ['Patient ID', patient.patientId],
    ['Born', patient.birthDate],
    ['Sex', patient.sex],
    ['Exported', at.toISOString()],
  ].filter(([, value]) => value !== '');
  return page(
    title,
    `<dl>${facts.map(([name, value]) => `<dt>${name}</dt><dd><bdi>${escaped(value ?? '')}</bdi></dd>`).join('')}</dl>
<h2>Studies</h2>${studies.map(studySection).join('')}
<h2>Who looked</h2>${accessTable(patient)}
<p>The images are DICOM files, in the folders named above: any viewer for medical images opens them. <a href="fhir/bundle.json">fhir/bundle.json</a> has the same for programs, in HL7 FHIR R4.</p>`,
  );
}

function studySection(study: PlacedStudy): string {
  const heading = [study.date, study.modalities.join(', '), study.description]
    .filter((part) => part !== '')
    .join(' · ');
  const rows = study.series
    .map((series, index) => {
      const folder = seriesFolder(study.folder, index);
      return `<tr><td><a href="${folder}/">${folder}</a></td><td>${escaped(series.modality)}</td><td><bdi>${escaped(series.description)}</bdi></td><td>${series.instances.length}</td></tr>`;
    })
    .join('');
  return `<h3><bdi>${escaped(heading)}</bdi></h3>
<table><thead><tr><th>Folder</th><th>Kind</th><th>Series</th><th>Images</th></tr></thead><tbody>${rows}</tbody></table>`;
}

function accessTable({ accesses }: ExportedPatient): string {
  if (accesses.length === 0) return '<p>Nobody that was noted.</p>';
  const rows = accesses
    .map(({ subject, kind, first, last, entries }) => {
      const name = subject.name ?? [subject.kind, subject.id].filter((part) => part !== undefined).join(' ');
      return `<tr><td><bdi>${escaped(name)}</bdi></td><td>${escaped(kind)}</td><td>${entries}</td><td>${first}</td><td>${last}</td></tr>`;
    })
    .join('');
  return `<table><thead><tr><th>Who</th><th>What</th><th>Times</th><th>First</th><th>Last</th></tr></thead><tbody>${rows}</tbody></table>`;
}

/** Of a series in the archive, below the study's folder. */
export function seriesFolder(study: string, index: number): string {
  return `${study}/series-${String(index + 1).padStart(3, '0')}`;
}

function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escaped(title)}</title><style>${style}</style></head>
<body><h1><bdi>${escaped(title)}</bdi></h1>
${body}
</body></html>
`;
}

function personName(name: string): string {
  const [family = '', given = '', middle = '', prefix = '', suffix = ''] = (name.split('=')[0] ?? '').split('^');
  return [prefix, given, middle, family, suffix].filter((part) => part !== '').join(' ');
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
