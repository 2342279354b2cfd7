import { createServer } from 'node:http';
import { steadyLoad, waveAt } from './known-load.ts';

/** Tells the load of this moment as JSON; `BEGIN_MS` is the epoch time at which the first day of the wave began. */
const beginMs = Number(process.env.BEGIN_MS);

createServer((_request, response) => {
  response.end(JSON.stringify({ wave: waveAt((Date.now() - beginMs) / 1_000), steady: steadyLoad }));
}).listen(8080);
process.once('SIGTERM', () => process.exit(0));
