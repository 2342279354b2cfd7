import { createInterface } from 'node:readline';
import { answerLine } from './answer-line.ts';

/** `npm run -s forecast`: JSON lines in, one forecast or error per line out, in order, each from its line alone. */
for await (const line of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
  if (line.trim() === '') continue;
  const started = performance.now();
  const answer = answerLine(line);
  const milliseconds = Math.round((performance.now() - started) * 1000) / 1000;
  process.stdout.write(`${JSON.stringify({ ...answer, milliseconds })}\n`);
}
