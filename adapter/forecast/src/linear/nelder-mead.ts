/** A bounded search for parameters in the unit cube. */
export interface Search {
  /** Where to begin; each coordinate in [0, 1]. */
  readonly start: readonly number[];
  readonly steps: number;
  readonly loss: (point: readonly number[]) => number;
}

interface Vertex {
  readonly point: readonly number[];
  readonly loss: number;
}

/**
 * Minimises a function over the unit cube by the simplex method; points outside are moved to its surface.
 * (Nelder and Mead, The Computer Journal 7, 1965, with the usual coefficients 1, 2, ½, ½.)
 */
export function minimise({ start, steps, loss }: Search): number[] {
  const at = (point: readonly number[]): Vertex => {
    const inside = point.map((value) => Math.min(1, Math.max(0, value)));
    const found = loss(inside);
    return { point: inside, loss: Number.isFinite(found) ? found : Number.MAX_VALUE };
  };
  const simplex = [at(start), ...start.map((_, axis) => at(nudged(start, axis)))];
  for (let step = 0; step < steps; step += 1) {
    simplex.sort((a, b) => a.loss - b.loss);
    improve(simplex, at);
  }
  simplex.sort((a, b) => a.loss - b.loss);
  return [...(simplex[0]?.point ?? start)];
}

function nudged(start: readonly number[], axis: number): number[] {
  return start.map((value, index) => (index !== axis ? value : value > 0.5 ? value - 0.25 : value + 0.25));
}

function improve(simplex: Vertex[], at: (point: readonly number[]) => Vertex): void {
  const best = simplex[0] as Vertex;
  const worst = simplex.at(-1) as Vertex;
  const second = simplex.at(-2) as Vertex;
  const centre = best.point.map(
    (_, axis) =>
      simplex.slice(0, -1).reduce((sum, vertex) => sum + (vertex.point[axis] ?? 0), 0) / (simplex.length - 1),
  );
  const along = (factor: number) =>
    at(centre.map((value, axis) => value + factor * ((worst.point[axis] ?? 0) - value)));
  const reflected = along(-1);
  let chosen = reflected;
  if (reflected.loss < best.loss) chosen = lower(reflected, along(-2));
  else if (reflected.loss >= second.loss) chosen = lower(along(0.5), along(-0.5));
  if (chosen.loss < worst.loss) {
    simplex[simplex.length - 1] = chosen;
    return;
  }
  for (let index = 1; index < simplex.length; index += 1) {
    const { point } = simplex[index] as Vertex;
    simplex[index] = at(point.map((value, axis) => (value + (best.point[axis] ?? 0)) / 2));
  }
}

function lower(one: Vertex, other: Vertex): Vertex {
  return one.loss <= other.loss ? one : other;
}
