import type { CleanTrade } from '@pricecast/market';
import { EventStream, type StreamEvent } from '../../gateway/event-stream.ts';
import type { ProofContext } from '../../proof.ts';
import type { JournalTrade } from '../collector/comparison.ts';
import { waitFor } from '../collector/wait.ts';

/** What a viewer of the event stream got, compared with what the exchange sent. */
export interface Viewing {
  readonly missing: number;
  readonly doubled: number;
  readonly outOfOrder: number;
  /** Gaps that the gateway told of. */
  readonly gaps: number;
}

/** Somebody who looks at the trades of a gateway and connects again where a connection ended. */
export class Viewer {
  readonly trades: CleanTrade[] = [];
  /** From the time of a trade to its receipt here, in milliseconds, of each trade. */
  readonly delays: number[] = [];
  connections = 0;
  gaps = 0;
  #stream: EventStream | undefined;

  /** Connects, after the last message that came. */
  async connect(url: string): Promise<void> {
    const { lastEventId } = this.#stream ?? {};
    this.#stream = await EventStream.open(url, (event) => this.#take(event), lastEventId);
    this.connections += 1;
  }

  /** Cuts the connection in the middle of whatever it brings. */
  async cut(): Promise<void> {
    await this.#stream?.cut();
  }

  compare(journal: readonly JournalTrade[]): Viewing {
    const name = ({ symbol, id }: { symbol: string; id: number }) => `${symbol}/${id}`;
    const seen = new Set(this.trades.map(name));
    const newest = new Map<string, number>();
    let outOfOrder = 0;
    for (const { symbol, id } of this.trades) {
      if (id <= (newest.get(symbol) ?? -1)) outOfOrder += 1;
      newest.set(symbol, id);
    }
    return {
      missing: journal.filter((trade) => !seen.has(name(trade))).length,
      doubled: this.trades.length - seen.size,
      outOfOrder,
      gaps: this.gaps,
    };
  }

  #take({ event, data }: StreamEvent): void {
    if (event === 'gap') this.gaps += 1;
    if (event !== 'trades') return;
    const now = Date.now();
    for (const trade of JSON.parse(data) as CleanTrade[]) {
      this.trades.push(trade);
      this.delays.push(now - trade.tradeTime);
    }
  }
}

const drainSeconds = 60;

/** Resolves when the viewer has so many trades; also when it never gets them: that is a finding. */
export async function everythingSeen(
  viewer: Viewer,
  trades: number,
  { signal }: ProofContext,
): Promise<void> {
  const deadline = performance.now() + drainSeconds * 1000;
  const ask = async () => (viewer.trades.length >= trades || performance.now() > deadline ? true : undefined);
  await waitFor('the last trade at the client', ask, { seconds: 2 * drainSeconds, signal });
}
