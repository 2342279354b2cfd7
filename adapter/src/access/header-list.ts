/** Headers with every value kept apart: joining repeated ones would break names that hold commas. */
export class HeaderList {
  readonly #values = new Map<string, string[]>();

  /** From names and values in turn, as Node gives raw headers. */
  constructor(raw: readonly string[]) {
    for (let index = 0; index + 1 < raw.length; index += 2) {
      const name = (raw[index] ?? '').toLowerCase();
      const values = this.#values.get(name);
      const value = raw[index + 1] ?? '';
      if (values === undefined) this.#values.set(name, [value]);
      else values.push(value);
    }
  }

  /** Every value of a header; `name` is lower case. */
  all(name: string): readonly string[] {
    return this.#values.get(name) ?? [];
  }

  /** The first value of a header; `name` is lower case. */
  first(name: string): string | undefined {
    return this.#values.get(name)?.[0];
  }

  /** Names that begin with a prefix, lower case. */
  withPrefix(prefix: string): readonly string[] {
    return [...this.#values.keys()].filter((name) => name.startsWith(prefix));
  }
}
