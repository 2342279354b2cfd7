/** A part of the process that has to be closed in order. */
interface Closer {
  readonly name: string;
  readonly close: () => Promise<void>;
}

/** How an orderly end went: everything closed, or who failed or was still busy at the deadline. */
export type ShutdownOutcome =
  | { readonly kind: 'Closed' }
  | { readonly kind: 'Failed'; readonly closer: string; readonly cause: unknown }
  | { readonly kind: 'DeadlineExceeded'; readonly closer: string };

/** Closes the parts of a process one after another, last opened first, within a deadline for all of them. */
export class Shutdown {
  readonly #closers: Closer[] = [];
  #running: Promise<ShutdownOutcome> | undefined;

  /** Registers a part; parts that are opened later are closed earlier. */
  add(name: string, close: () => Promise<void>): void {
    this.#closers.push({ name, close });
  }

  /** True from the moment that run() was called. */
  get begun(): boolean {
    return this.#running !== undefined;
  }

  /** Closes everything; a second call gets the outcome of the first. */
  run(deadlineMilliseconds: number): Promise<ShutdownOutcome> {
    this.#running ??= this.#closeAll(AbortSignal.timeout(deadlineMilliseconds));
    return this.#running;
  }

  async #closeAll(deadline: AbortSignal): Promise<ShutdownOutcome> {
    let outcome: ShutdownOutcome = { kind: 'Closed' };
    for (let closer = this.#closers.pop(); closer !== undefined; closer = this.#closers.pop()) {
      const closed = await closeBefore(closer, deadline);
      if (closed.kind === 'DeadlineExceeded') return closed;
      // One part that cannot close must not keep the others from closing.
      if (closed.kind === 'Failed' && outcome.kind === 'Closed') outcome = closed;
    }
    return outcome;
  }
}

async function closeBefore({ name, close }: Closer, deadline: AbortSignal): Promise<ShutdownOutcome> {
  const closing = close().then(
    (): ShutdownOutcome => ({ kind: 'Closed' }),
    (cause: unknown): ShutdownOutcome => ({ kind: 'Failed', closer: name, cause }),
  );
  return await Promise.race([closing, exceeded(name, deadline)]);
}

function exceeded(closer: string, deadline: AbortSignal): Promise<ShutdownOutcome> {
  return new Promise((resolve) => {
    const outcome: ShutdownOutcome = { kind: 'DeadlineExceeded', closer };
    if (deadline.aborted) resolve(outcome);
    deadline.addEventListener('abort', () => resolve(outcome), { once: true });
  });
}
