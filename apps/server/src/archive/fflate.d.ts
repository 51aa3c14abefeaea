/** The part of fflate that is used; its package does not tell TypeScript where its own types are. */

declare module 'fflate/node' {
  export class Inflate {
    ondata: (chunk: Uint8Array, final: boolean) => void;
    push(chunk: Uint8Array, final?: boolean): void;
  }
  export function unzipSync(archive: Uint8Array): Record<string, Uint8Array>;
}
