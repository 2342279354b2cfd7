import type { CutManner, ExchangeState, FaultOrder } from '@pricecast/exchange';
import { Failure } from '../../failure.ts';

/** The control port of an exchange that is another process. */
export class ExchangeControl {
  readonly #url: string;

  constructor(port: number) {
    this.#url = `http://127.0.0.1:${port}/control`;
  }

  state(): Promise<ExchangeState> {
    return this.#call('GET', 'state');
  }

  start(): Promise<ExchangeState> {
    return this.#call('POST', 'start', {});
  }

  /** Adds faults to those that stand. */
  async order(faults: FaultOrder): Promise<void> {
    await this.#call('PUT', 'faults', faults);
  }

  /** Ends every connection; resolves with how many there were. */
  async cut(manner: CutManner): Promise<number> {
    const { cut } = await this.#call<{ readonly cut: number }>('POST', 'cut', { manner });
    return cut;
  }

  async #call<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
    const sent =
      body === undefined
        ? {}
        : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
    const response = await fetch(`${this.#url}/${path}`, { method, ...sent });
    if (!response.ok) throw new Failure('EXCHANGE_REFUSED', `${method} ${path}: ${await response.text()}`);
    return (await response.json()) as Answer;
  }
}
