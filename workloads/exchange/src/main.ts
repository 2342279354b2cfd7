import { startProcess } from '@pricecast/runtime';
import { type ExchangeSettings, readExchangeSettings } from './config.ts';
import { loadMarket } from './load-market.ts';
import { registerExchangeMetrics } from './metrics.ts';
import { startControlListener } from './server/control-listener.ts';
import { type ExchangeOptions, startExchange } from './server/start-exchange.ts';
import { exchangeStage } from './stage.ts';

await startProcess({
  name: 'exchange',
  readSettings: readExchangeSettings,
  start: async ({ settings, log, metrics, onShutdown, fail }) => {
    const market = await loadMarket(settings);
    const running = await startExchange({ ...optionsOf(settings), market, now: Date.now, onError: fail });
    onShutdown('market listener', running.stop);
    const control = await startControlListener(
      running.exchange,
      settings.CONTROL_HOST,
      settings.CONTROL_PORT,
    );
    onShutdown('control listener', control.close);
    registerExchangeMetrics(running.exchange, metrics);
    log.info({ market: market.label, port: running.port, controlPort: control.port }, 'Opened the exchange');
    return exchangeStage(() => running.exchange.state(), Date.now);
  },
});

function optionsOf(settings: ExchangeSettings): Omit<ExchangeOptions, 'market' | 'now'> {
  const { FIRST_ID: firstId, JOURNAL_FILE: journalFile } = settings;
  return {
    host: settings.MARKET_HOST,
    port: settings.MARKET_PORT,
    faultSeed: settings.FAULT_SEED,
    keepTrades: settings.KEEP_TRADES,
    opens: settings.OPENS,
    sessionLimits: {
      pingEveryMs: settings.PING_SECONDS * 1000,
      pongWithinMs: settings.PONG_SECONDS * 1000,
      mostAgeMs: settings.MOST_AGE_SECONDS * 1000,
    },
    weightLimits: { perMinute: settings.WEIGHT_PER_MINUTE },
    ...(firstId === undefined ? {} : { firstId }),
    ...(journalFile === undefined ? {} : { journalFile }),
  };
}
