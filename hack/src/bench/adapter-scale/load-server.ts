import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A queue that tells its load in JSON, in a process of its own: what it costs is not the adapter's. */
const server = createServer((request, response) => {
  const scaler = Number(request.url?.split('/').at(-1) ?? 0);
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ arrivals: loadAt(scaler, Date.now()) }));
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
process.on('disconnect', () => process.exit());

function loadAt(scaler: number, at: number): number {
  const day = (2 * Math.PI * at) / 86_400_000;
  return Math.max(0, 100 + 60 * Math.sin(day + scaler) + 20 * Math.sin(24 * day) + 10 * Math.random());
}
