import type { Registry } from '@pricecast/runtime';
import { Counter, Gauge } from 'prom-client';
import type { Exchange } from './server/exchange.ts';

/** Figures of the exchange for Prometheus; each is read when it is asked for. */
export function registerExchangeMetrics(exchange: Exchange, registry: Registry): void {
  const registers = [registry];
  counter('pricecast_exchange_trades_total', 'Trades made.', () => exchange.tape.count);
  counter(
    'pricecast_exchange_connections_opened_total',
    'WebSocket connections opened.',
    () => counts().connectionsOpened,
  );
  counter(
    'pricecast_exchange_connections_cut_total',
    'Connections ended on command.',
    () => counts().connectionsCut,
  );
  counter('pricecast_exchange_requests_total', 'REST requests.', () => counts().requests);
  const frames = new Counter({
    name: 'pricecast_exchange_frames_total',
    help: 'Data frames by what became of them.',
    labelNames: ['fate'],
    registers,
    collect() {
      this.reset();
      frames.inc({ fate: 'sent' }, counts().framesSent);
      frames.inc({ fate: 'dropped' }, counts().framesDropped);
      frames.inc({ fate: 'doubled' }, counts().framesDoubled);
      frames.inc({ fate: 'held' }, counts().framesHeld);
    },
  });
  new Gauge({
    name: 'pricecast_exchange_connections',
    help: 'WebSocket connections that are open.',
    registers,
    collect() {
      this.set(exchange.connections.size);
    },
  });

  function counts() {
    return exchange.counters.get();
  }

  function counter(name: string, help: string, read: () => number): void {
    new Counter({
      name,
      help,
      registers,
      collect() {
        this.reset();
        this.inc(read());
      },
    });
  }
}
