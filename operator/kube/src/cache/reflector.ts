import { setImmediate as nextTurn } from 'node:timers/promises';
import { listPages } from '../client/list-pages.ts';
import { apiVersionOf } from '../client/resource.ts';
import type { Log } from '../log.ts';
import type { KubeObject } from '../objects/kube-object.ts';
import { compareResourceVersions } from '../objects/resource-version.ts';
import { backoffMs } from '../time/backoff.ts';
import { sleep } from '../time/sleep.ts';
import { isKubeError, KubeError } from '../transport/kube-error.ts';
import { HEALTHY_MS, reflectorBackoff, verdictOf } from './reflector-verdict.ts';
import type { WatchEvent } from './watch-event.ts';
import { type WatchOptions, watchStream } from './watch-stream.ts';

/** What a reflector feeds. */
export interface Sink<T> {
  /** A full and fresh list of the selection; what is not in it is gone. */
  replace(objects: readonly T[], resourceVersion: string): void;
  put(object: T): void;
  remove(object: T): void;
  /** The selection is known up to here. Called after the objects of that version. */
  progress(resourceVersion: string): void;
}

/** What a reflector is made of. */
export interface ReflectorOptions<T> extends WatchOptions {
  /** Applied to every object before it reaches the sink. */
  readonly project: (object: T) => T;
  readonly sink: Sink<T>;
  readonly log: Log;
}

/** One selection of one resource, kept equal to the server: list, watch, resume, list again. */
export class Reflector<T extends KubeObject> {
  readonly #options: ReflectorOptions<T>;
  #resourceVersion = '';
  #failures = 0;
  #healthySinceMs = 0;
  #lastByteMs: number | undefined;
  #lists = 0;

  constructor(options: ReflectorOptions<T>) {
    this.#options = options;
  }

  /** Full lists after the first. */
  get relists(): number {
    return Math.max(0, this.#lists - 1);
  }

  /** Seconds since the server last said anything, bookmarks included; undefined before the first list. */
  get lastEventAgeSeconds(): number | undefined {
    if (this.#lastByteMs === undefined) return undefined;
    return (this.#options.clock.monotonicMs() - this.#lastByteMs) / 1_000;
  }

  /** Runs until the signal aborts; it never ends otherwise and never throws. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const startedMs = this.#options.clock.monotonicMs();
      try {
        if (this.#resourceVersion === '') await this.#list(signal);
        await this.#watch(signal);
        await this.#goOn(undefined, startedMs, signal);
      } catch (error) {
        await this.#goOn(error, startedMs, signal);
      }
    }
  }

  async #list(signal: AbortSignal): Promise<void> {
    const { transport, resource, selection, project, sink } = this.#options;
    const objects: T[] = [];
    let version = '';
    for await (const page of listPages<T>(transport, resource, selection, signal)) {
      for (const item of page.items) objects.push(project(this.#named(item)));
      version = page.resourceVersion;
      await nextTurn();
    }
    this.#lists++;
    this.#heard();
    sink.replace(objects, version);
    this.#resourceVersion = version;
    sink.progress(version);
  }

  async #watch(signal: AbortSignal): Promise<void> {
    for await (const events of watchStream<T>(this.#options, this.#resourceVersion, signal)) {
      this.#heard();
      for (const event of events) this.#take(event);
      if (this.#options.clock.monotonicMs() - this.#healthySinceMs > HEALTHY_MS) this.#failures = 0;
    }
  }

  #take(event: WatchEvent<T>): void {
    const { sink, project } = this.#options;
    this.#advance(event.object.metadata.resourceVersion ?? '');
    if (event.type === 'DELETED') sink.remove(project(event.object));
    else if (event.type !== 'BOOKMARK') sink.put(project(event.object));
    sink.progress(this.#resourceVersion);
  }

  /** Versions of one watch only grow; a smaller one means that the server's storage was put back. */
  #advance(version: string): void {
    if (compareResourceVersions(version, this.#resourceVersion) < 0) {
      const call = `watch ${this.#options.resource.plural}`;
      const message = `${call} went back from version ${this.#resourceVersion} to ${version}`;
      throw new KubeError(message, { code: 'KUBE_WATCH_ERROR', call, retryable: true });
    }
    this.#resourceVersion = version;
  }

  /** Decides how to go on and waits as long as that asks for. */
  async #goOn(error: unknown, startedMs: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    const verdict = verdictOf(error, this.#options.clock.monotonicMs() - startedMs);
    if (verdict === 'Resume') return;
    if (verdict === 'Relist') this.#resourceVersion = '';
    this.#failures++;
    this.#healthySinceMs = this.#options.clock.monotonicMs();
    const waitMs = this.#waitMs(error);
    this.#tell(error, verdict, waitMs);
    await sleep(this.#options.clock, waitMs, signal).catch(() => {});
  }

  #waitMs(error: unknown): number {
    const asked = isKubeError(error) ? (error.retryAfterSeconds ?? 0) * 1_000 : 0;
    return Math.max(asked, backoffMs(reflectorBackoff, this.#failures, this.#options.random));
  }

  #tell(error: unknown, verdict: string, waitMs: number): void {
    const { log, resource, selection } = this.#options;
    const why = error instanceof Error ? error.message : 'the server closed the watch early';
    log.warn('Watch interrupted', {
      resource: resource.plural,
      namespace: selection.namespace,
      verdict,
      waitMs: Math.round(waitMs),
      why,
    });
  }

  #heard(): void {
    this.#lastByteMs = this.#options.clock.monotonicMs();
  }

  /** List items come without their type. */
  #named(item: T): T {
    return { ...item, apiVersion: apiVersionOf(this.#options.resource), kind: this.#options.resource.kind };
  }
}
