/** How forecasts over one horizon fared on recorded bars; see docs/market.md for the protocol. */
export interface HonestyRow {
  readonly horizonSeconds: number;
  /** Mean absolute error of the price model over that of the last price; from 1 on there is no skill. */
  readonly priceErrorRatio: number;
  /** Share of prices inside the interval of this level. */
  readonly coverage80: number;
  readonly coverage95: number;
  /** Pinball loss of the 95 % interval over that of a constant deviation. */
  readonly pinballRatio: number;
  readonly volatilityR2: number;
  readonly volumeR2: number;
}

/**
 * What `hack/prove market-forecast` measured on 21 days of BTC/USDT in March 2023, the last 14 scored: the table of
 * docs/market.md, for dashboards to show beside the live record.
 */
export const forecastHonesty: readonly HonestyRow[] = [
  row(60, [1.0013, 0.803, 0.953, 0.769, 0.181, 0.507]),
  row(300, [1.0024, 0.801, 0.95, 0.802, 0.509, 0.621]),
  row(900, [1.0082, 0.799, 0.949, 0.805, 0.621, 0.649]),
  row(3_600, [1.0326, 0.781, 0.94, 0.863, 0.621, 0.613]),
];

function row(
  horizonSeconds: number,
  figures: readonly [number, number, number, number, number, number],
): HonestyRow {
  const [priceErrorRatio, coverage80, coverage95, pinballRatio, volatilityR2, volumeR2] = figures;
  return { horizonSeconds, priceErrorRatio, coverage80, coverage95, pinballRatio, volatilityR2, volumeR2 };
}
