import type { Translation } from '../catalogue.ts';
import type { shared as english } from './en.ts';

export const shared: Translation<typeof english> = {
  cancel: 'Cancelar',
  close: 'Cerrar',
  save: 'Guardar',
  tryAgain: 'Reintentar',
  copied: 'Copiado',
  loading: 'Cargando',
  actions: 'Acciones',
  never: 'nunca',
  yes: 'Sí',
  no: 'No',
  skipToContent: 'Saltar al contenido',
  noPage: 'Esta página no existe',
  noPageDetail: 'Es posible que la dirección esté incompleta o que la página haya cambiado de lugar.',
  toStudies: 'Ir a los estudios',
  checkConnection: 'Compruebe la conexión; la página lo intentará de nuevo en cuanto vuelva.',
  partMissing: 'No se pudo cargar una parte de esta página.',
  partMissingDetail: 'No se puede contactar con el nodo, o se ha actualizado después de abrir la página.',
  pageError: 'Algo ha fallado en esta página.',
  waitSeconds: 'Inténtelo de nuevo dentro de {seconds, plural, one {# segundo} other {# segundos}}.',
  waitMinutes: 'Inténtelo de nuevo dentro de {minutes, plural, one {# minuto} other {# minutos}}.',
  unknownProblem: 'El nodo no pudo hacerlo.',
  valueNotTaken: 'Este valor no se admite.',
};
