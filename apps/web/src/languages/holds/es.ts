import type { Translation } from '../catalogue.ts';
import type { holds as english } from './en.ts';

export const holds: Translation<typeof english> = {
  title: 'Retenciones legales',
  description:
    'Lo retenido no lo puede eliminar nadie ni ninguna regla. La retención se pone en la página de un estudio.',
  patient: 'Paciente',
  nothingHere: 'Aquí no hay nada de ello',
  holds: 'Retiene',
  allOfPatient: 'Todo lo del paciente',
  oneStudy: 'Un estudio',
  why: 'Motivo',
  placed: 'Puesta',
  released: 'Levantada',
  inForce: 'vigente',
  releasedNow: 'La retención se ha levantado.',
  nothing: 'No hay nada retenido.',
  releasedAlready: 'Ya está levantada',
  releaseButton: 'Levantar…',
  releaseQuestion: '¿Levantar la retención?',
  release: 'Levantar',
  releaseDetail: 'Lo que abarcaba se puede volver a eliminar, por personas y por reglas.',
  by: 'por {name}',
};
