import { parentPort } from 'node:worker_threads';
import { TrackShelf } from './track-shelf.ts';
import type { WorkerReply, WorkerRequest } from './worker-messages.ts';

/** The thread that forecasts: models must not hold up the loop and the answers to the HPA. */
const shelf = new TrackShelf();

parentPort?.on('message', (request: WorkerRequest) => {
  const began = performance.now();
  try {
    const answer = shelf.handle(request);
    if (answer === undefined || request.kind === 'Drop') return;
    reply({ id: request.id, ok: true, answer, milliseconds: performance.now() - began });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (request.kind !== 'Drop') reply({ id: request.id, ok: false, message });
  }
});

function reply(message: WorkerReply): void {
  const state = message.ok ? message.answer.state?.buffer : undefined;
  parentPort?.postMessage(message, state instanceof ArrayBuffer ? [state] : []);
}
