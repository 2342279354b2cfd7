import {
  type DemandSource,
  type PastSpan,
  type PastValue,
  type Reading,
  type UnreadDemand,
  unread,
} from './reading.ts';

/** A source of what arrives: its numbers are never negative, and one that is would be somebody's mistake. */
export class LoadSource implements DemandSource {
  readonly #source: DemandSource;
  readonly past?: (span: PastSpan, signal: AbortSignal) => Promise<readonly PastValue[] | UnreadDemand>;

  constructor(source: DemandSource) {
    this.#source = source;
    const { past } = source;
    if (past !== undefined)
      this.past = async (span, signal) => {
        const values = await past.call(source, span, signal);
        return 'kind' in values ? values : values.filter(({ load }) => load === undefined || load >= 0);
      };
  }

  /** A negative number is a fault. */
  async read(signal: AbortSignal): Promise<Reading> {
    const reading = await this.#source.read(signal);
    if (reading.kind !== 'Value' || reading.load >= 0) return reading;
    return unread('DemandRefused', `The source gives a negative load: ${reading.load}`);
  }

  close(): Promise<void> {
    return this.#source.close();
  }
}
