import type { KubeClient } from '../client/kube-client.ts';
import { events } from '../client/well-known.ts';
import type { Log } from '../log.ts';
import type { KubeMetrics } from '../metrics/kube-metrics.ts';
import type { KubeObject, Manifest } from '../objects/kube-object.ts';
import { keyOf } from '../objects/object-key.ts';
import type { Cancel, Clock, Random } from '../time/clock.ts';
import { isKubeError } from '../transport/kube-error.ts';
import { Correlator } from './correlator.ts';
import type { EventNote } from './event-note.ts';
import { eventObject, type Reporter, seriesPatch } from './event-object.ts';

/** Repetitions of one event are written at most this often. */
const SERIES_WRITE_MS = 30_000;
/** Events that wait to be written; more are dropped. */
const LONGEST_QUEUE = 1_000;

/** What a recorder is made of. */
export interface EventRecorderOptions {
  readonly client: KubeClient;
  readonly reporter: Reporter;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly metrics: KubeMetrics;
}

/** An event that was written, and the repetitions that were not yet. */
interface Series {
  readonly event: Manifest;
  count: number;
  lastSeen: Date;
  writtenMs: number;
  cancel: Cancel | undefined;
}

/** Writes events in the background. It never throws at its caller: an event that cannot be written is counted. */
export class EventRecorder {
  readonly #options: EventRecorderOptions;
  readonly #correlator = new Correlator<Series>();
  readonly #unwritten = new Set<Series>();
  readonly #queue: (() => Promise<void>)[] = [];
  #working: Promise<void> | undefined;

  constructor(options: EventRecorderOptions) {
    this.#options = options;
  }

  /** Notes something down; returns at once. */
  record(note: EventNote): void {
    const { clock, metrics } = this.#options;
    const correlation = this.#correlator.correlate(note, clock.monotonicMs());
    switch (correlation.kind) {
      case 'Drop':
        metrics.eventsDropped.inc({ why: 'spam' });
        break;
      case 'Repeat':
        this.#repeat(correlation.series, correlation.count);
        break;
      case 'Begin':
        this.#begin(correlation.note, correlation.key);
    }
  }

  /** Writes what is still waiting; resolves when it is written or has failed. */
  async flush(): Promise<void> {
    for (const series of this.#unwritten) {
      series.cancel?.();
      this.#writeSeries(series);
    }
    while (this.#working !== undefined) await this.#working;
  }

  #begin(note: EventNote, key: string): void {
    const { clock, reporter, random } = this.#options;
    const now = clock.now();
    const suffix =
      now.getTime().toString(16) +
      Math.floor(random() * 0x100000)
        .toString(16)
        .padStart(5, '0');
    const event = eventObject(note, reporter, suffix, now);
    const series = { event, count: 1, lastSeen: now, writtenMs: clock.monotonicMs(), cancel: undefined };
    this.#correlator.begin(key, series, clock.monotonicMs());
    this.#enqueue(() => this.#create(event));
  }

  #repeat(series: Series, count: number): void {
    const { clock } = this.#options;
    series.count = count;
    series.lastSeen = clock.now();
    if (this.#unwritten.has(series)) return;
    this.#unwritten.add(series);
    const waitMs = Math.max(0, series.writtenMs + SERIES_WRITE_MS - clock.monotonicMs());
    series.cancel = clock.after(waitMs, () => this.#writeSeries(series));
  }

  #writeSeries(series: Series): void {
    this.#unwritten.delete(series);
    series.writtenMs = this.#options.clock.monotonicMs();
    this.#enqueue(() => this.#patch(series));
  }

  async #create(event: KubeObject): Promise<void> {
    await this.#options.client.create(events, event);
  }

  /** The server forgets events after an hour; a series that outlives its event begins another one. */
  async #patch({ event, count, lastSeen }: Series): Promise<void> {
    const patch = seriesPatch(count, lastSeen);
    try {
      await this.#options.client.patchMerge(events, keyOf(event), patch);
    } catch (error) {
      if (!isKubeError(error, 'KUBE_NOT_FOUND')) throw error;
      await this.#create({ ...event, ...(patch as object) });
    }
  }

  #enqueue(write: () => Promise<void>): void {
    if (this.#queue.length >= LONGEST_QUEUE) {
      this.#options.metrics.eventsDropped.inc({ why: 'queue full' });
      return;
    }
    this.#queue.push(write);
    this.#working ??= this.#work();
  }

  async #work(): Promise<void> {
    for (let write = this.#queue.shift(); write !== undefined; write = this.#queue.shift()) {
      await write().catch((error: unknown) => {
        this.#options.metrics.eventsDropped.inc({ why: 'refused' });
        this.#options.log.warn('Event was not written', {
          why: error instanceof Error ? error.message : String(error),
        });
      });
    }
    this.#working = undefined;
  }
}
