import type { Finding, Proof } from '../proof.ts';
import { type ForecastScore, forecastScores } from './market/forecast-scores.ts';
import { recordedMinutes } from './market/recorded-bars.ts';

const judgedMinutes = 5;
const percent = (share: number) => `${(100 * share).toFixed(1)} %`;

/** Intervals hold, volatility and volume can be forecast, and where there is no skill it is said. */
export const marketForecast: Proof = {
  name: 'market-forecast',
  claim:
    'On 21 days of real bars, five minutes ahead, the 95 % interval of the price holds 94 to 96 % and loses less than 0.82 of a constant one; log-volatility and log-volume are forecast with an R² of at least 0.48 and 0.60',
  needs: [],
  run: async ({ scale, say }) => {
    const minutes = await recordedMinutes();
    const scores = forecastScores(minutes, scale === 'full' ? [1, 5, 15, 60] : [judgedMinutes]);
    for (const score of scores) say(shown(score));
    return scores.filter(({ horizonMinutes }) => horizonMinutes === judgedMinutes).flatMap(findings);
  },
};

function findings(score: ForecastScore): Finding[] {
  const { coverage95, pinballRatio, volatilityR2, volumeR2 } = score;
  const atLeast = (what: string, value: number, bound: number): Finding => ({
    what,
    measured: value.toFixed(3),
    bound: `≥ ${bound}`,
    holds: value >= bound,
  });
  return [
    {
      what: 'prices inside the 95 % interval',
      measured: percent(coverage95),
      bound: '94 to 96 %',
      holds: coverage95 >= 0.94 && coverage95 <= 0.96,
    },
    {
      what: 'pinball loss over that of a constant deviation',
      measured: pinballRatio.toFixed(3),
      bound: '≤ 0.82',
      holds: pinballRatio <= 0.82,
    },
    atLeast('R² of log-volatility', volatilityR2, 0.48),
    atLeast('R² of log-volume', volumeR2, 0.6),
  ];
}

function shown(score: ForecastScore): string {
  const { horizonMinutes, forecasts, priceErrorRatio, coverage80, coverage95, pinballRatio } = score;
  return (
    `${horizonMinutes} min, ${forecasts} forecasts: price ${priceErrorRatio.toFixed(4)} of the last price, ` +
    `80 % interval ${percent(coverage80)}, 95 % interval ${percent(coverage95)}, pinball ${pinballRatio.toFixed(3)}, ` +
    `R² volatility ${score.volatilityR2.toFixed(3)}, volume ${score.volumeR2.toFixed(3)}`
  );
}
