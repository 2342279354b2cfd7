import { jsonIn } from '../../json-in.ts';

/** What stands at a path such as `queue.arrivals` or `shards.0.rate` within JSON; undefined where nothing does. */
export function placeAt(document: unknown, path: string): unknown {
  let place = document;
  for (const step of path.split('.')) {
    if (typeof place !== 'object' || place === null || !Object.hasOwn(place, step)) return undefined;
    place = (place as Readonly<Record<string, unknown>>)[step];
  }
  return place;
}

/**
 * The number at a path within JSON; a number may be written as text.
 * Undefined where there is none, or it is not finite: no default stands in for it.
 */
export function numberAt(document: unknown, path: string): number | undefined {
  const place = placeAt(document, path);
  if (typeof place === 'number') return Number.isFinite(place) ? place : undefined;
  if (typeof place !== 'string' || place.trim() === '') return undefined;
  const read = Number(place);
  return Number.isFinite(read) ? read : undefined;
}

/** The number at a path within JSON text; undefined where it is no JSON, too. */
export const numberIn = (text: string, path: string): number | undefined => numberAt(jsonIn(text), path);
