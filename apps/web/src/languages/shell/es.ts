import type { Translation } from '../catalogue.ts';
import type { shell as english } from './en.ts';

export const shell: Translation<typeof english> = {
  home: 'Isocenter, estudios',
  main: 'Principal',
  page: 'Página',
  studies: 'Estudios',
  teams: 'Equipos',
  import: 'Importar',
  queue: 'Envíos',
  settings: 'Ajustes',
  appearance: 'Apariencia',
  light: 'Claro',
  dark: 'Oscuro',
  likeSystem: 'Como el sistema',
  language: 'Idioma',
  account: 'Cuenta',
  yourAccount: 'Su cuenta',
  signOut: 'Cerrar sesión',
  sessionOpen: 'Es posible que la sesión siga abierta',
  sessionOpenDetail:
    'No se pudo avisar al nodo de su salida. Cierre el navegador, o inicie y cierre la sesión de nuevo más tarde.',
};
