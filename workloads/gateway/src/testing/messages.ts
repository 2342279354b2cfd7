import type { Alert, Bar, CleanTrade, Features, Prediction } from '@pricecast/market';

/** A valid trade; its time and price follow from the id. */
export function aTrade(id: number, change: Partial<CleanTrade> = {}): CleanTrade {
  return {
    symbol: 'BTCUSDT',
    id,
    price: '23140.48000000',
    quantity: '0.00100000',
    firstTradeId: id,
    lastTradeId: id,
    buyerIsMaker: false,
    tradeTime: 1_767_268_800_000 + id,
    quoteQuantity: '23.1404800000000000',
    ...change,
  };
}

/** A valid bar of a minute. */
export function aBar(start: number, change: Partial<Bar> = {}): Bar {
  return {
    symbol: 'BTCUSDT',
    intervalSeconds: 60,
    start,
    open: '23140.48',
    high: '23150.00',
    low: '23130.10',
    close: '23141.00',
    volume: '1.50000000',
    quoteVolume: '34711.50000000',
    takerBuyVolume: '0.70000000',
    trades: 42,
    firstId: 1,
    lastId: 42,
    ...change,
  };
}

/** Features of the minute that ends at a time. */
export function someFeatures(time: number, change: Partial<Features> = {}): Features {
  return {
    symbol: 'BTCUSDT',
    time,
    close: '23141.00',
    logReturn: 0.001,
    volume: 1.5,
    trades: 42,
    windows: [],
    volatility: [],
    anomaly: { zScore: false, volumeSpike: false, tailProbability: null },
    ...change,
  };
}

/** A forecast of the price five minutes after a time. */
export function aPrediction(basedOn: number, change: Partial<Prediction> = {}): Prediction {
  const horizonSeconds = change.horizonSeconds ?? 300;
  return {
    symbol: 'BTCUSDT',
    target: 'Price',
    horizonSeconds,
    madeAt: basedOn + 2_100,
    basedOn,
    forAt: basedOn + horizonSeconds * 1_000,
    lastValue: 23_141,
    point: 23_141,
    intervals: [
      { levelPercent: 80, lower: 23_100, upper: 23_180 },
      { levelPercent: 95, lower: 23_080, upper: 23_200 },
    ],
    label: 'NoSkillOverLastValue',
    model: 'last-value',
    samples: 600,
    ...change,
  };
}

/** An alert that opens at a time. */
export function anAlert(time: number, change: Partial<Alert> = {}): Alert {
  return {
    id: `BTCUSDT-${time}`,
    symbol: 'BTCUSDT',
    state: 'Opened',
    kind: 'PriceJump',
    rule: 'tail-probability',
    score: 4.3,
    tailProbability: 0.00005,
    time,
    openedAt: time,
    resolvedAt: null,
    price: '23400.00',
    logReturn: 0.0111,
    returnSigmas: 9.1,
    volume: 12,
    volumeChange: 2.5,
    message: 'BTCUSDT moved by +1.12 % to 23400.00 within a minute',
    ...change,
  };
}
