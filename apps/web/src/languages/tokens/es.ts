import type { Translation } from '../catalogue.ts';
import type { tokens as english } from './en.ts';

export const tokens: Translation<typeof english> = {
  title: 'Claves de API',
  description:
    'Para programas que usan DICOMweb o la API. Una clave es una contraseña: dé a cada programa la suya y retírela cuando el programa se vaya.',
  onlyAdministrators: 'Solo los administradores crean claves',
  new: 'Nueva clave',
  revoked: 'La clave se ha revocado.',
  none: 'Todavía no hay claves.',
  revokeName: '¿Revocar {name}?',
  revoke: 'Revocar',
  revokeDetail: 'Los programas que usan esta clave quedan rechazados desde ahora. No se puede recuperar.',
  lastUsed: 'Último uso',
  ends: 'Caduca',
  madeBy: 'Creada por',
  commandLine: 'línea de comandos',
  copy: 'Copiar la clave',
  onlyTime: 'La clave solo se muestra esta vez. Aquí solo se guarda su huella.',
  sendAs: 'Los programas la envían como <code>Authorization: Bearer …</code>',
  nameProgram: 'Ponga nombre al programa que la usará',
  program: 'El programa que la usará',
  memberStudies: 'Miembro: estudios',
  endsAfter: 'Caduca después de',
  days: 'días',
  make: 'Crear la clave',
};
