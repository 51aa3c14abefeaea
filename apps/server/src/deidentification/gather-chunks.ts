/** Returns a file of a known length in memory of its own; a chunk is valid until the next is asked for. */
export async function gatherChunks(
  chunks: AsyncIterable<Uint8Array>,
  lengthBytes: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const file = new Uint8Array(lengthBytes);
  let end = 0;
  for await (const chunk of chunks) {
    file.set(chunk, end);
    end += chunk.length;
  }
  return file;
}
