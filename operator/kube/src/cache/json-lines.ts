/**
 * Splits a stream of bytes into lines, a batch per chunk. What is left without a line end when the stream ends is
 * dropped: half an event cannot be told from a cut one.
 */
export async function* jsonLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string[]> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of chunks) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    yield lines.filter((line) => line !== '');
  }
}
