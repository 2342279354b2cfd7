import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { connect, createServer, type Server } from 'node:net';

/**
 * Runs `work` while no other process of this machine runs work under the same name. The lock is an abstract
 * Unix socket: the kernel frees it when its holder dies, however it dies, so there is no stale lock to judge.
 * `onWait` hears once who holds it.
 */
export async function withLock<T>(
  name: string,
  work: () => Promise<T>,
  onWait?: (pid: string) => void,
): Promise<T> {
  const address = `\0pricecast-${createHash('sha256').update(name).digest('hex').slice(0, 32)}`;
  let tell = onWait;
  let server = await acquire(address);
  while (server === undefined) {
    await untilReleased(address, tell);
    tell = undefined;
    server = await acquire(address);
  }
  try {
    return await work();
  } finally {
    for (const socket of server.waiting) socket.destroy();
    server.listener.close();
  }
}

interface Held {
  readonly listener: Server;
  readonly waiting: Set<{ destroy(): void }>;
}

/** The held lock, or undefined while another process has it. Whoever connects learns the holder's id and waits. */
async function acquire(address: string): Promise<Held | undefined> {
  const waiting: Held['waiting'] = new Set();
  const listener = createServer((socket) => {
    waiting.add(socket);
    socket.on('error', () => waiting.delete(socket)).on('close', () => waiting.delete(socket));
    socket.write(String(process.pid));
  });
  listener.listen(address);
  try {
    await once(listener, 'listening');
    return { listener, waiting };
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') return undefined;
    throw error;
  }
}

/** Resolves when the holder lets go or dies: either closes the connection. */
function untilReleased(address: string, onWait: ((pid: string) => void) | undefined): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect(address);
    socket.once('data', (pid) => onWait?.(pid.toString()));
    // An error means that the holder went between our two looks; the close that follows ends the wait.
    socket.on('error', () => undefined);
    socket.once('close', () => resolve());
  });
}
