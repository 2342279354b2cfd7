export interface RowQuestion {
  readonly known: Uint8Array;
  readonly length: number;
  readonly deepest: number;
  readonly lead: number;
  readonly rows: number;
  readonly decay: number;
}

/** Origins whose target is known, oldest first, and how much each counts. */
export interface ChosenRows {
  readonly origins: Int32Array;
  readonly weights: Float64Array;
}

/**
 * All origins with weights that fall with age, or, where there are more than `rows`, a choice whose density falls
 * as the weights would have: the same regression for a fraction of the work.
 */
export function chooseRows({ known, length, deepest, lead, rows, decay }: RowQuestion): ChosenRows {
  const span = length - lead - deepest + 1;
  const origins: number[] = [];
  const weights: number[] = [];
  const take = (age: number, weight: number) => {
    const origin = length - lead - age;
    if (known[origin + lead - 1] !== 1) return;
    origins.push(origin);
    weights.push(weight);
  };
  if (span <= rows) for (let age = span - 1; age >= 0; age -= 1) take(age, Math.exp((-decay * age) / span));
  else for (const age of thinned(span, rows, decay)) take(age, 1);
  return { origins: Int32Array.from(origins), weights: Float64Array.from(weights) };
}

/** Ages, oldest first, at even steps of the integral of exp(−decay·age/span). */
function thinned(span: number, rows: number, decay: number): number[] {
  const ages: number[] = [];
  const total = 1 - Math.exp(-decay);
  let next = 0;
  for (let step = 0; step < rows && next < span; step += 1) {
    const age = Math.floor((-Math.log(1 - ((step + 0.5) / rows) * total) / decay) * span);
    next = Math.max(next, age);
    ages.push(Math.min(next, span - 1));
    next += 1;
  }
  return ages.reverse();
}
