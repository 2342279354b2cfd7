import { phaseOf } from '../phase.ts';
import type { StepAnswer } from './forecast-answer.ts';
import { ForecastTrack } from './forecast-track.ts';
import type { WorkerRequest } from './worker-messages.ts';

/** Places in a season at which tracks learn what takes long: a thousand that began together must not do so at once. */
const phases = 1_440;

/** The tracks of many scalers, by key. */
export class TrackShelf {
  readonly #tracks = new Map<string, ForecastTrack>();

  /** Carries a request out; undefined for one that has no answer. Throws for a track that is not open. */
  handle(request: WorkerRequest): StepAnswer | undefined {
    switch (request.kind) {
      case 'Drop':
        this.#tracks.delete(request.key);
        return undefined;
      case 'Open': {
        const { track, answer } = ForecastTrack.open(
          request.options,
          request.history,
          phaseOf(request.key, phases) / phases,
        );
        this.#tracks.set(request.key, track);
        return answer;
      }
      case 'Resume': {
        const track = ForecastTrack.resume(request.options, request.state);
        this.#tracks.set(request.key, track);
        return track.step(request.values);
      }
      case 'Step': {
        const track = this.#tracks.get(request.key);
        if (track === undefined) throw new Error(`TRACK_NOT_OPEN: ${request.key} has to be opened first`);
        return track.step(request.values);
      }
    }
  }
}
