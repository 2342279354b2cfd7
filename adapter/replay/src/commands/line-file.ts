import { closeSync, openSync, writeSync } from 'node:fs';
import { ReplayError } from '../replay-error.ts';

const chunk = 1 << 16;

/** A file that is written line by line. */
export class LineFile implements Disposable {
  readonly #file: number;
  #waiting: string[] = [];
  #size = 0;

  /** @throws ReplayError `USAGE` when it cannot be written */
  constructor(path: string) {
    try {
      this.#file = openSync(path, 'w');
    } catch (cause) {
      const message = cause instanceof Error ? cause.message : String(cause);
      throw new ReplayError('USAGE', `${path} cannot be written: ${message}`, { cause });
    }
  }

  write(line: string): void {
    this.#waiting.push(line);
    this.#size += line.length + 1;
    if (this.#size > chunk) this.#flush();
  }

  [Symbol.dispose](): void {
    this.#flush();
    closeSync(this.#file);
  }

  #flush(): void {
    if (this.#waiting.length > 0) writeSync(this.#file, `${this.#waiting.join('\n')}\n`);
    this.#waiting = [];
    this.#size = 0;
  }
}
