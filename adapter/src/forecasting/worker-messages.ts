import type { StepAnswer, TrackOptions } from './forecast-answer.ts';

/** What the loop asks of the thread that forecasts. */
export type WorkerRequest =
  | {
      readonly kind: 'Open';
      readonly id: number;
      readonly key: string;
      readonly options: TrackOptions;
      readonly history: readonly (number | null)[];
    }
  | {
      readonly kind: 'Resume';
      readonly id: number;
      readonly key: string;
      readonly options: TrackOptions;
      readonly state: Uint8Array;
      readonly values: readonly (number | null)[];
    }
  | {
      readonly kind: 'Step';
      readonly id: number;
      readonly key: string;
      readonly values: readonly (number | null)[];
    }
  | { readonly kind: 'Drop'; readonly key: string };

/** What the thread answers. */
export type WorkerReply =
  | { readonly id: number; readonly ok: true; readonly answer: StepAnswer; readonly milliseconds: number }
  | { readonly id: number; readonly ok: false; readonly message: string };
