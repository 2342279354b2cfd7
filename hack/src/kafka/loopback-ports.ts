import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

// Below the range from which Linux takes ports for outgoing connections: a client that keeps trying a dead
// port inside that range can be given that very port as its own and then talks to itself.
const lowest = 20_000;
const highest = 32_000;

/** Ports of the loopback interface that nobody listens on now, all different. */
export async function freePorts(count: number): Promise<number[]> {
  const found = new Set<number>();
  while (found.size < count) {
    const port = randomInt(lowest, highest);
    if (await isFree(port)) found.add(port);
  }
  return [...found];
}

/** True when nobody listens on this port of the loopback interface. */
export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
