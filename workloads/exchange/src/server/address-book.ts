const mostAddresses = 1_000;

/** What is remembered of each client address; the one that was not heard of for longest is forgotten first. */
export class AddressBook<Entry> {
  readonly #entries = new Map<string, Entry>();
  readonly #blank: Entry;

  constructor(blank: Entry) {
    this.#blank = blank;
  }

  get(address: string): Entry {
    return this.#entries.get(address) ?? this.#blank;
  }

  set(address: string, entry: Entry): void {
    this.#entries.delete(address);
    this.#entries.set(address, entry);
    if (this.#entries.size <= mostAddresses) return;
    for (const oldest of this.#entries.keys()) {
      this.#entries.delete(oldest);
      return;
    }
  }
}
