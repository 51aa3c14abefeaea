/**
 * The surface of the WebAssembly codecs that this package uses; their packages carry no types.
 */

type WasmCodecFactory = import('./wasm-codec.ts').WasmFactory;

declare module '@cornerstonejs/codec-charls/decodewasmjs' {
  const factory: WasmCodecFactory;

  export = factory;
}
declare module '@cornerstonejs/codec-openjpeg/decodewasmjs' {
  const factory: WasmCodecFactory;

  export = factory;
}
declare module '@cornerstonejs/codec-openjph/wasmjs' {
  const factory: WasmCodecFactory;

  export = factory;
}
declare module '@cornerstonejs/codec-libjpeg-turbo-8bit/decodewasmjs' {
  const factory: WasmCodecFactory;

  export = factory;
}
declare module '@cornerstonejs/codec-libjxl/decodewasmjs' {
  const factory: WasmCodecFactory;

  export = factory;
}
declare module '@cornerstonejs/codec-charls/wasmjs' {
  const factory: WasmCodecFactory;

  export = factory;
}
declare module '@cornerstonejs/codec-openjpeg/wasmjs' {
  const factory: WasmCodecFactory;

  export = factory;
}
