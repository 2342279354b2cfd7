const largest = 3.402_823_466_385_288_6e38;

/** The number as it is held in single precision at most: nothing becomes infinite. NaN stays NaN. */
export const inSingle = (value: number): number => Math.max(-largest, Math.min(largest, value));
