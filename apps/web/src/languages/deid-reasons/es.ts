import type { Translation } from '../catalogue.ts';
import type { deidReasons as english } from './en.ts';

export const deidReasons: Translation<typeof english> = {
  capture: 'Una captura de pantalla o de papel: su imagen puede nombrar al paciente.',
  'burned-in-annotation': 'Dice de sí mismo que su imagen nombra al paciente.',
  'encapsulated-document': 'Un documento, que puede nombrar al paciente en cualquier página.',
  recording: 'Un vídeo o una grabación de voz.',
  unreadable: 'Está dañado.',
  'not-an-instance': 'No dice qué objeto es.',
};
