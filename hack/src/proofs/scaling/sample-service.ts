import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * A service of somebody else: it counts the orders that are posted to it, shows the count as a Prometheus metric, and
 * takes its time to start.
 */
const { START_SECONDS = '0' } = process.env;

let isStarted = false;
let orders = 0;

const server = createServer((request, response) => {
  const url = new URL(request.url ?? '/', 'http://service');
  if (url.pathname === '/metrics') response.end(`# TYPE orders_total counter\norders_total ${orders}\n`);
  else if (request.method === 'POST') {
    orders += Number(url.searchParams.get('count') ?? 1);
    response.writeHead(204).end();
  } else response.writeHead(isStarted ? 200 : 503).end();
});
server.listen(8080);
process.once('SIGTERM', () => process.exit(0));

await sleep(Number(START_SECONDS) * 1_000 - performance.now());
isStarted = true;
