import type { Translation } from '../catalogue.ts';
import type { deidReasons as english } from './en.ts';

export const deidReasons: Translation<typeof english> = {
  capture: 'Una captura de pantalla o de papel: su imagen puede nombrar al paciente.',
  'burned-in-annotation': 'Dice de sí mismo que su imagen nombra al paciente.',
  'encapsulated-document': 'Un documento, que puede nombrar al paciente en cualquier página.',
  recording: 'Un vídeo o una grabación de voz.',
  unreadable: 'Está dañado.',
  'not-an-instance': 'No dice qué objeto es.',
  'secondary-capture': 'Una captura, que es imagen de texto más veces que de un paciente.',
  scanned: 'Papel o película escaneados.',
  screen: 'Una imagen de una pantalla.',
  'dose-report': 'Un informe de dosis como imagen.',
  'slide-label': 'La etiqueta de un portaobjetos, o el portaobjetos con su etiqueta.',
  'not-decodable': 'Su imagen está codificada de un modo que aquí no se lee, y no se buscó texto en ella.',
  'picture-unreadable': 'Su imagen está dañada, y no se buscó texto en ella.',
  'held-by-rule': 'Lo dice una regla del sitio.',
  'leak-found': 'En lo ya limpiado se encontró identidad del original.',
  'too-large': 'Es más grande de lo que aquí se desidentifica.',
};
