import { type Reply, refusal } from './reply.ts';

/** Query parameters as they were sent; of a repeated one the last counts. */
export type Query = Readonly<Record<string, string | undefined>>;

/** A parameter that was read, or the reply that refuses it. */
export type Parsed<T> = { readonly value: T } | { readonly refusal: Reply };

/** A whole number that may be absent. */
export function optionalInteger(query: Query, name: string): Parsed<number | undefined> {
  const text = query[name];
  if (text === undefined) return { value: undefined };
  if (text === '') return { refusal: refusal(400, -1105, `Parameter '${name}' was empty.`) };
  if (!/^[0-9]{1,15}$/.test(text)) {
    const msg = `Illegal characters found in parameter '${name}'; legal range is '^[0-9]{1,20}$'.`;
    return { refusal: refusal(400, -1100, msg) };
  }
  return { value: Number(text) };
}

/** A symbol that is traded here. */
export function tradedSymbol(query: Query, known: readonly string[]): Parsed<string> {
  const symbol = query.symbol;
  if (symbol === undefined || symbol === '') return { refusal: missing('symbol') };
  if (!known.includes(symbol)) return { refusal: refusal(400, -1121, 'Invalid symbol.') };
  return { value: symbol };
}

/** The refusal of a request that lacks a parameter. */
export function missing(name: string): Reply {
  return refusal(400, -1102, `Mandatory parameter '${name}' was not sent, was empty/null, or malformed.`);
}

/** Page size: 500 unless told, never above 1000. Zero is refused. */
export function pageLimit(query: Query): Parsed<number> {
  const limit = optionalInteger(query, 'limit');
  if ('refusal' in limit) return limit;
  if (limit.value === 0)
    return { refusal: refusal(400, -1130, "Data sent for parameter 'limit' is not valid.") };
  return { value: Math.min(1_000, limit.value ?? 500) };
}
