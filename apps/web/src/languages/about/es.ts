import type { Translation } from '../catalogue.ts';
import type { about as english } from './en.ts';

export const about: Translation<typeof english> = {
  title: 'Acerca de',
  description: 'Un intercambio abierto e independiente de imágenes médicas.',
  thisNode: 'Este nodo',
  version: 'Versión {version}',
  studies: 'Estudios',
  series: 'Series',
  objects: 'Objetos',
  runningSince: 'En marcha desde',
  addresses: 'Direcciones',
  dicom: 'DICOM: AE Title <b>{aeTitle}</b>, puerto <b>{port}</b>',
  loopbackOnly: 'Escucha a los programas de su propia máquina. Desde otras máquinas: configure dicom.host.',
  dicomOff: 'DICOM: desactivado',
  dicomWeb: 'DICOMweb, con una clave de API',
  copyAddress: 'Copiar la dirección',
  licences: 'Licencias',
  licencesDetail:
    'Isocenter se distribuye con la licencia Apache 2.0. Esta interfaz está construida con React, Mantine, TanStack, Cornerstone3D, vtk.js, zip.js, use-intl y Tabler Icons; las imágenes las decodifican CharLS, OpenJPEG, OpenJPH, libjpeg-turbo y libjxl; el texto está compuesto en Inter y Noto Sans Arabic.',
  licencesInFull: 'Sus licencias completas',
};
