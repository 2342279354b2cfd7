import { WebSocket } from 'ws';

/** What a connection tells. After `onClose` nothing more comes. */
export interface SocketListener {
  onOpen(): void;
  onFrame(text: string): void;
  /** `why` is a phrase for people. */
  onClose(why: string): void;
}

/** One connection to the stream of an exchange. */
export interface ExchangeSocket {
  /** Ends the connection without waiting for the other side. */
  close(): void;
}

const handshakeMilliseconds = 10_000;
// An aggregate trade has 200 bytes; anything near this is not one.
const largestFrame = 1024 * 1024;

/** Opens a connection. Pings of the server are answered by themselves; we send no other control messages. */
export function openExchangeSocket(url: string, listener: SocketListener): ExchangeSocket {
  const socket = new WebSocket(url, {
    handshakeTimeout: handshakeMilliseconds,
    maxPayload: largestFrame,
    perMessageDeflate: false,
    followRedirects: false,
  });
  let failure: string | undefined;
  socket.on('open', () => listener.onOpen());
  socket.on('message', (data) => listener.onFrame(data.toString()));
  socket.on('error', (error) => {
    failure = error.message;
  });
  socket.on('close', (code, reason) =>
    listener.onClose(failure ?? `closed with ${code} ${reason}`.trimEnd()),
  );
  return { close: () => socket.terminate() };
}
