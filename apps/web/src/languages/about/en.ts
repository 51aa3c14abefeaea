/** What this node is, where peers reach it, and on whose work it stands. */

export const about = {
  title: 'About',
  description: 'An open, vendor-neutral exchange for medical images.',
  thisNode: 'This node',
  version: 'Version {version}',
  studies: 'Studies',
  series: 'Series',
  objects: 'Objects',
  runningSince: 'Running since',
  addresses: 'Addresses',
  dicom: 'DICOM: AE title <b>{aeTitle}</b>, port <b>{port}</b>',
  loopbackOnly: 'It listens for programs on its own machine. From other machines: set dicom.host.',
  dicomOff: 'DICOM: switched off',
  dicomWeb: 'DICOMweb, with an API token',
  copyAddress: 'Copy the address',
  licences: 'Licences',
  licencesDetail:
    'Isocenter is licensed under the Apache License 2.0. This interface is built with React, Mantine, TanStack, Cornerstone3D, vtk.js, zip.js, use-intl and Tabler Icons; pictures are decoded by CharLS, OpenJPEG, OpenJPH, libjpeg-turbo and libjxl; text is set in Inter and Noto Sans Arabic.',
  licencesInFull: 'Their licences in full',
} as const;
