/** Rehearsals spread over the newest part of the history. */
export interface Plan {
  readonly horizon: number;
  /** Steps that the rehearsals reach back. */
  readonly span: number;
  /** Steps from one to the next. */
  readonly stride: number;
}

/** Horizons that rehearsals reach back at most. */
const horizonsBack = 48;
/** Rehearsals wanted. */
const wanted = 120;

/** At most 48 horizons and five eighths of the history, in about 120 steps. */
export function planOf(length: number, horizon: number): Plan {
  const span = Math.min(Math.floor(length / 1.6), horizonsBack * horizon);
  return { horizon, span, stride: Math.max(1, Math.floor(span / wanted)) };
}

/** Origins of the plan, oldest first; the newest has at least one known step after it. */
export function originsOf({ span, stride }: Plan, length: number): number[] {
  const origins: number[] = [];
  for (let origin = length - stride; origin > length - span && origin >= 1; origin -= stride)
    origins.push(origin);
  return origins.reverse();
}

/** What the ensemble said at past origins, oldest first. */
export class Rehearsals {
  readonly horizon: number;
  readonly #origins: Int32Array;
  readonly #paths: Float32Array;
  readonly #first: number;
  readonly #end: number;

  constructor(
    horizon: number,
    origins: Int32Array,
    paths: Float32Array,
    range: { readonly first: number; readonly end: number },
  ) {
    this.horizon = horizon;
    this.#origins = origins;
    this.#paths = paths;
    this.#first = range.first;
    this.#end = range.end;
  }

  get count(): number {
    return this.#end - this.#first;
  }

  originOf(index: number): number {
    return this.#origins[this.#first + index] as number;
  }

  /** The forecast made at the origin of that index for so many steps ahead. */
  at(index: number, ahead: number): number {
    return this.#paths[(this.#first + index) * this.horizon + ahead] as number;
  }

  /** Horizons that are covered up to `length`: so many rehearsals have nothing in common. */
  independent(length: number): number {
    return this.count === 0 ? 0 : (length - this.originOf(0)) / this.horizon;
  }
}

/** Where rehearsals are written down. Entries are never changed, so that what was read stays true. */
export class RehearsalLog {
  readonly #horizon: number;
  readonly #origins: Int32Array;
  readonly #paths: Float32Array;
  #end = 0;

  constructor(horizon: number, room: number) {
    this.#horizon = horizon;
    this.#origins = new Int32Array(room);
    this.#paths = new Float32Array(room * horizon);
  }

  add(origin: number, path: Float64Array): void {
    this.#origins[this.#end] = origin;
    this.#paths.set(path, this.#end * this.#horizon);
    this.#end += 1;
  }

  /** Those from that origin on. */
  since(origin: number): Rehearsals {
    let first = 0;
    while (first < this.#end && (this.#origins[first] as number) < origin) first += 1;
    return new Rehearsals(this.#horizon, this.#origins, this.#paths, { first, end: this.#end });
  }
}
