import type { Bounds } from './batch-queue.ts';
import { messageBytes, type RawMessage } from './outgoing-message.ts';

/** Divides messages, in order, into chunks within the bounds; a message that is larger alone is a chunk of its own. */
export function messageChunks(messages: readonly RawMessage[], bounds: Bounds): RawMessage[][] {
  const chunks: RawMessage[][] = [];
  let chunk: RawMessage[] = [];
  let bytes = 0;
  for (const message of messages) {
    const size = messageBytes(message);
    if (chunk.length > 0 && (chunk.length >= bounds.messages || bytes + size > bounds.bytes)) {
      chunks.push(chunk);
      chunk = [];
      bytes = 0;
    }
    chunk.push(message);
    bytes += size;
  }
  return chunk.length > 0 ? [...chunks, chunk] : chunks;
}
