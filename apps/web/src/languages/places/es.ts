import type { Translation } from '../catalogue.ts';
import type { places as english } from './en.ts';

export const places: Translation<typeof english> = {
  about: 'Acerca de',
  peers: 'Equipos DICOM',
  sources: 'Orígenes',
  rules: 'Reglas',
  deid: 'Desidentificación',
  users: 'Usuarios',
  organisations: 'Organizaciones',
  tokens: 'Claves de API',
  services: 'Cuentas de servicio',
  conflicts: 'Conflictos',
  alerts: 'Avisos',
  storage: 'Almacenamiento',
  retention: 'Conservación',
  trash: 'Papelera',
  erasures: 'Borrados',
  holds: 'Retenciones legales',
  emergencies: 'Urgencias',
  audit: 'Auditoría',
};
