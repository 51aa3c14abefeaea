import type { Translation } from '../catalogue.ts';
import type { audit as english } from './en.ts';

export const audit: Translation<typeof english> = {
  title: 'Registro de auditoría',
  description:
    'Cada inicio de sesión, búsqueda, consulta, importación y cambio de ajustes. Las anotaciones están encadenadas, de modo que ninguna puede alterarse ni quitarse sin que se note; isocenter audit verify lo comprueba.',
  success: 'Correcto',
  failure: 'Fallo',
  denied: 'Denegado',
  when: 'Cuándo',
  who: 'Quién',
  what: 'Qué',
  outcome: 'Resultado',
  from: 'Desde',
  details: 'Detalles',
  action: 'Acción',
  everyAction: 'Todas las acciones',
  everyOutcome: 'Todos los resultados',
  failures: 'Fallos',
  successes: 'Correctos',
  firstDay: 'Primer día',
  lastDay: 'Último día',
  refresh: 'Actualizar',
  none: 'Ninguna anotación coincide.',
  older: 'Anotaciones anteriores',
  begins: 'El registro empieza aquí.',
};
