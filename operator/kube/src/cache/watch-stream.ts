import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Selection, selectionQuery } from '../client/list-pages.ts';
import { collectionPath, type Resource, resourceName } from '../client/resource.ts';
import type { KubeObject } from '../objects/kube-object.ts';
import type { Clock, Random } from '../time/clock.ts';
import { KubeError } from '../transport/kube-error.ts';
import type { Transport } from '../transport/transport.ts';
import { jsonLines } from './json-lines.ts';
import { parseWatchEvent, type WatchEvent } from './watch-event.ts';

/**
 * A watch with bookmarks is never silent for longer than a minute, so 75 s without a byte mean a dead connection,
 * whatever TCP says.
 */
export const SILENCE_LIMIT_MS = 75_000;
/** The server ends a watch after this time plus up to as much again, so that watches do not all end together. */
const SERVER_TIMEOUT_SECONDS = 300;

/** What a watch is opened with. */
export interface WatchOptions {
  readonly transport: Transport;
  readonly resource: Resource;
  readonly selection: Selection;
  readonly clock: Clock;
  readonly random: Random;
}

/**
 * Watches from `resourceVersion` and yields events, a batch per chunk of bytes. Returns when the server closes the
 * watch; throws `KubeError` when it is refused, breaks, sends an error, or says nothing for 75 s (`KUBE_TIMEOUT`).
 */
export async function* watchStream<T extends KubeObject>(
  options: WatchOptions,
  resourceVersion: string,
  signal: AbortSignal,
): AsyncGenerator<WatchEvent<T>[]> {
  const call = `watch ${resourceName(options.resource)}`;
  const silence = new SilenceTimer(options.clock, call);
  const stop = () => silence.controller.abort(signal.reason);
  if (signal.aborted) stop();
  signal.addEventListener('abort', stop, { once: true });
  try {
    silence.restart();
    const { chunks } = await options.transport.open(
      request(options, resourceVersion, silence.controller.signal),
    );
    for await (const lines of jsonLines(chunks)) {
      silence.restart();
      yield* parseBatch<T>(call, lines);
      await nextTurn();
    }
  } catch (error) {
    throw silence.controller.signal.reason instanceof KubeError
      ? silence.controller.signal.reason
      : broken(call, error);
  } finally {
    silence.cancel();
    signal.removeEventListener('abort', stop);
  }
}

/** What came before a broken line or an ERROR event still counts. */
function* parseBatch<T extends KubeObject>(
  call: string,
  lines: readonly string[],
): Generator<WatchEvent<T>[]> {
  const events: WatchEvent<T>[] = [];
  try {
    for (const line of lines) events.push(parseWatchEvent<T>(call, line));
  } finally {
    yield events;
  }
}

function request(options: WatchOptions, resourceVersion: string, signal: AbortSignal) {
  const timeout = SERVER_TIMEOUT_SECONDS * (1 + options.random());
  return {
    verb: 'watch',
    resource: options.resource,
    path: collectionPath(options.resource, options.selection.namespace),
    query: {
      ...selectionQuery(options.selection),
      watch: 'true',
      resourceVersion,
      allowWatchBookmarks: 'true',
      timeoutSeconds: String(Math.floor(timeout)),
    },
    idempotent: true,
    signal,
  } as const;
}

function broken(call: string, error: unknown): KubeError {
  if (error instanceof KubeError) return error;
  const what = error instanceof Error ? error.message : String(error);
  return new KubeError(`${call} lost its connection: ${what}`, {
    code: 'KUBE_CONNECTION_FAILED',
    call,
    retryable: true,
    cause: error,
  });
}

/** Aborts a watch on which nothing has come for too long. */
class SilenceTimer {
  readonly controller = new AbortController();
  readonly #clock: Clock;
  readonly #call: string;
  #cancel: () => void = () => {};

  constructor(clock: Clock, call: string) {
    this.#clock = clock;
    this.#call = call;
  }

  restart(): void {
    this.cancel();
    this.#cancel = this.#clock.after(SILENCE_LIMIT_MS, () => this.controller.abort(this.#silent()));
  }

  cancel(): void {
    this.#cancel();
  }

  #silent(): KubeError {
    return new KubeError(`${this.#call} said nothing for ${SILENCE_LIMIT_MS / 1_000} s`, {
      code: 'KUBE_TIMEOUT',
      call: this.#call,
      retryable: true,
    });
  }
}
