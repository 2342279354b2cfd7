/** A polynomial in the backshift operator, Σ c(k)·B^lag(k), lag 0 first. */
export interface LagPolynomial {
  readonly lags: Int32Array;
  readonly coefficients: Float64Array;
}

/** 1 + sign·(c₁·B^spacing + c₂·B^(2·spacing) + …). */
export function polynomialOf(coefficients: ArrayLike<number>, spacing: number, sign: 1 | -1): LagPolynomial {
  const terms = Array.from(coefficients, (value, index): [number, number] => [
    (index + 1) * spacing,
    sign * value,
  ]);
  return fromTerms([[0, 1], ...terms]);
}

export function times(first: LagPolynomial, second: LagPolynomial): LagPolynomial {
  const sums = new Map<number, number>();
  first.lags.forEach((one, i) => {
    second.lags.forEach((other, j) => {
      const product = (first.coefficients[i] as number) * (second.coefficients[j] as number);
      sums.set(one + other, (sums.get(one + other) ?? 0) + product);
    });
  });
  return fromTerms([...sums].sort(([one], [other]) => one - other));
}

/** (1 − B^spacing)^power. */
export function difference(spacing: number, power: number): LagPolynomial {
  const once = polynomialOf([1], spacing, -1);
  return Array.from({ length: power }, () => once).reduce(times, polynomialOf([], 1, 1));
}

/** The polynomial times −B^lag. */
export function delayed({ lags, coefficients }: LagPolynomial, lag: number): LagPolynomial {
  return { lags: lags.map((one) => one + lag), coefficients: coefficients.map((value) => -value) };
}

/** What a filter works on. */
export interface Filtering {
  readonly input: Float64Array;
  /** Everything before this index comes out as 0. */
  readonly from: number;
  /** Where 0, the output is 0: nothing was observed. */
  readonly known: Uint8Array;
}

/** The output u of denominator(B)·u = numerator(B)·input; the denominator's first coefficient is 1. */
export function filter(
  numerator: LagPolynomial,
  denominator: LagPolynomial,
  { input, from, known }: Filtering,
): Float64Array {
  const output = new Float64Array(input.length);
  for (let time = from; time < input.length; time += 1) {
    if (known[time] === 0) continue;
    let sum = 0;
    for (let k = 0; k < numerator.lags.length; k += 1)
      sum += (numerator.coefficients[k] as number) * (input[time - (numerator.lags[k] as number)] ?? 0);
    for (let k = 1; k < denominator.lags.length; k += 1)
      sum -= (denominator.coefficients[k] as number) * (output[time - (denominator.lags[k] as number)] ?? 0);
    output[time] = sum;
  }
  return output;
}

function fromTerms(terms: readonly (readonly [number, number])[]): LagPolynomial {
  return {
    lags: Int32Array.from(terms, ([lag]) => lag),
    coefficients: Float64Array.from(terms, ([, coefficient]) => coefficient),
  };
}
