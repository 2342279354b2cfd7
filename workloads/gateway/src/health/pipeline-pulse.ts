import type { Message } from '../intake/message.ts';
import { RateWindow } from './rate-window.ts';
import { RecentValues } from './recent-values.ts';

// What is older was read from the past when the gateway started, or filled in after an outage.
const liveMilliseconds = 60_000;
const mostPendingFeatures = 5_000;

/** How lively a pipeline is, from its messages as they come in. Times in milliseconds since the epoch. */
export class PipelinePulse {
  readonly #trades = new RateWindow();
  readonly #messages = new RateWindow();
  readonly #tradeDelays = new RecentValues(60_000);
  // Forecasts come once a minute.
  readonly #predictionDelays = new RecentValues(180_000);
  /** When features came that no forecast was seen of yet, by symbol and minute. */
  readonly #features = new Map<string, number>();
  #newestTrade: number | undefined;

  /** Event time of the newest trade. */
  get newestTrade(): number | undefined {
    return this.#newestTrade;
  }

  see(message: Message, now: number): void {
    switch (message.channel) {
      case 'trades':
        this.#seeTrade(message.value.tradeTime, now);
        break;
      case 'features':
        this.#seeFeatures(`${message.value.symbol}/${message.value.time}`, message.value.time, now);
        break;
      case 'predictions':
        this.#seePrediction(`${message.value.symbol}/${message.value.basedOn}`, now);
        break;
      default:
    }
    this.#messages.add(now);
  }

  /** Updates in a second, up to 1: the part of the last 60 s in which a trade came. */
  collectionHertz(now: number): number | undefined {
    return this.#trades.busyShare(now);
  }

  tradesPerSecond(now: number): number | undefined {
    return this.#trades.perSecond(now, 10);
  }

  /** Messages of all channels. */
  messagesPerSecond(now: number): number | undefined {
    return this.#messages.perSecond(now, 10);
  }

  /** From a trade at the exchange to here, in seconds, below which this part of the last minute's trades lies. */
  tradeDelaySeconds(part: number, now: number): number | undefined {
    return seconds(this.#tradeDelays.quantile(part, now));
  }

  /** From features of a minute to the first forecast that rests on them, as both came here, in seconds. */
  predictionDelaySeconds(part: number, now: number): number | undefined {
    return seconds(this.#predictionDelays.quantile(part, now));
  }

  #seeTrade(tradeTime: number, now: number): void {
    this.#newestTrade = Math.max(this.#newestTrade ?? tradeTime, tradeTime);
    if (now - tradeTime > liveMilliseconds) return;
    this.#trades.add(now);
    this.#tradeDelays.add(Math.max(0, now - tradeTime), now);
  }

  #seeFeatures(minute: string, time: number, now: number): void {
    if (now - time > liveMilliseconds) return;
    if (this.#features.size >= mostPendingFeatures) this.#features.clear();
    this.#features.set(minute, now);
  }

  #seePrediction(minute: string, now: number): void {
    const since = this.#features.get(minute);
    if (since === undefined) return;
    this.#features.delete(minute);
    this.#predictionDelays.add(now - since, now);
  }
}

function seconds(milliseconds: number | undefined): number | undefined {
  return milliseconds === undefined ? undefined : milliseconds / 1_000;
}
