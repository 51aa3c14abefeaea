/** A patient in one line, as name and birth date are in DICOM headers. */

type PatientLineProps = { readonly name: string; readonly birthDate: string };

export function PatientLine({ name, birthDate }: PatientLineProps) {
  const shown = name.split('^').filter((part) => part !== '');
  const born = birthDate.replace(/^(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3');
  return <bdi>{[shown.join(', '), born].filter((part) => part !== '').join(' · ')}</bdi>;
}
