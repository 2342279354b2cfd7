import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { type AttemptLimits, judgeAttempt } from '../protocol/attempts.ts';
import { parseStreamAddress, type StreamAddress } from '../protocol/stream-name.ts';
import { AddressBook } from './address-book.ts';
import { Connection, type ConnectionPorts } from './connection.ts';
import type { Connections } from './connections.ts';

/** What the listener needs of its server. */
export interface WebSocketPorts extends ConnectionPorts {
  readonly connections: Connections;
  readonly attempts: AttemptLimits;
  /** Headers of every accepted upgrade. */
  readonly headers: Readonly<Record<string, string>>;
}

// Control messages are short; 1024 streams of 40 characters fit.
const mostMessageBytes = 64 * 1024;

/** Takes WebSocket connections on an HTTP server that may serve other things besides. */
export function listenForWebSockets(server: Server, ports: WebSocketPorts): void {
  const webSockets = new WebSocketServer({
    noServer: true,
    maxPayload: mostMessageBytes,
    perMessageDeflate: false,
  });
  const attempts = new AddressBook<readonly number[]>([]);
  webSockets.on('headers', (lines) => {
    for (const [name, value] of Object.entries(ports.headers)) lines.push(`${name}: ${value}`);
  });
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    // Without a listener a reset of the client before the handshake would end the process.
    socket.on('error', () => socket.destroy());
    const address = parseStreamAddress(request.url ?? '/');
    if (ports.faults.plan().refuse) socket.destroy();
    else if (address === undefined) refuse(socket, '404 Not Found');
    else if (!isAllowed(attempts, request, ports)) refuse(socket, '429 Too Many Requests');
    else webSockets.handleUpgrade(request, socket, head, (webSocket) => open(webSocket, address, ports));
  });
}

function open(
  webSocket: ConstructorParameters<typeof Connection>[0],
  address: StreamAddress,
  ports: WebSocketPorts,
) {
  const connection = new Connection(webSocket, address, ports);
  ports.connections.add(connection);
  ports.counters.add('connectionsOpened');
  webSocket.on('close', () => ports.connections.remove(connection));
}

function isAllowed(
  book: AddressBook<readonly number[]>,
  request: IncomingMessage,
  ports: WebSocketPorts,
): boolean {
  const address = request.socket.remoteAddress ?? 'unknown';
  const judged = judgeAttempt(book.get(address), ports.now(), ports.attempts);
  book.set(address, judged.attemptsMs);
  return judged.allowed;
}

function refuse(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
