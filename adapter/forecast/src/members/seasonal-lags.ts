/** Lags close to the origin, denser the closer. */
const ladder = [1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 30, 45, 60];

/** How many lags lie on either side of a multiple of a season. */
export type Spread = 'narrow' | 'wide';

/**
 * Lags of a seasonal autoregression: a ladder up to a quarter of the shortest season, every multiple of it up
 * to a week of seven, and the longer seasons; none deeper than two fifths of the history.
 */
export function seasonalLags(seasons: readonly number[], length: number, spread: Spread): number[] {
  const [shortest] = seasons;
  const near = shortest === undefined ? 12 : Math.max(4, shortest / 4);
  const lags = new Set(ladder.filter((lag) => lag <= near));
  const around = (centre: number, width: number) => {
    for (let offset = -width; offset <= width; offset += 1) lags.add(Math.round(centre) + offset);
  };
  const extra = spread === 'wide' ? 1 : 0;
  if (shortest !== undefined)
    for (let multiple = 1; multiple <= 6; multiple += 1)
      around(multiple * shortest, multiple <= 2 ? 1 + extra : extra);
  for (const season of seasons.slice(1)) around(season, 1 + extra);
  return [...lags].filter((lag) => lag >= 1 && lag * 2.5 <= length).sort((a, b) => a - b);
}
