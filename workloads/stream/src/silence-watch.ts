/** Calls back when nothing was seen for so long: a client that is connected and yet does nothing. */
export class SilenceWatch implements Disposable {
  readonly #timer: NodeJS.Timeout;

  constructor(milliseconds: number, onSilence: () => void) {
    this.#timer = setTimeout(onSilence, milliseconds);
  }

  /** Something happened. */
  seen(): void {
    this.#timer.refresh();
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
  }
}
