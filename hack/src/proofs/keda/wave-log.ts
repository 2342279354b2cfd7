import { setTimeout as sleep } from 'node:timers/promises';
import type { Finding } from '../../proof.ts';
import { wave, waveAt } from '../scaling/known-load.ts';
import { ratePerPod } from '../scaling/metered-scaler.ts';
import type { PodWatch } from '../scaling/pod-watch.ts';
import { scaled } from './objects.ts';

/** The Deployment that sleeps, at one second; seconds count from the begin of the load of the day. */
export interface WaveSecond {
  readonly second: number;
  /** Requests per second that arrive. */
  readonly load: number;
  readonly ready: number;
  /** Pods that there are, Ready or not. */
  readonly present: number;
}

/** Longest that the last pod may stay after the load: one look of the HPA and two of KEDA, and what holds it. */
const asleepWithinSeconds = 180;

/** Looks at the Deployment every second until it is closed. */
export class WaveLog implements AsyncDisposable {
  readonly #pods: PodWatch;
  readonly #beginMs: number;
  readonly #day: number;
  readonly #say: (line: string) => void;
  readonly #running: Promise<void>;
  readonly rows: WaveSecond[] = [];
  #isOver = false;

  private constructor(pods: PodWatch, { beginMs, day }: WaveDay, say: (line: string) => void) {
    this.#pods = pods;
    this.#beginMs = beginMs;
    this.#day = day;
    this.#say = say;
    this.#running = this.#run();
  }

  static begin(pods: PodWatch, day: WaveDay, say: (line: string) => void): WaveLog {
    return new WaveLog(pods, day, say);
  }

  /** Seconds since the load of the day began; below 0 before. */
  get second(): number {
    return (Date.now() - this.#beginMs) / 1_000 - this.#day * wave.cycleSeconds;
  }

  /** Resolves at a second of the day. */
  async until(second: number, signal: AbortSignal): Promise<void> {
    await sleep(Math.max(0, second - this.second) * 1_000, undefined, { signal });
  }

  /** Resolves when the Deployment sleeps after the load of the day, at the latest at a second of it. */
  async untilAsleep(second: number, signal: AbortSignal): Promise<void> {
    while (this.second < second && !asleepAgain(this.rows).holds) await sleep(1_000, undefined, { signal });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isOver = true;
    await this.#running;
  }

  async #run(): Promise<void> {
    for (let looks = 0; !this.#isOver; looks += 1) {
      const { second } = this;
      const load = waveAt(second + this.#day * wave.cycleSeconds);
      const row = { second, load, ...this.#pods.count(scaled.wave) };
      this.rows.push(row);
      if (looks % 15 === 0)
        this.#say(`${second.toFixed(0)} s: ${load.toFixed(0)} requests/s, ${row.ready}/${row.present} pods`);
      await sleep(1_000);
    }
  }
}

/** Which day of the wave is looked at, and when the first one began. */
export interface WaveDay {
  readonly beginMs: number;
  readonly day: number;
}

/** Whether the pods came before the load, from the rows up to `untilSecond`. */
export function wokenAhead(rows: readonly WaveSecond[], untilSecond: number): Finding[] {
  const asleep = rows.filter(({ second }) => second < 0).findIndex(({ present }) => present === 0);
  const first = rows.slice(Math.max(0, asleep)).find(({ present }) => present > 0);
  const began = rows.find(({ second }) => second >= 0);
  const served = rows.filter(({ second }) => second >= 0 && second < untilSecond);
  const short = served.filter(({ ready, load }) => ready * ratePerPod < load);
  return [
    {
      what: 'first pod of a Deployment that slept, before the load',
      measured: first === undefined ? 'never' : `${(-first.second).toFixed(0)} s`,
      bound: 'it slept, and a pod came before the load',
      holds: asleep >= 0 && first !== undefined && first.second < 0,
    },
    {
      what: 'pods that were Ready when the load began',
      measured: `${began?.ready} for ${began?.load.toFixed(0)} requests/s of ${ratePerPod} a pod`,
      bound: 'as many as it needs',
      holds: began !== undefined && began.ready * ratePerPod >= began.load,
    },
    {
      what: 'seconds of load in which the Ready pods served less than arrived',
      measured: `${short.length} of ${served.length}`,
      bound: '≤ 1 %',
      holds: served.length > 0 && short.length <= 0.01 * served.length,
    },
  ];
}

/** Whether the Deployment went back to sleep once the load had ended. */
export function asleepAgain(rows: readonly WaveSecond[]): Finding {
  const asleep = rows.find(({ second, present }) => second >= wave.busySeconds && present === 0);
  return {
    what: 'no pod is left, after the load ended',
    measured: asleep === undefined ? 'never' : `${(asleep.second - wave.busySeconds).toFixed(0)} s`,
    bound: `≤ ${asleepWithinSeconds} s`,
    holds: asleep !== undefined && asleep.second - wave.busySeconds <= asleepWithinSeconds,
  };
}

/** Second of the day by which the Deployment has to sleep again. */
export const asleepBy = wave.busySeconds + asleepWithinSeconds;
