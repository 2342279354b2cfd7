import { createInterface } from 'node:readline';
import type { Answer, Job } from './job.ts';
import { methods } from './methods.ts';

/** `node answer.ts METHOD`: answers one forecast a line; the first line of output says which version answers. */
const name = process.argv[2] ?? '';
const make = methods[name];
if (make === undefined)
  throw new Error(`there is no method ${name}; there are ${Object.keys(methods).join(', ')}`);
const { version, forecast } = await make();
process.stdout.write(`${JSON.stringify({ version })}\n`);
for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(answer(JSON.parse(line) as Job))}\n`);
}

function answer(job: Job): Answer {
  const before = process.cpuUsage();
  const found = attempt(job);
  const { user, system } = process.cpuUsage(before);
  return { id: job.id, ...found, cpuMs: (user + system) / 1000, peakKiB: process.resourceUsage().maxRSS };
}

function attempt(job: Job): Pick<Answer, 'path' | 'error'> {
  try {
    return { path: forecast(job) };
  } catch (cause) {
    return { error: cause instanceof Error ? cause.message : String(cause) };
  }
}
