import type { Translation } from '../catalogue.ts';
import type { deidKinds as english } from './en.ts';

export const deidKinds: Translation<typeof english> = {
  'patient-name': 'Nombre del paciente',
  'patient-id': 'Identificador del paciente',
  'birth-date': 'Fecha de nacimiento',
  age: 'Edad',
  'other-person': 'Nombre de otra persona',
  'accession-number': 'Número de acceso',
  'order-id': 'Número de una petición',
  date: 'Fecha',
  time: 'Hora',
  institution: 'Institución',
  address: 'Dirección',
  phone: 'Número de teléfono',
  email: 'Correo electrónico',
  url: 'Dirección web',
  device: 'Equipo',
  'other-id': 'Otro identificador',
  text: 'Texto',
};
