import { recordedRules } from './recorded-symbol.ts';
import { type ListedSymbol, symbolCatalogue } from './symbol-catalogue.ts';

/** The listed symbols of these names, in their order; a name that is not listed starts at a price of 100. */
export function chosenSymbols(names: readonly string[]): readonly ListedSymbol[] {
  return names.map((name) => symbolCatalogue.find((listed) => listed.symbol === name) ?? unlisted(name));
}

function unlisted(name: string): ListedSymbol {
  return { ...recordedRules(name, 2, 3), startTicks: 10_000 };
}
